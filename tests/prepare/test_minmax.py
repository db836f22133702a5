"""Min–max: the printed formulas, target and interval, goalposts, and what is degenerate."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.ranges import identity, minmax, turned

COLUMN = np.array([[1.0], [3.0], [4.0], [9.0]])


def normalised(column: np.ndarray, direction: Direction, **options: object) -> list[float]:
    """Return one column after min–max."""
    return minmax(column, compile_directions([direction]), **options)[:, 0].tolist()


def test_the_positive_formula() -> None:
    """(x - min) / (max - min)."""
    assert normalised(COLUMN, Direction()) == [0, 2 / 8, 3 / 8, 1]


def test_the_negative_formula() -> None:
    """(max - x) / (max - min)."""
    assert normalised(COLUMN, Direction("negative")) == [1, 6 / 8, 5 / 8, 0]


def test_the_target_formula() -> None:
    """1 - |x - q| / max |x - q|, with q = 4: distances 3, 1, 0, 5."""
    assert normalised(COLUMN, Direction("target", 4, 4)) == pytest.approx([0.4, 0.8, 1, 0], abs=1e-15)


def test_the_interval_formula() -> None:
    """1 inside [3, 4], else 1 - distance / max(3 - min, max - 4): distances 2 and 5."""
    assert normalised(COLUMN, Direction("interval", 3, 4)) == pytest.approx([0.6, 1, 1, 0], abs=1e-15)


def test_an_interval_that_holds_every_region_gives_all_of_them_one() -> None:
    """Inside is best, even when nobody is outside and the denominator is 0."""
    assert normalised(COLUMN, Direction("interval", 0, 10)) == [1, 1, 1, 1]


def test_another_range() -> None:
    """`to` stretches worst and best to the given ends."""
    assert normalised(COLUMN, Direction(), to=(1, 100)) == [1, 1 + 99 * 2 / 8, 1 + 99 * 3 / 8, 100]


@pytest.mark.parametrize("to", [(1, 1), (1, 0), (0, np.inf), (np.nan, 1)])
def test_a_range_that_does_not_rise_is_an_error(to: tuple[float, float]) -> None:
    """Best must lie above worst."""
    with pytest.raises(MethodError, match="does not rise"):
        normalised(COLUMN, Direction(), to=to)


@pytest.mark.parametrize(
    ("direction", "clip", "expected"),
    [
        (Direction(), False, [-0.25, 0.25, 0.5, 1.75]),
        (Direction(), True, [0, 0.25, 0.5, 1]),
        (Direction("negative"), False, [1.25, 0.75, 0.5, -0.75]),
        (Direction("target", 4, 4), False, [-0.5, 0.5, 1, -1.5]),
    ],
)
def test_goalposts_stand_for_minimum_and_maximum(
    direction: Direction, expected: list[float], *, clip: bool
) -> None:
    """With goalposts [2, 6] values beyond them go beyond the range, unless they are clipped."""
    assert normalised(COLUMN, direction, goalposts=[(2, 6)], clip=clip) == pytest.approx(expected, abs=1e-15)


def test_an_indicator_without_goalposts_uses_its_data() -> None:
    """Goalposts of one indicator leave the other one alone."""
    both = compile_directions([Direction(), Direction()])
    found = minmax(np.hstack([COLUMN, COLUMN]), both, goalposts=[None, (0, 10)])
    assert found.tolist() == [[0, 0.1], [0.25, 0.3], [0.375, 0.4], [1, 0.9]]


def test_goalposts_make_one_region_comparable() -> None:
    """With goalposts there is something to compare a single region with."""
    assert normalised(np.array([[3.0]]), Direction(), goalposts=[(0, 10)]) == [0.3]


def test_goalposts_that_do_not_rise_are_an_error() -> None:
    """The minimum comes first, also for a negative indicator."""
    with pytest.raises(MethodError, match="minimum is not below") as error:
        normalised(COLUMN, Direction("negative"), goalposts=[(10, 0)])
    assert error.value.seen == (10.0, 0.0)


@pytest.mark.parametrize("direction", [Direction(), Direction("negative"), Direction("target", 7, 7)])
def test_a_constant_indicator_is_zero(direction: Direction) -> None:
    """No region is better than another, and none is at its best."""
    assert normalised(np.full((3, 1), 4.0), direction) == [0, 0, 0]


def test_one_region_is_an_error() -> None:
    """Min–max of one region would be 0 / 0."""
    with pytest.raises(MethodError, match="only one"):
        normalised(np.array([[3.0]]), Direction())


def test_missing_values_stay_missing_and_do_not_spread() -> None:
    """NaN is left out of minimum and maximum; an indicator without any value stays NaN."""
    x = np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.nan]])
    found = minmax(x, compile_directions([Direction(), Direction()]))
    assert found[:, 0].tolist()[::2] == [0, 1]
    assert np.isnan(found).tolist() == np.isnan(x).tolist()


def test_a_range_beyond_a_double_is_an_error_and_not_a_nan() -> None:
    """The difference of two finite doubles can be infinite."""
    with pytest.raises(MethodError, match="too wide"):
        normalised(np.array([[-1.5e308], [1.5e308]]), Direction())


def test_each_member_of_a_batch_has_its_own_minimum_and_maximum() -> None:
    """The leading axis is a batch, here two years."""
    x = np.stack([COLUMN, 10 * COLUMN + 5])
    found = minmax(x, compile_directions([Direction()]))
    assert np.array_equal(found[0], minmax(x[0], compile_directions([Direction()])))
    assert found[1] == pytest.approx(found[0])


def test_none_leaves_the_values_alone() -> None:
    """The identity returns equal values in an array of its own."""
    x = np.array([[0.2, np.nan]])
    found = identity(x)
    assert np.array_equal(found, x, equal_nan=True)
    assert not np.shares_memory(found, x)


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        (Direction("negative"), "direction negative"),
        (Direction("target", 3, 3), "direction target 3"),
        (Direction("interval", 2, 5), "direction interval 2 to 5"),
    ],
)
def test_none_refuses_what_would_count_the_wrong_way_round(direction: Direction, said: str) -> None:
    """What, where, what was seen, what is allowed and what to do."""
    with pytest.raises(MethodError) as error:
        identity(np.ones((3, 2)), compile_directions([Direction(), direction]))
    assert error.value.where == "column 1"
    assert error.value.seen == said
    assert "direction +" in str(error.value.allowed)
    assert "`sign`" in str(error.value.advice)


def test_sign_turns_and_does_nothing_else() -> None:
    """A cost becomes minus its value, a target minus the distance from it; zeros carry no sign."""
    x = np.array([[3.0, 3.0, 3.0], [0.0, 0.0, 7.0], [np.nan, 2.5, 5.0]])
    both = compile_directions([Direction(), Direction("negative"), Direction("interval", 4, 6)])
    found = turned(x, both)
    expected = [[3, -3, -1], [0, 0, -1], [np.nan, -2.5, 0]]
    assert np.array_equal(found, expected, equal_nan=True)
    assert not np.signbit(found[found == 0]).any()
    assert turned(x[:1], both).tolist() == [[3, -3, -1]]
