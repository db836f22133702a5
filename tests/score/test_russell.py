"""Russell's measure: zeros, constant columns, weights, frontiers, the region left out, ties and errors."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt
from zhishu.score.aggregators.programmes.russell import russell_benefit
from zhishu.weigh.envelopment.ties import have_twins, shared_by_equals

QUARTERS = np.full(4, 0.25)


def drawn(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(1, 9, shape)


def test_it_is_at_most_the_benefit_of_the_doubt() -> None:
    """Which lets a region rise by one factor in all columns, and no further in any."""
    x = drawn(0, 40, 4)
    found, radial = russell_benefit(x, QUARTERS), benefit_of_the_doubt(x, QUARTERS)
    assert (found <= radial + 1e-12).all()
    assert ((found < 1) == (radial < 1 - 1e-9)).all()
    assert (found < radial - 0.01).any()
    assert russell_benefit(x[:, :1], np.ones(1)) == pytest.approx(x[:, 0] / x[:, 0].max(), rel=1e-12)


def test_units_do_not_matter_and_a_weighted_mean_of_equal_weights_is_plain() -> None:
    """Columns in other units; weights; a column that weighs nothing takes no part."""
    x = drawn(1, 12, 4)
    plain = russell_benefit(x, QUARTERS)
    assert russell_benefit(x * [1, 1e6, 1e-6, 3], QUARTERS) == pytest.approx(plain, rel=1e-10)
    assert russell_benefit(x, QUARTERS, mean="weighted") == pytest.approx(plain, rel=1e-12)
    weights = np.array([0.5, 0.3, 0.2, 0.0])
    three = russell_benefit(x[:, :3], weights[:3])
    assert russell_benefit(x, weights) == pytest.approx(three, rel=1e-12)
    weighted = russell_benefit(x, weights, mean="weighted")
    assert weighted == pytest.approx(russell_benefit(x[:, :3], weights[:3], mean="weighted"), rel=1e-12)
    assert np.abs(weighted - russell_benefit(x, weights)).max() > 0.01


def test_a_value_of_zero_is_the_limit_of_small_ones() -> None:
    """The score 0 where a mixture has more there at no loss, else the factor 1."""
    x = np.array([[4.0, 4.0], [1.0, 0.0], [5.0, 0.0], [2.0, 2.0]])
    found = russell_benefit(x, np.ones(2))
    assert found.tolist() == pytest.approx([1, 0, 1, 0.5])
    for small in (1e-3, 1e-6):
        near = russell_benefit(np.where(x == 0, small, x), np.ones(2))
        assert near == pytest.approx(found, abs=small)
    assert russell_benefit(np.zeros((3, 2)), np.ones(2)).tolist() == [1, 1, 1]
    assert russell_benefit(np.array([[0.0, 0.0], [1.0, 2.0]]), np.ones(2)).tolist() == [0, 1]
    assert russell_benefit(np.array([[0.0, 3.0]]), np.ones(2)).tolist() == [1]


def test_a_constant_column_counts_as_one_that_cannot_rise() -> None:
    """Its factor is 1 for every region, so that the order stays."""
    x = drawn(2, 10, 3)
    thirds = np.ones(3) / 3
    factor = 1 / russell_benefit(x, thirds)
    for constant in (7.0, 0.0):
        wider = np.column_stack([x, np.full(10, constant)])
        assert 1 / russell_benefit(wider, QUARTERS) == pytest.approx((3 * factor + 1) / 4, rel=1e-12)


def test_left_out_only_the_frontier_moves_and_twins_stay() -> None:
    """Scores below 1 are kept, others are 1 or more; a region with an equal twin is at 1."""
    x = drawn(3, 15, 4)
    x[4] = x[int(russell_benefit(x, QUARTERS).argmax())]
    found, left = russell_benefit(x, QUARTERS), russell_benefit(x, QUARTERS, own="left_out")
    behind = found < 1
    assert behind.any()
    assert (left[behind] == found[behind]).all()
    assert (left[~behind] >= 1).all()
    assert left.max() > 1.01
    assert left[4] == 1
    assert russell_benefit(np.array([[4.0], [2.0]]), np.ones(1), own="left_out").tolist() == [2, 0.5]
    # Nothing of a column is no loss, and what others lack throughout counts in full.
    x = np.array([[4.0, 0.0], [2.0, 5.0], [0.0, 1.0]])
    assert russell_benefit(x, np.ones(2), own="left_out") == pytest.approx([1 / 0.75, 1 / 0.55, 0])


@pytest.mark.parametrize("own", ["counted", "left_out"])
def test_equal_regions_tie_and_a_batch_is_its_members(own: str) -> None:
    """Exactly, wherever they stand in a large table."""
    x = np.tile(drawn(4, 70, 4), (3, 1))[np.random.default_rng(0).permutation(210)]
    found = russell_benefit(x, QUARTERS, own=own)
    _, same = np.unique(x, axis=0, return_inverse=True)
    assert all(len(set(found[same == place].tolist())) == 1 for place in range(70))
    batch = drawn(5, 3, 2, 9, 4)
    together = russell_benefit(batch, np.broadcast_to(QUARTERS, (3, 2, 4)), own=own)
    for place in np.ndindex(3, 2):
        assert together[place] == pytest.approx(russell_benefit(batch[place], QUARTERS, own=own), abs=1e-13)


def test_equal_rows_take_the_first_score() -> None:
    """Of each table on its own; rows that only share a sum stay apart."""
    x = np.array([[[1.0, 2.0], [2.0, 1.0], [1.0, 2.0]], [[3.0, 0.0], [3.0, 0.0], [3.0, 0.0]]])
    found = shared_by_equals(x, np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))
    assert found.tolist() == [[1, 2, 1], [4, 4, 4]]
    assert have_twins(x).tolist() == [[True, False, True], [True, True, True]]
    assert have_twins(np.zeros((1, 2))).tolist() == [False]


def test_the_frontier_of_several_years() -> None:
    """The regions of all years, or of those up to it, are scored as one table."""
    x, alike, years = drawn(6, 3, 8, 4), np.broadcast_to(QUARTERS, (3, 4)), (2020, 2021, 2022)
    found = russell_benefit(x, alike, frontier="all_years", years=years)
    assert (found.ravel() == russell_benefit(x.reshape(-1, 4), QUARTERS)).all()
    until = russell_benefit(x, alike, frontier="until_year", years=years)
    assert (until[2] == found[2]).all()
    assert until[0] == pytest.approx(russell_benefit(x[0], QUARTERS), abs=1e-13)


@pytest.mark.parametrize(
    ("x", "own", "says"),
    [
        ([[1.0, -1.0], [2.0, 3.0]], "counted", "0 or more"),
        ([[1.0, np.nan], [2.0, 3.0]], "counted", "a number for every region"),
        ([[1.0, 1.0], [0.0, 0.0]], "left_out", "another region above 0"),
    ],
)
def test_what_is_refused(x: list[list[float]], own: str, says: str) -> None:
    """Negative and missing values, and a region without which nothing is left."""
    with pytest.raises(MethodError) as error:
        russell_benefit(np.array(x), np.ones(2) / 2, own=own)
    assert says in (error.value.allowed or "")


def test_one_region_has_no_others_to_be_measured_by() -> None:
    """Left out of the frontier or not, it scores 1."""
    assert russell_benefit(
        np.array([[[0.4, 0.2]], [[0.0, 3.0]]]), np.ones(2) / 2, own="left_out"
    ).tolist() == [[1], [1]]
