"""Geometric benefit of the doubt: exponents, bounds, benchmarks, zeros, ties and errors."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.programmes.geometric_benefit import geometric_benefit
from zhishu.score.changes import geometric_parts
from zhishu.weigh.envelopment.geometric import geometric_envelope
from zhishu.weigh.envelopment.scores import benefit_scores

QUARTERS = np.full(4, 0.25)
CODES = tuple("abcdefghijkl")


def drawn(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(1, 9, shape)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (0.1, 0.5)])
def test_shares_are_best_for_the_benefit_of_the_doubt(low: float, high: float) -> None:
    """They sum to 1, keep the bounds, and the weights they stand for give the arithmetic score."""
    x = drawn(0, 30, 4)
    found = geometric_envelope(x, low=low, high=high)
    assert found.shares.sum(axis=-1) == pytest.approx(1, rel=1e-12)
    assert (found.shares >= low - 1e-12).all()
    assert (found.shares <= high + 1e-12).all()
    weights = found.shares / x
    arithmetic = 1 / (weights @ x.T).max(axis=-1)
    assert arithmetic == pytest.approx(benefit_scores(x, low=low, high=high), rel=1e-10)
    assert found.scores == pytest.approx(((x / x.max(axis=0)) ** found.shares).prod(axis=-1), rel=1e-12)


def test_of_several_best_shares_the_greatest_product_counts() -> None:
    """The region that is the best in both columns has any shares; its benchmark decides."""
    x = np.array([[4.0, 2.0], [1.0, 1.0], [1.0, 1.5]])
    halves = np.ones(2) / 2
    assert geometric_benefit(x, halves, benchmark="b", regions=CODES[:3]).tolist()[:2] == [4, 1]
    assert geometric_benefit(x, halves, benchmark="c", regions=CODES[:3])[0] == 4
    assert geometric_benefit(x, halves, low=0.25, benchmark="b", regions=CODES[:3])[0] == pytest.approx(
        4**0.75 * 2**0.25
    )
    assert geometric_benefit(x, halves).tolist() == [1, 0.5, 0.75]


def test_units_do_not_matter_and_weights_only_say_who_takes_part() -> None:
    """Whatever the benchmark, which scores 1 where it is a region."""
    x = drawn(1, 12, 4)
    for benchmark in ("highest", "mean", "d"):
        found = geometric_benefit(x, QUARTERS, benchmark=benchmark, regions=CODES)
        units = geometric_benefit(x * [1, 1e5, 1e-5, 7], QUARTERS, benchmark=benchmark, regions=CODES)
        assert units == pytest.approx(found, rel=1e-9)
    assert found[3] == 1
    weights = np.array([0.5, 0.3, 0.2, 0.0])
    assert geometric_benefit(x, weights) == pytest.approx(geometric_benefit(x[:, :3], weights[:3]), rel=1e-12)
    constant = np.column_stack([x, np.full(12, 3.0)])
    assert geometric_benefit(constant, np.ones(5)) == pytest.approx(geometric_benefit(x, QUARTERS), rel=1e-12)


def test_zeros() -> None:
    """A column of which a region has nothing takes none of its score, unless it must."""
    x = np.array([[4.0, 0.0], [2.0, 6.0], [0.0, 3.0], [0.0, 0.0]])
    halves = np.ones(2) / 2
    assert geometric_benefit(x, halves).tolist() == [1, 1, 0.5, 0]
    assert geometric_benefit(x, halves, low=0.1)[[0, 2, 3]].tolist() == [0, 0, 0]
    assert geometric_benefit(np.array([[3.0, 0.0]]), halves).tolist() == [1]
    assert geometric_benefit(np.zeros((2, 2)), halves).tolist() == [0, 0]
    assert geometric_envelope(np.full((2, 2), 3.0), np.ones(2)).scores == pytest.approx([3, 3])


def test_equal_regions_tie_and_a_batch_is_its_members() -> None:
    """Exactly, wherever they stand in a large table; a benchmark is found in each table."""
    x = np.tile(drawn(4, 70, 4), (3, 1))[np.random.default_rng(0).permutation(210)]
    found = geometric_benefit(x, QUARTERS)
    _, same = np.unique(x, axis=0, return_inverse=True)
    assert all(len(set(found[same == place].tolist())) == 1 for place in range(70))
    batch = drawn(5, 3, 2, 12, 4)
    batch[1, 1] = 2.0
    weights = np.broadcast_to(QUARTERS, (3, 2, 4))
    for benchmark in ("highest", "mean", "d"):
        together = geometric_benefit(batch, weights, benchmark=benchmark, regions=CODES)
        for place in np.ndindex(3, 2):
            alone = geometric_benefit(batch[place], QUARTERS, benchmark=benchmark, regions=CODES)
            assert together[place] == pytest.approx(alone, abs=1e-12)
        assert (together[1, 1] == 1).all()


def test_a_table_of_several_years_is_compared_with_the_mean_of_a_region() -> None:
    """Such a table is the base that the years share: the regions of each year in turn."""
    x = drawn(6, 2, 12, 4)
    found = geometric_benefit(x.reshape(24, 4), QUARTERS, benchmark="c", regions=CODES)
    over = geometric_envelope(x.reshape(24, 4), x[:, 2].mean(axis=0))
    assert (found == over.scores).all()


def test_its_change_has_parts() -> None:
    """Of values, benchmark and exponents: they multiply to the ratio of the scores of two years."""
    x = drawn(7, 2, 12, 4)
    found = geometric_envelope(x, x[:, 2], low=0.05, high=0.6)
    parts = geometric_parts(x, found.shares, x[:, 2])
    whole = np.exp(sum(part.sum(axis=-1) for part in parts))[0]
    assert whole == pytest.approx(found.scores[1] / found.scores[0], rel=1e-12)


@pytest.mark.parametrize(
    ("x", "options", "says"),
    [
        ([[1.0, -1.0], [2.0, 3.0]], {}, "0 or more"),
        ([[1.0, np.nan], [2.0, 3.0]], {}, "a number for every region"),
        ([[1.0, 0.0], [2.0, 3.0]], {"benchmark": "a", "regions": ("a", "b")}, "above 0 in every column"),
        ([[1.0, 4.0], [2.0, 3.0]], {"benchmark": "x", "regions": ("a", "b")}, "the code of a region"),
        ([[1.0, 4.0], [2.0, 3.0]], {"low": 0.6}, "at most 0.5"),
    ],
)
def test_what_is_refused(x: list[list[float]], options: dict, says: str) -> None:
    """Negative and missing values, a benchmark with nothing or none, bounds without shares."""
    with pytest.raises(MethodError) as error:
        geometric_benefit(np.array(x), np.ones(2) / 2, **options)
    assert says in (error.value.allowed or "")
