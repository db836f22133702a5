"""Missing values under a multivariate normal distribution: the EM algorithm."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.prepare.standardise import refuse_few, standardised
from zhishu.registry import Example, Method, Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

SINGULAR = 1e-10
"""The smallest eigenvalue of a correlation matrix that counts as more than rounding."""


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
    (as many indicators as regions, indicators that determine each other) raises one too. A constant
    column takes no part, its gaps get the constant. Shape (…, regions, columns).

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


def em_moments(
    z: NDArray[np.float64], constant: NDArray[np.float64], *, tolerance: float, limit: int
) -> Moments:
    """Return the maximum likelihood Moments of standardised columns with gaps, (…, regions, columns).

    `constant` (…, columns) is 1 for a constant column. One round does what the algorithm says for
    every region with a gap at once: its missing part is regressed on its known part, and the
    covariance that this leaves is added to the squares.
    """
    known = ~np.isnan(z)
    # Only regions with a gap need a regression of their own; the others stay as they are.
    rows = np.flatnonzero((~known).any(axis=-1).reshape(-1, z.shape[-2]).any(axis=0))
    seen = known[..., rows, :].astype(float)
    start = np.where(known, z, 0.0)
    now = Moments(start.mean(axis=-2), _identity(z), start)
    moving = np.ones(z.shape[:-2], dtype=bool)
    for _ in range(limit):
        after = _round(now, start, (rows, seen), constant)
        steps = np.abs(after.covariance - now.covariance).max(axis=-1)
        steps = np.maximum(steps, np.abs(after.mean - now.mean)).max(axis=-1)
        # A member of the batch that has settled stays, so that it comes out as if it were alone.
        now = Moments(*(_where(moving, new, old) for new, old in zip(after, now, strict=True)))
        moving &= steps > tolerance
        if not moving.any():
            _refuse_singular(now.covariance, constant)
            return now
    raise MethodError(
        "the EM algorithm does not settle",
        seen=f"{limit} rounds, parameters still move by {float(steps.max()):.1e}",
        allowed=f"a step of at most {tolerance:g}",
        advice="use regression or knn, or raise `tolerance` or `limit`",
    )


def _round(
    now: Moments,
    start: NDArray[np.float64],
    gaps: tuple[NDArray[np.intp], NDArray[np.float64]],
    constant: NDArray[np.float64],
) -> Moments:
    rows, seen = gaps
    unseen = 1.0 - seen
    covariance = now.covariance[..., None, :, :]
    # Known × known block of the covariance, with ones where a column is missing, so that it inverts.
    block = covariance * seen[..., :, None] * seen[..., None, :]
    block = block + _diagonal(unseen + seen * constant[..., None, :])
    across = covariance * unseen[..., :, None] * seen[..., None, :]
    slopes = across @ _inverse(block)
    gap = (start[..., rows, :] - now.mean[..., None, :]) * seen
    predicted = now.mean[..., None, :] + (slopes @ gap[..., None])[..., 0]
    filled = np.array(start)
    filled[..., rows, :] = np.where(seen > 0, start[..., rows, :], predicted)
    left = covariance * unseen[..., :, None] * unseen[..., None, :] - slopes @ np.swapaxes(across, -1, -2)
    mean = filled.mean(axis=-2)
    centred = filled - mean[..., None, :]
    squares = np.swapaxes(centred, -1, -2) @ centred + left.sum(axis=-3)
    return Moments(mean, squares / start.shape[-2], filled)


def _where(
    moving: NDArray[np.bool_], new: NDArray[np.float64], old: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.where(moving.reshape(*moving.shape, *[1] * (new.ndim - moving.ndim)), new, old)


def _inverse(block: NDArray[np.float64]) -> NDArray[np.float64]:
    try:
        inverse: NDArray[np.float64] = np.asarray(np.linalg.inv(block), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise _singular() from error
    return inverse


def _refuse_singular(covariance: NDArray[np.float64], constant: NDArray[np.float64]) -> None:
    if np.linalg.eigvalsh(covariance + _diagonal(constant)).min() < SINGULAR:
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
    formula="E: x_mis = mu_mis + S_mo S_oo^-1 (x_obs - mu_obs), plus S_mm - S_mo S_oo^-1 S_om; "
    "M: mean and covariance of what that gives; until nothing moves",
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
