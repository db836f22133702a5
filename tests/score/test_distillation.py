"""Distillations of ELECTRE III: against the definition, one draw after another, and as a batch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishu.score.aggregators.outranking import distillation
from zhishu.score.aggregators.outranking.distillation import ALPHA, BETA, ROUNDING, distil, standing
from zhishu.score.aggregators.outranking.electre3 import electre3


def lower(level: float, among: list[float]) -> float:
    """Return the highest credibility that lies below a level by more than the discrimination threshold."""
    return max([value for value in among if value < level - (ALPHA + BETA * level) - ROUNDING], default=0.0)


def by_the_definition(credible: np.ndarray, sign: int) -> list[int]:
    """Return the classes of one draw, every level and every worth found anew."""
    left, classes, taken = list(range(len(credible))), [0] * len(credible), 0
    while left:
        chosen, level = left, max((credible[a, b] for a in left for b in left if a != b), default=0.0)
        while True:
            level = lower(level, [float(credible[a, b]) for a in chosen for b in chosen if a != b])
            chosen = most_worth(credible, chosen, level, sign)
            if len(chosen) == 1 or level <= 0:
                break
        taken += 1
        for one in chosen:
            classes[one] = taken
        left = [one for one in left if one not in chosen]
    return classes


def most_worth(credible: np.ndarray, members: list[int], level: float, sign: int) -> list[int]:
    """Return the members that outrank most others, less those that outrank them, or the fewest."""

    def outranks(a: int, b: int) -> bool:
        clear = credible[a, b] - credible[b, a] > ALPHA + BETA * credible[a, b] + ROUNDING
        return bool(clear and credible[a, b] > level + ROUNDING)

    worth = [
        sign * sum(int(outranks(a, b)) - int(outranks(b, a)) for b in members if b != a) for a in members
    ]
    return [a for a, own in zip(members, worth, strict=True) if own == max(worth)]


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.sampled_from([None, 1, 2]), st.sampled_from([1, -1]))
def test_a_batch_gives_what_the_definition_gives_to_each_draw(
    seed: int, regions: int, digits: int | None, sign: int
) -> None:
    """Fine or coarse credibilities, up and down."""
    credible = np.random.default_rng(seed).random((2, 3, regions, regions))
    credible = credible if digits is None else credible.round(digits)
    found = distil(credible, ascending=sign < 0)
    for draw in np.ndindex(2, 3):
        assert found[draw].tolist() == by_the_definition(credible[draw], sign)
        assert found[draw].tolist() == distil(credible[draw], ascending=sign < 0).tolist()


@pytest.mark.parametrize("cells", [1, 500])
def test_the_size_of_blocks_does_not_matter(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws taken alone or a few at once."""
    credible = np.random.default_rng(1).random((7, 9, 9))
    expected = distil(credible).tolist()
    monkeypatch.setattr(distillation, "_CELLS", cells)
    assert distil(credible).tolist() == expected


def test_a_batch_of_tables_scores_as_its_members() -> None:
    """Exactly, for weights of each draw's own."""
    generator = np.random.default_rng(4)
    x, weights = generator.random((2, 3, 8, 4)), generator.dirichlet(np.ones(4), (2, 3))
    found = electre3(x, weights)
    for draw in np.ndindex(2, 3):
        assert found[draw].tolist() == electre3(x[draw], weights[draw]).tolist()


def test_no_draws_and_no_regions_are_no_error() -> None:
    """Empty in, empty out."""
    assert distil(np.zeros((0, 3, 3))).shape == (0, 3)
    assert distil(np.zeros((2, 0, 0))).shape == (2, 0)


def test_standing_counts_those_behind_less_those_ahead() -> None:
    """Of each draw."""
    assert standing(np.array([[1, 2, 2], [3, 1, 2]])).tolist() == [[2, -1, -1], [-2, 2, 0]]
