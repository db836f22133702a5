"""Missing values from regressions on the other indicators: one prediction, or several random draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.prepare.standardise import columns_with_gaps, design_without, refuse_few, standardised
from zhishu.registry import Example, Method, Option

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
    start = np.broadcast_to(np.where(known, standard.values, 0.0), (draws, *x.shape))
    # One more column of ones at the end is the constant of every regression.
    filled = np.concatenate([start, np.ones((*start.shape[:-1], 1))], axis=-1)
    products = np.swapaxes(filled, -1, -2) @ filled
    for _ in range(cycles):
        for column in columns_with_gaps(x):
            here = known[..., column]
            drawn = _posterior_draw(filled, products, (column, here), generator)
            filled[..., column] = np.where(here, filled[..., column], drawn)
            products[..., column] = (filled[..., None, :, column] @ filled)[..., 0, :]
            products[..., column, :] = products[..., column]
    return np.where(known, x, standard.raw(filled[..., :-1]))


def _posterior_draw(
    filled: NDArray[np.float64],
    products: NDArray[np.float64],
    target: tuple[int, NDArray[np.bool_]],
    generator: np.random.Generator,
) -> NDArray[np.float64]:
    """Return a draw of one column for every region, from the posterior of its regression.

    `products` are X'X of all regions; those of the regions that have the column are found by taking
    off the few that lack it.
    """
    column, known = target
    lack = np.flatnonzero(~known.reshape(-1, known.shape[-1]).all(axis=0))
    lacking = filled[..., lack, :] * ~known[..., lack, None]
    used = products - np.swapaxes(lacking, -1, -2) @ lacking
    others = np.delete(np.arange(filled.shape[-1]), column)
    root = _inverse_root(used[..., others[:, None], others])
    beta = root @ (np.swapaxes(root, -1, -2) @ used[..., others, column, None])
    whole = np.insert(beta, column, 0.0, axis=-2)
    residual = ((filled[..., column] - (filled @ whole)[..., 0]) * known) ** 2
    freedom = np.maximum(known.sum(axis=-1) - len(others), 1)
    chi = generator.chisquare(np.broadcast_to(freedom, residual.shape[:-1]))
    sigma = np.sqrt(residual.sum(axis=-1) / chi)
    # The root times normal numbers has the covariance of the coefficients.
    noise = np.insert(root @ generator.standard_normal(beta.shape), column, 0.0, axis=-2)
    answer = np.array(filled[..., column])
    predicted = (filled[..., lack, :] @ (whole + sigma[..., None, None] * noise))[..., 0]
    answer[..., lack] = predicted + sigma[..., None] * generator.standard_normal(predicted.shape)
    return answer


def _inverse_root(products: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return R with R R' the inverse of each matrix, the pseudo-inverse where columns determine others."""
    try:
        lower = np.linalg.cholesky(products)
    except np.linalg.LinAlgError:
        return _pseudo_root(products)
    sizes = np.diagonal(lower, axis1=-2, axis2=-1)
    if (sizes.min(axis=-1) < _DETERMINED * sizes.max(axis=-1)).any():
        return _pseudo_root(products)
    root: NDArray[np.float64] = np.swapaxes(np.linalg.inv(lower), -1, -2)
    return root


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
    formula="x_j = b_0 + sum over the other columns of b_k x_k, least squares",
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
    formula="mean over the draws; a draw: sigma^2 = RSS / chi^2, b* = b + sigma (X'X)^(-1/2) z, "
    "x_j = X b* + sigma e, column by column, cycle by cycle",
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
