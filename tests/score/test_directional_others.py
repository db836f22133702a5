"""Directional benefit of the doubt against the others alone, and against the frontier of several years."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt
from zhishu.score.aggregators.programmes.directional import directional_benefit

QUARTERS = np.full(4, 0.25)
MIXTURES = ("one", "at_most_one", "any")


def table(*shape: int, seed: int = 0) -> np.ndarray:
    """Return two amounts that are desired and two that are not."""
    return np.random.default_rng(seed).uniform(3, 9, (*shape, 4)) * [1, 100, -1, -0.01]


def test_along_own_amounts_it_is_the_benefit_of_the_doubt_without_the_region() -> None:
    """Where all is desired; β + 1 is then the factor by which the region could grow."""
    x = np.abs(table(20))
    found = directional_benefit(x, QUARTERS, direction="own", own="left_out")
    assert found == pytest.approx(benefit_of_the_doubt(x, QUARTERS, own="left_out"), rel=1e-9)
    assert found.max() > 1.01


@pytest.mark.parametrize("mixtures", MIXTURES)
def test_only_the_frontier_moves_and_twins_stay(mixtures: str) -> None:
    """In a batch as alone; equal regions tie exactly, a shuffled table gives shuffled scores."""
    x = table(3, 12)
    x[:, 5] = x[:, 3]
    for direction in (None, "own", [6.0, 600.0, 6.0, 0.06]):
        options = {"direction": direction, "mixtures": mixtures}
        plain = directional_benefit(x, QUARTERS, **options)
        found = directional_benefit(x, QUARTERS, own="left_out", **options)
        behind = plain < 1 - 1e-9
        assert found[behind] == pytest.approx(plain[behind], rel=1e-9)
        assert (found[~behind] >= 1).all()
        assert (found.max(axis=-1) > 1.001).all()
        assert (found[:, 5] == found[:, 3]).all()
        assert (found[:, 3] <= 1).all()
        order = np.random.default_rng(1).permutation(12)
        shuffled = directional_benefit(x[:, order], QUARTERS, own="left_out", **options)
        assert shuffled == pytest.approx(found[:, order], abs=1e-10)
        alone = directional_benefit(x[1], QUARTERS, own="left_out", **options)
        assert alone == pytest.approx(found[1], abs=1e-12)


def test_limits_of_weights_hold_for_those_on_the_frontier_too() -> None:
    """With fewer weights to choose from no score is higher."""
    x = table(12)
    free = directional_benefit(x, QUARTERS, own="left_out")
    held = directional_benefit(x, QUARTERS, own="left_out", low=0.1, order=["c"], members=tuple("abcd"))
    assert (held <= free + 1e-12).all()
    assert np.abs(held - free).max() > 0.001


def test_the_frontier_of_several_years() -> None:
    """The regions of all years, or of those up to it, are scored as one table."""
    x, alike, years = table(3, 8), np.broadcast_to(QUARTERS, (3, 4)), (2020, 2021, 2022)
    for options in ({}, {"own": "left_out"}):
        found = directional_benefit(x, alike, frontier="all_years", years=years, **options)
        pooled = directional_benefit(x.reshape(-1, 4), QUARTERS, **options)
        assert (found.ravel() == pooled).all()
        until = directional_benefit(x, alike, frontier="until_year", years=years, **options)
        assert (until[2] == found[2]).all()
        assert until[0] == pytest.approx(directional_benefit(x[0], QUARTERS, **options), abs=1e-13)


@pytest.mark.parametrize(
    ("direction", "says"),
    [([1.0, 0.0, 1.0, 0.01], "numbers above 0"), ([1e-3, 0.1, 1e-3, 1e-5], "a step above -1")],
)
def test_what_leaves_a_region_without_a_limit(direction: list[float], says: str) -> None:
    """A column along which no step is taken, or steps so short that one leads below nothing."""
    x = table(12)
    assert np.isfinite(directional_benefit(x, QUARTERS, direction=direction)).all()
    with pytest.raises(MethodError) as error:
        directional_benefit(x, QUARTERS, direction=direction, own="left_out")
    assert says in (error.value.allowed or "")
