"""Multi-directional benefit of the doubt in samples: each region against the frontiers of some others.

What the frontier of a sample gives is no expectation of single regions, so samples are drawn. They are
drawn once, as places in the order of the values, for all tables of a batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.weigh.envelopment import multidirectional_scores
from zhishu.weigh.frontier import Tables, mixed_gains, scaled_tables
from zhishu.weigh.moments import refuse_below, refuse_large, refuse_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

_CELLS = 1 << 20
"""Numbers of the sampled tables that are held at once."""


def robust_multidirectional_scores(
    x: Array, generator: np.random.Generator, *, sample: int = 10, draws: int = 200
) -> Array:
    """Return the robust multi-directional benefit-of-the-doubt scores (…, regions).

    A region's score is the mean of its scores of `multidirectional_scores` in `draws` samples of `sample`
    regions, itself among them, drawn without replacement: a few outliers are in few samples. It is at
    least the score among all regions. Each draw puts the regions into a random order and cuts it into
    samples, the last filled up from the first, so every region is in one of them. Columns count that vary
    among all regions. With no more regions than `sample` nothing is drawn: it is the score among all.

    Regions with equal values share the mean of their scores. A region with only zeros scores 0. Missing or
    negative values are a MethodError.

    Source: Vidoli, Fusco, Pignataro and Guccio 2024, Socio-Economic Planning Sciences (as a composite
    index); the idea of Compind's `ci_rbod_mdir`, which sets some scores to 1.5: see docs/conformance.md.

    >>> x = np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]])
    >>> robust_multidirectional_scores(x, np.random.default_rng(0), sample=2, draws=100).round(2)
    array([1.  , 1.  , 0.67])
    """
    refuse_large(x)
    refuse_missing(x, "benefit of the doubt")
    refuse_below(x, "benefit of the doubt")
    regions, columns = x.shape[-2:]
    tables = scaled_tables(x)
    whole = np.where(tables.counted[:, None], x.reshape(-1, regions, columns), 0.0).sum(axis=-1)
    if regions <= sample:
        among_all = multidirectional_scores(x)
        return np.where(whole.reshape(among_all.shape) > 0, among_all, 0.0)
    order = np.lexsort(np.moveaxis(tables.values, -1, 0), axis=-1)
    samples = drawn_samples(generator, regions, sample, draws)
    ordered = np.take_along_axis(tables.values, order[..., None], axis=1)
    sums = np.take_along_axis(whole, order, axis=1)
    means = _shared(_mean_scores(tables, ordered, sums, samples), ordered)
    scores = np.empty_like(means)
    np.put_along_axis(scores, order, means, axis=1)
    return scores.reshape(x.shape[:-1])


def drawn_samples(generator: np.random.Generator, regions: int, sample: int, draws: int) -> Places:
    """Return places (draws, samples, members): the first `regions` of each draw are all places once.

    >>> drawn_samples(np.random.default_rng(0), 5, 2, 1).tolist()
    [[[2, 4], [3, 0], [1, 2]]]
    """
    order = generator.permuted(np.tile(np.arange(regions), (draws, 1)), axis=1)
    filled = np.concatenate([order, order[:, : -regions % sample]], axis=1)
    return np.asarray(filled.reshape(draws, -1, sample), dtype=np.intp)


def _mean_scores(tables: Tables, ordered: Array, sums: Array, samples: Places) -> Array:
    """Return the mean score at each place over the draws, (tables, places)."""
    count, regions, columns = ordered.shape
    draws, parts, size = samples.shape
    total = np.zeros((count, regions))
    step = max(1, _CELLS // (parts * size * columns))
    for start in range(0, count * draws, step):
        table, draw = np.divmod(np.arange(start, min(start + step, count * draws)), draws)
        members = samples[draw]
        one = np.repeat(table, parts)
        places = members.reshape(-1, size)
        drawn = Tables(ordered[one[:, None], places], tables.scale[one], tables.counted[one])
        gains = mixed_gains(drawn).sum(axis=-1)
        own = sums[one[:, None], places]
        reached = own + gains
        found = np.divide(own, reached, out=np.zeros_like(own), where=reached > 0)
        once = (slice(None), slice(0, regions))
        np.add.at(
            total,
            (table[:, None], members.reshape(len(table), -1)[once]),
            found.reshape(len(table), -1)[once],
        )
    return np.asarray(total / draws)


def _shared(scores: Array, ordered: Array) -> Array:
    """Return the scores, those of equal regions, which stand side by side, as their mean."""
    new = np.ones(scores.shape, dtype=np.intp)
    new[:, 1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=-1)
    group = new.reshape(-1).cumsum() - 1
    means = np.bincount(group, weights=scores.reshape(-1)) / np.bincount(group)
    return np.asarray(means[group].reshape(scores.shape))
