"""Multi-directional benefit of the doubt in samples: each region against the frontiers of some others.

What the frontier of a sample gives is no expectation of single regions, so samples are drawn. They are
drawn once, as places in the order of the values, for all regions of a table and all tables of a batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.weigh.envelopment.frontier import Tables, own_directions, scaled_tables
from zhishu.weigh.moments import refuse_below, refuse_large, refuse_missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

SCORES, STEPS = "scores", "steps"
_CELLS = 1 << 20
"""Numbers of the sampled tables that are held at once."""


def robust_multidirectional_scores(
    x: Array, generator: np.random.Generator, *, sample: int = 10, draws: int = 200, mean_of: str = SCORES
) -> Array:
    """Return the robust multi-directional benefit-of-the-doubt scores (…, regions).

    Each of `draws` samples holds `sample` regions drawn with replacement; every region is added to it
    and gets its direction d, step β and score as in `multidirectional_scores`. The score here is the mean
    of these scores; or, with `mean_of: steps` as printed, that of the mean direction and the mean step,
    1 - Σ_j β d_j / Σ_j (x_cj + β d_j). Where a region is on the frontier of some samples the product
    of the two means is less than the mean of what it could gain, which favours it. A few outliers are in
    few samples; the larger the sample, the nearer the score comes to that among all.

    Columns count that vary among all regions. Regions with equal values tie exactly. A region with only
    zeros scores 0. Missing or negative values are a MethodError.

    Source: Vidoli, Fusco, Pignataro and Guccio 2024, Socio-Economic Planning Sciences 93: 101877; Compind
    3.7's `ci_rbod_mdir` (whose estimate is that of the mean steps).

    >>> x = np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]])
    >>> robust_multidirectional_scores(x, np.random.default_rng(0), sample=20).round(3)
    array([1.   , 1.   , 0.667])
    """
    samples = generator.integers(x.shape[-2], size=(draws, sample))
    return scores_in_samples(x, np.asarray(samples, dtype=np.intp), mean_of=mean_of)


def scores_in_samples(x: Array, samples: Places, *, mean_of: str = SCORES) -> Array:
    """Return the robust multi-directional scores (…, regions) from samples that are drawn.

    `samples` (draws, members) are places in the order of the regions' values: by the last column that
    counts, then by the one before …, so they do not depend on the order of the table.

    >>> x = np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]])
    >>> scores_in_samples(x, np.array([[0, 0], [1, 1]])).round(3)
    array([1.   , 1.   , 0.833])
    """
    refuse_large(x)
    refuse_missing(x, "benefit of the doubt")
    refuse_below(x, "benefit of the doubt")
    tables = scaled_tables(x)
    order = np.lexsort(np.moveaxis(tables.values, -1, 0), axis=-1)
    ordered = np.take_along_axis(tables.values, order[..., None], axis=1)
    whole = (ordered * tables.scale[:, None]).sum(axis=-1)
    means = np.zeros(whole.shape)
    direction, step = np.zeros(ordered.shape), np.zeros(whole.shape)
    for table, directions, steps in _drawn(tables, ordered, samples):
        gains = (directions * (steps[..., None] * tables.scale[table][:, None])).sum(axis=-1)
        np.add.at(means, table, _reached(whole[table], gains))
        if mean_of == STEPS:
            np.add.at(direction, table, directions)
            np.add.at(step, table, steps)
    means /= len(samples)
    if mean_of == STEPS:
        unscaled = direction * (step[..., None] * tables.scale[:, None]) / len(samples) ** 2
        means = _reached(whole, unscaled.sum(axis=-1))
    scores = np.empty_like(means)
    np.put_along_axis(scores, order, _shared(means, ordered), axis=1)
    return scores.reshape(x.shape[:-1])


def _drawn(tables: Tables, ordered: Array, samples: Places) -> Iterator[tuple[Places, Array, Array]]:
    """Yield tables with the directions (tables, places, columns) and steps (tables, places) of one sample."""
    count, regions, columns = ordered.shape
    draws, size = samples.shape
    together = max(1, _CELLS // (regions * (size + 1) * columns))
    for start in range(0, count * draws, together):
        table, draw = np.divmod(np.arange(start, min(start + together, count * draws)), draws)
        frontiers = ordered[table[:, None], samples[draw]]
        one = np.repeat(np.arange(len(table)), regions)
        own = ordered[table].reshape(-1, columns)
        directions, steps = own_directions(frontiers, one, own, tables.counted[table][one])
        yield table, directions.reshape(len(table), regions, columns), steps.reshape(len(table), regions)


def _reached(whole: Array, gains: Array) -> Array:
    """Return what regions have as a share of that and what they could gain, 0 for those without anything."""
    reached = whole + gains
    return np.divide(whole, reached, out=np.zeros_like(whole), where=reached > 0)


def _shared(scores: Array, ordered: Array) -> Array:
    """Return the scores, those of equal regions, which stand side by side, as their mean."""
    new = np.ones(scores.shape, dtype=np.intp)
    new[:, 1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=-1)
    group = new.reshape(-1).cumsum() - 1
    means = np.bincount(group, weights=scores.reshape(-1)) / np.bincount(group)
    return np.asarray(means[group].reshape(scores.shape))
