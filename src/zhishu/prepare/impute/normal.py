"""Missing values under a multivariate normal distribution: the EM algorithm."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.prepare.impute.standardise import refuse_few, standardised
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

SINGULAR = 1e-10
"""The smallest eigenvalue of a correlation matrix that counts as more than rounding."""
LOOKED = 50
"""After how many rounds it is looked, time and again, whether a covariance has become singular."""


class Moments(NamedTuple):
    """Mean (…, columns) and covariance (…, columns, columns), with the values filled by them."""

    mean: NDArray[np.float64]
    covariance: NDArray[np.float64]
    filled: NDArray[np.float64]


def multivariate_normal(
    x: NDArray[np.float64], *, tolerance: float = 1e-8, limit: int = 5000
) -> NDArray[np.float64]:
    """Return values whose gaps hold their conditional mean under a multivariate normal distribution.

    Mean and covariance are the maximum likelihood estimates of the EM algorithm, started from
    independence; it stops when no parameter of the standardised columns moves by more than
    `tolerance`, and raises a MethodError after `limit` rounds. A covariance that cannot be inverted
    (as many indicators as regions, indicators that determine each other, so few regions that the
    likelihood rises without end) raises one too, as soon as it is seen. A constant column takes no
    part, its gaps get the constant. Shape (…, regions, columns).

    >>> x = np.array([[1.0, 2.1], [2.0, 3.9], [3.0, 6.2], [4.0, 7.8], [5.0, np.nan]])
    >>> multivariate_normal(x)[4].round(4)
    array([5.  , 9.85])
    """
    if not np.isnan(x).any():
        return np.array(x, dtype=float)
    standard = standardised(x)
    refuse_few(x)
    constant = (standard.sd[..., 0, :] == 0).astype(float)
    found = em_moments(standard.values, constant, tolerance=tolerance, limit=limit)
    return np.where(np.isnan(x), standard.raw(found.filled), x)


class _Gaps(NamedTuple):
    """Where the gaps are, of a flat batch: regions with a gap anywhere, and their missing columns.

    `rows` (rows,) are the positions of the regions; `columns` (batch, rows, most) the positions of
    the missing columns of each, `real` the same, False where a region has fewer gaps than the most.
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    real: NDArray[np.bool_]


def em_moments(
    z: NDArray[np.float64], constant: NDArray[np.float64], *, tolerance: float, limit: int
) -> Moments:
    """Return the maximum likelihood Moments of standardised columns with gaps, (…, regions, columns).

    `constant` (…, columns) is 1 for a constant column. One round does what the algorithm says for
    every region with a gap at once: its missing part is regressed on its known part, and the
    covariance that this leaves is added to the squares. Both come from the precision K, the inverse
    of the covariance: with m missing and o known the mean moves by -K_mm⁻¹ K_mo (x_o - μ_o), and
    K_mm⁻¹ is left. So only blocks as small as a region's gaps are inverted.
    """
    flat = z.reshape(-1, *z.shape[-2:])
    gaps, fixed = _gaps(flat), constant.reshape(-1, z.shape[-1])
    start = np.where(np.isnan(flat), 0.0, flat)
    now = Moments(start.mean(axis=-2), np.array(_identity(flat)), np.array(start))
    moving = np.arange(len(flat))
    for number in range(1, limit + 1):
        # A member of the batch that has settled stays, so that it comes out as if it were alone.
        before = Moments(*(part[moving] for part in now))
        here = _Gaps(gaps.rows, gaps.columns[moving], gaps.real[moving])
        after = _round(before, start[moving], here, fixed[moving])
        for part, new in zip(now, after, strict=True):
            part[moving] = new
        steps = np.abs(after.covariance - before.covariance).max(axis=-1)
        steps = np.maximum(steps, np.abs(after.mean - before.mean)).max(axis=-1)
        moving = moving[steps > tolerance]
        if number % LOOKED == 0:
            # Past this point the rounds only push rounding errors about and would never settle.
            _refuse_singular(now.covariance[moving], fixed[moving])
        if not len(moving):
            _refuse_singular(now.covariance, fixed)
            return Moments(*(part.reshape(*z.shape[:-2], *part.shape[1:]) for part in now))
    raise MethodError(
        "the EM algorithm does not settle",
        seen=f"{limit} rounds, parameters still move by {float(steps.max()):.1e}",
        allowed=f"a step of at most {tolerance:g}",
        advice="use regression or knn, or raise `tolerance` or `limit`",
    )


def _gaps(flat: NDArray[np.float64]) -> _Gaps:
    missing = np.isnan(flat)
    rows = np.flatnonzero(missing.any(axis=-1).any(axis=0))
    missing = missing[:, rows]
    most = int(missing.sum(axis=-1).max())
    # Missing columns first: a stable sort keeps their order.
    columns = np.argsort(~missing, axis=-1, kind="stable")[..., :most]
    return _Gaps(rows, columns, np.take_along_axis(missing, columns, axis=-1))


def _round(now: Moments, start: NDArray[np.float64], gaps: _Gaps, constant: NDArray[np.float64]) -> Moments:
    """Return mean, covariance and filled values after one E and one M step."""
    precision = _inverse(now.covariance + _diagonal(constant))
    member = np.arange(len(start))[:, None, None, None]
    one, other = gaps.columns[..., :, None], gaps.columns[..., None, :]
    both = gaps.real[..., :, None] & gaps.real[..., None, :]
    left = _inverse(np.where(both, precision[member, one, other], np.eye(gaps.columns.shape[-1]))) * both
    known = start[:, gaps.rows] - now.mean[:, None, :]
    np.put_along_axis(known, gaps.columns, np.where(gaps.real, 0.0, _picked(known, gaps)), axis=-1)
    move = left @ _picked(known @ precision, gaps)[..., None]
    filled, values = np.array(start), start[:, gaps.rows]
    predicted = now.mean[np.arange(len(start))[:, None, None], gaps.columns] - move[..., 0]
    np.put_along_axis(values, gaps.columns, np.where(gaps.real, predicted, _picked(values, gaps)), axis=-1)
    filled[:, gaps.rows] = values
    mean = filled.mean(axis=-2)
    centred = filled - mean[:, None, :]
    spread = _scattered(left, (member, one, other), precision.shape)
    spread *= (1.0 - constant)[:, :, None] * (1.0 - constant)[:, None, :]
    squares = np.swapaxes(centred, -1, -2) @ centred + spread
    return Moments(mean, squares / start.shape[-2], filled)


def _picked(values: NDArray[np.float64], gaps: _Gaps) -> NDArray[np.float64]:
    """Return the values at the missing columns of each row, (batch, rows, most)."""
    picked: NDArray[np.float64] = np.take_along_axis(values, gaps.columns, axis=-1)
    return picked


def _scattered(
    blocks: NDArray[np.float64], places: tuple[NDArray[np.intp], ...], shape: tuple[int, ...]
) -> NDArray[np.float64]:
    """Return the sum of small blocks put back at their places in matrices of a shape."""
    flat = np.ravel_multi_index(np.broadcast_arrays(*places), shape)
    total = np.bincount(flat.ravel(), weights=blocks.ravel(), minlength=int(np.prod(shape)))
    return np.asarray(total, dtype=np.float64).reshape(shape)


def _inverse(block: NDArray[np.float64]) -> NDArray[np.float64]:
    try:
        inverse: NDArray[np.float64] = np.asarray(np.linalg.inv(block), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise _singular() from error
    return inverse


def _refuse_singular(covariance: NDArray[np.float64], constant: NDArray[np.float64]) -> None:
    if not np.isfinite(covariance).all():
        raise _singular()
    if (np.linalg.eigvalsh(covariance + _diagonal(constant)) < SINGULAR).any():
        raise _singular()


def _singular() -> MethodError:
    return MethodError(
        "the indicators' covariance cannot be inverted",
        seen="some indicators determine another",
        allowed="more regions than indicators, and no indicator that others determine",
        advice="use regression or knn",
    )


def _identity(z: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.broadcast_to(np.eye(z.shape[-1]), (*z.shape[:-2], z.shape[-1], z.shape[-1]))


def _diagonal(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values[..., :, None] * np.eye(values.shape[-1])


EM = Method(
    kind="impute",
    id="em",
    name=Text("EM 算法填补", "EM algorithm, multivariate normal"),
    citation="Dempster, Laird and Rubin (1977), Journal of the Royal Statistical Society B 39(1), 1-38; "
    "Schafer (1997), Analysis of Incomplete Multivariate Data, Chapman and Hall, section 5.3",
    formula=Text(
        "E 步：x_m = mu_m + S_mo S_oo^-1 (x_o - mu_o)，协方差另加 S_mm - S_mo S_oo^-1 S_om；"
        "M 步：由此求均值与协方差；反复进行至收敛；m 为缺失部分，o 为已知部分",
        "E: x_mis = mu_mis + S_mo S_oo^-1 (x_obs - mu_obs), plus S_mm - S_mo S_oo^-1 S_om; "
        "M: mean and covariance of what that gives; until nothing moves",
    ),
    needs="more regions than indicators; rounds follow one another",
    range="all numbers",
    degenerate={
        "nan": "gaps are filled; an indicator without any value is an error",
        "constant": "gaps get the constant; it takes no part",
        "zero": "as constant",
        "negative": "harmless",
        "tie": "harmless",
        "single_region": "stays as it is (a gap there is an error)",
    },
    function=multivariate_normal,
    parameters={
        "tolerance": Option(
            1e-8, {"type": "number", "exclusiveMinimum": 0}, "the step at which it has settled"
        ),
        "limit": Option(5000, {"type": "integer", "minimum": 1}, "the most rounds"),
    },
    # The missing column depends on the complete one only, so the answer is the regression line's.
    example=Example(
        (np.array([[1.0, 2.1], [2.0, 3.9], [3.0, 6.2], [4.0, 7.8], [5.0, np.nan]]),),
        [[1.0, 2.1], [2.0, 3.9], [3.0, 6.2], [4.0, 7.8], [5.0, 9.85]],
        {"tolerance": 1e-12},
    ),
)

IMPUTERS_BY_NORMAL: Mapping[str, Method] = {EM.id: EM}
