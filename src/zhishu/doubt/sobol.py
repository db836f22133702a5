"""Sobol' indices: which uncertain choice makes which result vary, and how much of that is noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from zhishu.doubt.radial import RadialDesign

    # Points (evaluations, columns) of uniform numbers → results (evaluations, outputs).
    Evaluator = Callable[[NDArray[np.float64]], NDArray[np.float64]]

MEASURED, NOISE, NONE, CONSTANT = "measured", "noise", "none", "constant"
REPLICATES = 200


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """What is kept of all evaluations: sums over rows, one set per resampling of the rows.

    The first of the `replicates` counts every row once, the others are bootstrap resamplings. With
    y_A, y_B and y_i the results at a, at b and at a with factor i from b, less `shift` (outputs,):
    `count` (replicates,); `level` and `square`, the sums of y_A + y_B and of y_A² + y_B²,
    (replicates, outputs); `crossed`, `moved` and `apart`, those of y_B (y_i - y_A), y_i - y_A and
    (y_i - y_A)², (replicates, factors, outputs). Memory does not grow with the rows:
    8 × replicates × outputs × (3 factors + 2) bytes.
    """

    shift: NDArray[np.float64]
    count: NDArray[np.float64]
    level: NDArray[np.float64]
    square: NDArray[np.float64]
    crossed: NDArray[np.float64]
    moved: NDArray[np.float64]
    apart: NDArray[np.float64]

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.shift,
            self.count + other.count,
            self.level + other.level,
            self.square + other.square,
            self.crossed + other.crossed,
            self.moved + other.moved,
            self.apart + other.apart,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Indices of one order, each array (factors, outputs), with the ends of their intervals.

    `status` is `measured`; `noise` where the interval reaches 0 or below, or the estimate does:
    then the number says nothing and is not to be printed; `none` where the factor never changed the
    output; `constant` where nothing did. In the last two cases the index and its interval are 0.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    status: NDArray[np.str_]


@dataclass(frozen=True, slots=True, eq=False)
class SobolIndices:
    """First-order and total indices of every factor for every output.

    `first` is the share of an output's variance that a factor explains alone, `total` the share
    that involves it at all; `variance` (outputs,) is that of the output, `evaluations` their number.
    """

    factors: tuple[str, ...]
    first: Estimate
    total: Estimate
    variance: NDArray[np.float64]
    evaluations: int


def sobol_indices(
    evaluate: Evaluator,
    design: RadialDesign,
    generator: np.random.Generator,
    *,
    replicates: int = REPLICATES,
    rows: int = 64,
) -> SobolIndices:
    """Return the Sobol' indices of all outputs of `evaluate`, streamed in blocks of `rows` rows.

    `evaluate` takes points (evaluations, columns) and returns results (evaluations, outputs). What
    is held is the design, one block of results and the Sums, whatever the number of rows; the size
    of the blocks changes the last digits only.

    >>> from zhishu.doubt.design import Factor
    >>> from zhishu.doubt.radial import radial_design
    >>> design = radial_design([Factor("x"), Factor("y"), Factor("z")], 512, np.random.default_rng(0))
    >>> found = sobol_indices(lambda u: u[:, :2] @ [[2.0], [1.0]], design, np.random.default_rng(1))
    >>> found.first.value.ravel().round(2), found.total.status.ravel().tolist()
    (array([0.8, 0.2, 0. ]), ['measured', 'measured', 'none'])
    """
    sums: Sums | None = None
    for points in design.blocks(rows):
        results = np.asarray(evaluate(points.reshape(-1, points.shape[-1])), dtype=np.float64)
        y = results.reshape(*points.shape[:2], -1)
        found = sums_of(y, resampling(len(y), replicates, generator), y[0, 0] if sums is None else sums.shift)
        sums = found if sums is None else sums + found
    if sums is None:
        raise MethodError("the design of a sensitivity analysis has no rows", seen="0 rows")
    return indices_of(sums, tuple(factor.name for factor in design.factors))


def resampling(rows: int, replicates: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """Return how often each resampling counts each row, (rows, 1 + replicates); the first counts all once.

    The bootstrap is Poisson's: every row is drawn a Poisson(1) number of times, so that rows can be
    counted as they come, in blocks of any size. Source: Hanley and MacGibbon 2006, Computer Methods
    and Programs in Biomedicine 83(1), 57-62.
    """
    counts = np.ones((rows, 1 + replicates))
    counts[:, 1:] = generator.poisson(1.0, (rows, replicates))
    return counts


def sums_of(y: NDArray[np.float64], counts: NDArray[np.float64], shift: NDArray[np.float64]) -> Sums:
    """Return the Sums of some rows' results `y`, (rows, factors + 2, outputs), less `shift` (outputs,).

    `counts` is (rows, replicates). The shift keeps digits where the outputs are large beside their
    spread (the published values, or the first evaluation); all blocks of one analysis share it. A
    result that is not finite raises a MethodError.
    """
    if not np.isfinite(y).all():
        raise MethodError("a result of the sensitivity analysis is not finite", seen="NaN or infinite")
    at_a, at_b, changed = y[:, 0] - shift, y[:, 1] - shift, y[:, 2:] - shift
    change = changed - at_a[:, None]

    def summed(rows: NDArray[np.float64]) -> NDArray[np.float64]:
        flat: NDArray[np.float64] = counts.T @ rows.reshape(len(rows), -1)
        return flat.reshape(-1, *rows.shape[1:])

    return Sums(
        shift,
        counts.sum(axis=0),
        summed(at_a + at_b),
        summed(at_a**2 + at_b**2),
        summed(at_b[:, None] * change),
        summed(change),
        summed(change**2),
    )


def indices_of(
    sums: Sums,
    factors: tuple[str, ...],
    *,
    centred: bool = True,
    interval: tuple[float, float] = (0.05, 0.95),
) -> SobolIndices:
    """Return the indices that the sums come to, with bootstrap percentile intervals.

    First order: mean of y_B (y_i - y_A) / V (Saltelli et al. 2010); total: mean of (y_i - y_A)² / 2V
    (Jansen 1999, Computer Physics Communications 117(1-2), 35-43); V is the variance of all y_A and
    y_B, with divisor 2N - 1. `centred` takes the outputs' mean from y_B first: the same expectation
    with less noise, and no dependence on where the outputs' zero lies; without it, and with a shift
    of 0, this is the estimator as it was published. On a Sobol' sequence, which is more even than
    random rows, the intervals are wider than need be.
    """
    count = sums.count[:, None]
    mean = sums.level / (2 * count)
    variance = (sums.square - sums.level * mean) / (2 * count - 1)
    crossed = sums.crossed - mean[:, None] * sums.moved if centred else sums.crossed
    scale = np.where(variance > 0, variance, 1.0)[:, None] * count[:, None]
    constant, idle = variance[0] <= 0, sums.apart[0] == 0
    rows = int(sums.count[0])
    return SobolIndices(
        factors,
        _estimate(crossed / scale, constant, idle, interval),
        _estimate(sums.apart / (2 * scale), constant, idle, interval),
        np.where(constant, 0.0, variance[0]),
        rows * (len(factors) + 2),
    )


def _estimate(
    replicates: NDArray[np.float64],
    constant: NDArray[np.bool_],
    idle: NDArray[np.bool_],
    interval: tuple[float, float],
) -> Estimate:
    """Return what the estimates of all resamplings, (replicates, factors, outputs), come to."""
    nothing = constant | idle
    value = np.where(nothing, 0.0, replicates[0])
    resampled = replicates[1:] if len(replicates) > 1 else replicates
    low, high = np.where(nothing, 0.0, np.quantile(resampled, interval, axis=0))
    status = np.where((value <= 0) | ((low <= 0) & (high >= 0)), NOISE, MEASURED)
    status = np.where(idle, NONE, status)
    return Estimate(value, low, high, np.where(constant, CONSTANT, status))


def rank_outputs(ranks: NDArray[np.float64], published: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what the ranks of draws come to, (…, 2 + regions), as outputs of a sensitivity analysis.

    `ranks` is (…, regions), `published` (regions,). The outputs are the mean absolute shift against
    the published ranks; whether the published first place holds (1) or not (0); and every region's
    own rank. A region without a rank (NaN) counts as one that never moves.

    >>> rank_outputs(np.array([[2.0, 1.0, 3.0]]), np.array([1.0, 2.0, 3.0])).round(2)
    array([[0.67, 0.  , 2.  , 1.  , 3.  ]])
    """
    ranked = ~np.isnan(published)
    own = np.where(ranked, np.where(np.isnan(ranks), published, ranks), 0.0)
    reference = np.where(ranked, published, 0.0)
    shift = np.abs(own - reference).sum(axis=-1, keepdims=True) / max(int(ranked.sum()), 1)
    first = ranked & (reference == np.min(reference, where=ranked, initial=np.inf))
    holds = (own[..., first] == reference[first]).all(axis=-1, keepdims=True)
    return np.concatenate([shift, holds, own], axis=-1)


def index_text(value: float, low: float, high: float, status: str) -> str:
    """Return an index as people should read it: the number only where it is more than noise.

    >>> index_text(0.497, 0.319, 0.652, "measured"), index_text(-0.06, -0.2, 0.08, "noise")
    ('0.50 (0.32 to 0.65)', 'noise')
    """
    return f"{value:.2f} ({low:.2f} to {high:.2f})" if status == MEASURED else str(status)
