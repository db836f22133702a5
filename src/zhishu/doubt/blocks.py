"""Blocks of draws: bounded memory, any number of threads, always the same result."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.branches import Branch
from zhishu.doubt.design import Choices, choices_of
from zhishu.doubt.pairs import AT_ONCE
from zhishu.doubt.places import ranks_of_places
from zhishu.doubt.study import Drawn, branch_names, branches_at, score_draws
from zhishu.linear_algebra import on_one_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.study import Study

Branches = dict[tuple[int, ...], Branch]
"""What each mix of alternatives came to, by the positions that were picked."""
CELLS = 2**20
"""How many scores of one node a block holds at most: eight megabytes."""
TREE_CELLS = 2**21
"""How many scores of all nodes a block holds that is scored through the tree: sixteen megabytes."""
CHANGE_DATA = frozenset(("error", "bootstrap", "goalposts", "indicators"))
"""What makes the values differ from draw to draw, so that there is no product."""
LARGEST = 2040
MOST_THREADS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Draws that are scored together: their rows in the design, and the branch they share."""

    rows: NDArray[np.intp]
    branch: Branch
    start: int | None = 0
    """The block's first place among the draws whose scores stand on the published scale, because the
    normaliser is the recipe's own; None where they do not."""


def block_size(study: Study, branch: Branch) -> int:
    """Return how many draws of a branch are scored together.

    Through the tree a draw holds its values at every node; by the product it holds one node's.
    """
    per_draw = len(study.panel.regions) * len(study.panel.years)
    cells = CELLS
    if branch.composite is None or any(factor.name in CHANGE_DATA for factor in study.factors):
        per_draw, cells = per_draw * len(study.setting.framework.ids), TREE_CELLS
    size = int(np.clip(cells // max(per_draw, 1), 8, LARGEST))
    return size - size % AT_ONCE if size > AT_ONCE else size


def blocks_of(
    study: Study, choices: Choices, size: int | None = None, known: Branches | None = None
) -> Iterator[Block]:
    """Yield the blocks of a study's draws: branch by branch, at most `size` draws each.

    Branches are looked up in `known`, and those not found there are added to it.
    """
    known = {} if known is None else known
    names = branch_names(study)
    sizes = [len(factor.choices) for factor in study.factors if factor.name in names]
    keys = np.zeros(choices.draws, dtype=np.intp)
    if names:
        keys = np.ravel_multi_index([choices.picks[name] for name in names], sizes)
    mixes = np.unique(keys)
    picked = [tuple(int(pick) for pick in np.unravel_index(mix, sizes)) if names else () for mix in mixes]
    new = [key for key in picked if key not in known]
    known |= zip(new, branches_at(study, [dict(zip(names, key, strict=True)) for key in new]), strict=True)
    start = 0
    for mix, key in zip(mixes, picked, strict=True):
        rows = np.flatnonzero(keys == mix)
        comparable = "normalise" not in names or key[names.index("normalise")] == 0
        for part in _evenly(rows, size or block_size(study, known[key])):
            yield Block(part, known[key], start if comparable else None)
            start += len(part) if comparable else 0


def _evenly(rows: NDArray[np.intp], most: int) -> list[NDArray[np.intp]]:
    """Return rows in parts of about the same length, at most `most`: threads then finish together."""
    return np.array_split(rows, -(-len(rows) // most))


def run_blocks(  # noqa: PLR0913 - what is run, and three settings of how
    study: Study,
    choices: Choices,
    receivers: Sequence[Callable[[Block, Drawn], None]],
    *,
    size: int | None = None,
    known: Branches | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Score every block and hand it to a receiver; there is one receiver for each thread.

    Branches are made ready before the threads begin, which would have to wait for that work at every
    step of theirs. A thread that is free takes the next block; receivers must gather what does not
    depend on order. `progress` is called with the number of draws that were finished.
    """
    blocks, turn = iter(tuple(blocks_of(study, choices, size, known))), Lock()

    def work(receive: Callable[[Block, Drawn], None]) -> None:
        while True:
            with turn:
                block = next(blocks, None)
            if block is None:
                return
            own = choices.rows(block.rows)
            receive(block, score_draws(study, block.branch, own, scored=block.start is not None))
            if progress:
                progress(len(block.rows))

    with on_one_thread():
        if len(receivers) == 1:
            work(receivers[0])
            return
        with ThreadPoolExecutor(len(receivers)) as pool:
            list(pool.map(work, receivers))


def usable_threads(threads: int | None) -> int:
    """Return how many threads to use: as said, else one per processor that we may use, at most 8."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, threads or min(available, MOST_THREADS))


def draw_ranks(
    study: Study, choices: Choices, *, threads: int | None = None, known: Branches | None = None
) -> NDArray[np.float64]:
    """Return the ranks of every draw, (draws, years, nodes, regions); NaN for a region without a rank.

    For explicit choices and for sensitivity, where every draw matters; `doubt_of` streams instead.
    """
    shape = (choices.draws, len(study.panel.years), len(study.nodes), len(study.panel.regions))
    places = np.empty(shape, dtype=np.uint16)

    def receive(block: Block, drawn: Drawn) -> None:
        places[block.rows] = drawn.places

    run_blocks(study, choices, [receive] * usable_threads(threads), known=known)
    return np.append(ranks_of_places(study.bins, study.ties), np.nan)[places]


def rank_function(study: Study) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Return a function from uniform numbers (draws, columns) to ranks (draws, years, nodes, regions)."""
    known: Branches = {}

    def ranks(uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        return draw_ranks(study, choices_of(study.factors, uniforms), known=known)

    return ranks


def explicit_choices(study: Study, **picked: Sequence[int]) -> Choices:
    """Return Choices that are given, not drawn: a list of positions for each categorical factor."""
    names = {factor.name: factor.name.replace(" ", "_") for factor in study.factors}
    picks = {name: np.asarray(picked[key], dtype=np.intp) for name, key in names.items()}
    return Choices(len(next(iter(picks.values()))), picks, {})
