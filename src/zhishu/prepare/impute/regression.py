"""Missing values from regressions on the other indicators: one prediction, or several random draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.prepare.impute.standardise import columns_with_gaps, design_without, refuse_few, standardised
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_DETERMINED = 1e-6
"""A column whose part that the others leave over is below this share is determined by them."""


def regression(x: NDArray[np.float64], *, cycles: int = 1) -> NDArray[np.float64]:
    """Return values whose gaps hold the prediction of a linear regression on all other indicators.

    Gaps are first filled with the mean; then every column with gaps, one after another, is
    regressed on all others over the regions that have it, `cycles` times. Columns that others
    determine get the shortest coefficients. With fewer regions than columns there is nothing left
    to learn from: MethodError. Shape (…, regions, columns).

    >>> x = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [4.0, np.nan]])
    >>> regression(x)[3]
    array([4., 8.])
    """
    standard = standardised(x)
    refuse_few(x)
    known = ~np.isnan(x)
    filled = np.where(known, standard.values, 0.0)
    for _ in range(cycles):
        for column in columns_with_gaps(x):
            design = design_without(filled, column)
            here = known[..., column].astype(float)
            q, r = np.linalg.qr(design * here[..., None])
            # Through R, which is small: the pseudo-inverse allows for columns that others determine.
            beta = np.linalg.pinv(r) @ np.swapaxes(q, -1, -2) @ (filled[..., column] * here)[..., None]
            predicted = (design @ beta)[..., 0]
            filled[..., column] = np.where(known[..., column], filled[..., column], predicted)
    return np.where(known, x, standard.raw(filled))


def chained(
    x: NDArray[np.float64], generator: np.random.Generator, *, draws: int = 5, cycles: int = 10
) -> NDArray[np.float64]:
    """Return values whose gaps hold the mean of `draws` imputations by chained equations.

    See `chained_draws`, which returns the draws one by one.

    >>> x = np.array([[1.0, 2.0], [2.0, 4.1], [3.0, 5.9], [4.0, 8.1], [5.0, np.nan]])
    >>> bool(9 < chained(x, np.random.default_rng(0), draws=20)[4, 1] < 11)
    True
    """
    found: NDArray[np.float64] = chained_draws(x, generator, draws=draws, cycles=cycles).mean(axis=0)
    return np.where(np.isnan(x), found, x)


def chained_draws(
    x: NDArray[np.float64], generator: np.random.Generator, *, draws: int = 5, cycles: int = 10
) -> NDArray[np.float64]:
    """Return `draws` imputations, (draws, …, regions, columns), by Bayesian regressions in a chain.

    Gaps begin at the mean. In each cycle every column with gaps is regressed on all others; the
    residual variance and the coefficients are drawn from their posterior (flat prior), and the gaps
    from the normal distribution around the prediction. All draws run side by side.
    """
    standard = standardised(x)
    refuse_few(x)
    known = ~np.isnan(x)
    flat = known.reshape(-1, *x.shape[-2:])
    start = np.broadcast_to(np.where(known, standard.values, 0.0).reshape(flat.shape), (draws, *flat.shape))
    # One more column of ones at the end is the constant of every regression.
    filled = np.concatenate([start, np.ones((*start.shape[:-1], 1))], axis=-1)
    products = np.swapaxes(filled, -1, -2) @ filled
    targets = [_Target.of(flat[..., column], column) for column in columns_with_gaps(x)]
    for _ in range(cycles):
        for target in targets:
            _draw(filled, products, target, generator)
            column = filled[..., target.column]
            products[..., target.column] = (column[..., None, :] @ filled)[..., 0, :]
            products[..., target.column, :] = products[..., target.column]
    return np.where(known, x, standard.raw(filled[..., :-1].reshape(draws, *x.shape)))


@dataclass(frozen=True, slots=True, eq=False)
class _Target:
    """A column with gaps: where it is `known` (tables, regions), and the regions that lack it.

    `lack` are those that lack it in any table; `rows` (tables, most) those of each table, filled up with
    others that are not `gaps`.
    """

    column: int
    known: NDArray[np.bool_]
    lack: NDArray[np.intp]
    rows: NDArray[np.intp]
    gaps: NDArray[np.bool_]

    @classmethod
    def of(cls, known: NDArray[np.bool_], column: int) -> _Target:
        """Return the target of a column."""
        most = int((~known).sum(axis=-1).max())
        rows = np.argsort(known, axis=-1, kind="stable")[:, :most]
        gaps = ~np.take_along_axis(known, rows, axis=-1)
        lack = np.flatnonzero(~known.all(axis=0))
        # What fills up a table's rows must be one of those that numbers are drawn for.
        return cls(column, known, lack, np.where(gaps, rows, lack[0]), gaps)


def _draw(
    filled: NDArray[np.float64],
    products: NDArray[np.float64],
    target: _Target,
    generator: np.random.Generator,
) -> None:
    """Fill the gaps of one column with a draw from the posterior of its regression.

    `products` are X'X of all regions; those of the regions that have the column are found by taking
    off the few that lack it.
    """
    column, tables = target.column, np.arange(len(target.rows))[:, None]
    rows = filled[:, tables, target.rows]
    lacking = rows * target.gaps[..., None]
    used = products - np.swapaxes(lacking, -1, -2) @ lacking
    others = filled.shape[-1] - 1
    freedom = np.maximum(target.known.sum(axis=-1) - others, 1)
    chi = generator.chisquare(np.broadcast_to(freedom, filled.shape[:-2]))
    normal = generator.standard_normal((*filled.shape[:-2], others))
    beta, noise = _coefficients(used, column, normal)
    residual = ((filled[..., column] - (filled @ beta[..., None])[..., 0]) * target.known) ** 2
    sigma = np.sqrt(residual.sum(axis=-1) / chi)[..., None]
    predicted = (rows @ (beta + sigma * noise)[..., None])[..., 0]
    error = generator.standard_normal((*filled.shape[:-2], len(target.lack)))
    drawn = predicted + sigma * error[:, tables, np.searchsorted(target.lack, target.rows)]
    draw, table, place = np.nonzero(np.broadcast_to(target.gaps, drawn.shape))
    filled[draw, table, target.rows[table, place], column] = drawn[draw, table, place]


def _coefficients(
    products: NDArray[np.float64], column: int, normal: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the coefficients of a column's regression on the others, and a draw of their noise.

    Both are 0 at the column itself. The noise has the inverse of the others' products as its covariance
    where `normal` have 1. Where columns determine others the inverse is the pseudo-inverse.
    """
    moments = products[..., column].copy()
    moments[..., column] = 0.0
    alone = products.copy()
    alone[..., column] = alone[..., column, :] = 0.0
    alone[..., column, column] = alone[..., -1, -1]
    try:
        lower = np.linalg.cholesky(alone)
    except np.linalg.LinAlgError:
        return _by_pseudo_root(products, column, normal)
    sizes = np.diagonal(lower, axis1=-2, axis2=-1)
    if (sizes.min(axis=-1) < _DETERMINED * sizes.max(axis=-1)).any():
        return _by_pseudo_root(products, column, normal)
    # Two triangular systems, all draws side by side, are less work than an inverse.
    for row in range(moments.shape[-1]):
        moments[..., row] /= lower[..., row, row]
        moments[..., row + 1 :] -= lower[..., row + 1 :, row] * moments[..., row, None]
    both = np.stack([moments, np.insert(normal, column, 0.0, axis=-1)])
    for row in range(moments.shape[-1])[::-1]:
        both[..., row] /= lower[..., row, row]
        both[..., :row] -= lower[..., row, :row] * both[..., row, None]
    return both[0], both[1]


def _by_pseudo_root(
    products: NDArray[np.float64], column: int, normal: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    others = np.delete(np.arange(products.shape[-1]), column)
    root = _pseudo_root(products[..., others[:, None], others])
    beta = root @ (np.swapaxes(root, -1, -2) @ products[..., others, column, None])
    found = beta[..., 0], (root @ normal[..., None])[..., 0]
    return np.insert(found[0], column, 0.0, axis=-1), np.insert(found[1], column, 0.0, axis=-1)


def _pseudo_root(products: NDArray[np.float64]) -> NDArray[np.float64]:
    values, vectors = np.linalg.eigh(products)
    counted = values > _DETERMINED**2 * values[..., -1:]
    roots = np.sqrt(np.maximum(values, 0.0))
    scale = np.divide(1.0, roots, out=np.zeros_like(values), where=counted)
    root: NDArray[np.float64] = vectors * scale[..., None, :]
    return root


_LINE = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [4.0, 8.0], [5.0, np.nan]])
_LINE_FILLED = [[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [4.0, 8.0], [5.0, 10.0]]
_DEGENERATE: Mapping[str, str] = {
    "nan": "gaps are filled; an indicator without any value is an error",
    "constant": "gaps get the constant; it predicts nothing",
    "zero": "as constant",
    "negative": "harmless",
    "tie": "harmless",
    "single_region": "stays as it is (a gap there is an error)",
}
_NEEDS = "for every indicator with gaps, more regions that have it than there are indicators"

REGRESSION = Method(
    kind="impute",
    id="regression",
    name=Text("回归填补", "Regression"),
    citation="Buck (1960), Journal of the Royal Statistical Society B 22(2), 302-306; "
    "Little and Rubin (2002), Statistical Analysis with Missing Data, 2nd ed., section 4.2.2",
    formula=Text(
        "x_j = b_0 + sum b_k x_k，对其余各指标 k 求和，系数由最小二乘法估计",
        "x_j = b_0 + sum over the other columns of b_k x_k, least squares",
    ),
    needs=_NEEDS,
    range="all numbers: a prediction may leave the range of the data",
    degenerate=_DEGENERATE,
    function=regression,
    parameters={
        "cycles": Option(1, {"type": "integer", "minimum": 1}, "how often the columns are gone through")
    },
    example=Example((_LINE,), _LINE_FILLED),
)

CHAINED = Method(
    kind="impute",
    id="chained",
    name=Text("链式方程多重插补", "Chained equations"),
    citation="van Buuren and Groothuis-Oudshoorn (2011), Journal of Statistical Software 45(3), 1-67; "
    "draws as in Rubin (1987), Multiple Imputation for Nonresponse in Surveys, Wiley, section 5.3",
    formula=Text(
        "各次抽取的均值；一次抽取：sigma^2 = 残差平方和 / chi^2，b* = b + sigma (X'X)^(-1/2) z，"
        "x_j = X b* + sigma e，逐列、逐轮进行",
        "mean over the draws; a draw: sigma^2 = RSS / chi^2, b* = b + sigma (X'X)^(-1/2) z, "
        "x_j = X b* + sigma e, column by column, cycle by cycle",
    ),
    needs=f"{_NEEDS}; a random generator (`seed` of the step); cycles follow one another",
    range="all numbers",
    degenerate=_DEGENERATE,
    function=chained,
    inputs=("generator",),
    parameters={
        "draws": Option(5, {"type": "integer", "minimum": 1}, "how many imputations are averaged"),
        "cycles": Option(10, {"type": "integer", "minimum": 1}, "how often the columns are gone through"),
    },
    # On an exact line nothing is left to chance: the residuals are 0.
    example=Example((_LINE, np.random.default_rng(0)), _LINE_FILLED),
)

IMPUTERS_BY_REGRESSION: Mapping[str, Method] = {method.id: method for method in (REGRESSION, CHAINED)}
