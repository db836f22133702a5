"""The hyperbola through worst, critical and best value."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.hyperbolic import hyperbolic

UP = compile_directions([Direction("positive")])
UP_DOWN = compile_directions([Direction("positive"), Direction("negative")])
VALUES = np.array([[0.0, 8.0], [2.0, 2.0], [10.0, 5.0]])


def test_the_mean_is_the_middle() -> None:
    """The odds of a value are those of its share of the range over those of the mean's."""
    found = hyperbolic(VALUES, UP_DOWN)
    assert found[:, 0] == pytest.approx([0.0, 0.2 * 0.6 / (0.2 * 0.6 + 0.4 * 0.8), 1.0])
    assert found[:, 1] == pytest.approx([0.0, 1.0, 0.5])


def test_a_given_critical_value_and_scale() -> None:
    found = hyperbolic(VALUES, UP_DOWN, reference=[2.0, None], to=(-1.0, 1.0))
    assert found == pytest.approx(np.array([[-1.0, -1.0], [0.0, 1.0], [1.0, 0.0]]))


def test_the_form_of_the_source() -> None:
    """(U - L) (x - T) / ((U + L - 2 T) x + U T + L T - 2 U L), and minus that for a negative indicator."""
    lower, critical, upper = 3.0, 7.0, 23.0
    x = np.linspace(lower, upper, 9)[:, None]
    below = (upper + lower - 2 * critical) * x + upper * critical + lower * critical - 2 * upper * lower
    expected = (upper - lower) * (x - critical) / below
    both = np.hstack([x, x])
    found = hyperbolic(both, UP_DOWN, reference=[critical, critical], to=(-1.0, 1.0))
    assert found == pytest.approx(np.hstack([expected, -expected]), abs=1e-12)


def test_goalposts_and_what_lies_beyond() -> None:
    x = np.array([[-5.0], [5.0], [30.0]])
    found = hyperbolic(x, UP, goalposts=[(0.0, 20.0)], reference=[5.0])
    assert found.ravel() == pytest.approx([0.0, 0.5, 1.0])
    alone = hyperbolic(x[1:2], UP, goalposts=[(0.0, 20.0)], reference=[10.0])
    assert alone.ravel() == pytest.approx([0.25])


def test_another_year_on_the_same_basis() -> None:
    later = np.array([[2.0, 9.0], [4.0, 5.0]])
    found = hyperbolic(later, UP_DOWN, VALUES)
    assert found[0, 0] == pytest.approx(hyperbolic(VALUES, UP_DOWN)[1, 0])
    assert found[1, 0] == pytest.approx(0.5)
    assert found[:, 1] == pytest.approx([0.0, 0.5])


def test_a_batch_is_its_members() -> None:
    batch = np.random.default_rng(0).uniform(1, 9, (3, 6, 2))
    found = hyperbolic(batch, UP_DOWN, reference=[None, 5.0], goalposts=[None, (0.0, 10.0)])
    for one, result in zip(batch, found, strict=True):
        members = hyperbolic(one, UP_DOWN, reference=[None, 5.0], goalposts=[None, (0.0, 10.0)])
        assert result == pytest.approx(members)


def test_constant_and_missing() -> None:
    x = np.array([[4.0, np.nan], [4.0, 2.0], [np.nan, 6.0], [4.0, 3.0]])
    found = hyperbolic(x, UP_DOWN)
    assert found[:, 0] == pytest.approx([0.5, 0.5, np.nan, 0.5], nan_ok=True)
    assert np.isnan(found[0, 1])
    assert hyperbolic(x, UP_DOWN, reference=[4.0, None])[:, 0] == pytest.approx(found[:, 0], nan_ok=True)


def test_a_target() -> None:
    """The distance from it, turned: the target itself is the best."""
    target = compile_directions([Direction("target", 7, 7)])
    found = hyperbolic(np.array([[7.0], [5.0], [11.0]]), target, reference=[5.0])
    assert found.ravel() == pytest.approx([1.0, 0.5, 0.0])


@pytest.mark.parametrize("critical", [0.0, 10.0, -3.0, 12.0])
def test_a_critical_value_at_or_beyond_an_end(critical: float) -> None:
    with pytest.raises(MethodError, match="not between its worst and its best"):
        hyperbolic(VALUES, UP_DOWN, reference=[critical, None])


def test_ends_that_do_not_rise() -> None:
    with pytest.raises(MethodError, match="does not rise"):
        hyperbolic(VALUES, UP_DOWN, to=(1.0, 0.0))
