"""Both ends of a range that regions can reach over all weights, each with weights that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.search import fewest

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from zhishu.doubt.questions import Question
    from zhishu.doubt.search import Answer
    from zhishu.doubt.weight_space import WeightSpace


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """The best and the worst of something that regions can have, (regions,) or (regions, columns).

    `best_weights` give a region `best`, and no weights give it a better one than `best_bound`; the same
    for the worst. Where an end and its bound differ, the search was too short to close the gap.
    `regions` are positions.
    """

    regions: tuple[int, ...]
    best: NDArray[np.int64]
    best_bound: NDArray[np.int64]
    best_weights: NDArray[np.float64]
    worst: NDArray[np.int64]
    worst_bound: NDArray[np.int64]
    worst_weights: NDArray[np.float64]

    @property
    def proven(self) -> NDArray[np.bool_]:
        """Whether both ends are proven, (regions,)."""
        both: NDArray[np.bool_] = (self.best == self.best_bound) & (self.worst == self.worst_bound)
        return both


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """One end of each region: the fewest leads of any weights, and `weights` (regions, columns) found."""

    bound: NDArray[np.int64]
    weights: NDArray[np.float64]

    def counted(
        self, asked: tuple[int, ...], count: Callable[[NDArray[np.float64]], NDArray[np.int64]]
    ) -> NDArray[np.int64]:
        """Return what `count`, (weights, all regions), says of each region at its own weights, (regions,)."""
        return count(self.weights)[np.arange(len(asked)), list(asked)]


def both_ends(  # noqa: PLR0913 - what to ask, where, and how long to search
    ask: Callable[[int, bool], Question],
    regions: int,
    points: NDArray[np.float64],
    space: WeightSpace,
    *,
    nodes: int,
    progress: Callable[[int], object] | None = None,
) -> tuple[End, End]:
    """Return the best and the worst end of so many regions: `ask(0, False)` is the first one's best.

    `points` and `nodes` are those of `fewest`; `progress` is told the number of regions done.
    """

    def told(done: int) -> None:
        if progress is not None and done % 2 == 0:
            progress(done // 2)

    found = fewest(
        lambda question: ask(question // 2, question % 2 == 1),
        2 * regions,
        points,
        space,
        nodes=nodes,
        progress=told,
    )
    return _end(found[::2], points.shape[1]), _end(found[1::2], points.shape[1])


def _end(answers: list[Answer], columns: int) -> End:
    weights = np.array([answer.weights for answer in answers]).reshape(len(answers), columns)
    return End(np.array([answer.bound for answer in answers], dtype=np.int64), weights)
