"""The efficacy coefficient and its curves."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.efficacy import SHAPES, efficacy

UP = compile_directions([Direction()])
BOTH = compile_directions([Direction("positive"), Direction("negative")])
X = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0], [np.nan, 3.0]])


@pytest.mark.parametrize("shape", SHAPES)
def test_every_curve_joins_the_floor_and_the_top(shape: str) -> None:
    """The worst has 60, the best 100, turned for a negative indicator; the order stays; a gap stays one."""
    found = efficacy(X, BOTH, shape=shape)
    assert found[[0, 2], 0] == pytest.approx([60, 100])
    assert found[[0, 2], 1] == pytest.approx([100, 60])
    assert found[0, 0] < found[1, 0] < found[2, 0]
    assert np.isnan(found[3, 0])


def test_where_the_curves_run() -> None:
    """Two lies a third of the way, and half of it in logarithms; growth keeps its rate."""
    straight, growth, logged, power = (efficacy(X, BOTH, shape=shape)[1, 0] for shape in SHAPES)
    assert (straight, logged) == pytest.approx((60 + 40 / 3, 80))
    assert growth == pytest.approx(60 * (100 / 60) ** (1 / 3))
    assert power == pytest.approx(6000**0.5)
    assert growth < straight < power < logged


def test_posts_basis_and_targets_are_taken_in_logarithms_too() -> None:
    """Posts 1 and 100; beyond them the curve goes on; a target of 10 is left by factors."""
    x = np.array([[10.0], [1000.0]])
    found = efficacy(x, UP, posts=[(1, 100)], shape="logarithmic", floor=0, span=100)
    assert found.ravel() == pytest.approx([50, 150])
    assert efficacy(x, UP, np.array([[1.0], [100.0]]), shape="logarithmic").ravel() == pytest.approx(
        [80, 120]
    )
    around = compile_directions([Direction("target", 10, 10)])
    found = efficacy(np.array([[1.0], [10.0], [100.0]]), around, shape="power").ravel()
    assert found == pytest.approx([60, 100, 60])


def test_what_has_no_logarithm_or_cannot_grow_is_an_error() -> None:
    """A value, a post, a target; a floor of 0."""
    for options in ({"x": X - 1}, {"basis": X - 1}, {"posts": [(0, 1), None]}):
        given = {"x": X, "basis": None, "posts": None, **options}
        with pytest.raises(MethodError, match="logarithms meets"):
            efficacy(given["x"], BOTH, given["basis"], posts=given["posts"], shape="logarithmic")
    around = compile_directions([Direction("interval", 0, 2)])
    with pytest.raises(MethodError, match="logarithms meets") as error:
        efficacy(X[:3, :1], around, shape="power")
    assert "target" in str(error.value.seen)
    with pytest.raises(MethodError, match="cannot start"):
        efficacy(X, BOTH, floor=0, span=100, shape="exponential")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_constant_column_is_the_floor_and_a_batch_is_its_members(shape: str) -> None:
    """One documented value; two draws side by side."""
    assert efficacy(np.full((3, 1), 5.0), UP, shape=shape).ravel().tolist() == [60, 60, 60]
    batch = np.stack([X[:3], X[:3] ** 2])
    found = efficacy(batch, BOTH, shape=shape)
    for draw in range(2):
        assert found[draw] == pytest.approx(efficacy(batch[draw], BOTH, shape=shape))
