"""Directions as arrays, and values turned so that larger is better."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import EditionError
from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions, directions_of, orient

ALL_FOUR = (Direction(), Direction("negative"), Direction("target", 5, 5), Direction("interval", 2, 5))


def test_larger_is_better_after_orienting() -> None:
    """A positive value stays, a negative changes sign, the others become minus the distance from the best."""
    x = np.repeat(np.array([[1.0], [3.0], [9.0]]), 4, axis=1)
    assert orient(x, compile_directions(ALL_FOUR)).tolist() == [
        [1, -1, -4, -1],
        [3, -3, -2, 0],
        [9, -9, -4, -4],
    ]


def test_nan_stays_nan_in_every_direction() -> None:
    """Orienting invents no value."""
    assert np.isnan(orient(np.full((1, 4), np.nan), compile_directions(ALL_FOUR))).all()


def test_the_input_is_not_changed() -> None:
    """Orienting works on a copy."""
    x = np.ones((3, 4))
    orient(x, compile_directions(ALL_FOUR))
    assert (x == 1).all()


def test_the_order_is_that_of_the_indicators(framework_of) -> None:
    """The compiled columns follow framework.indicators, not the order of declaration."""
    tree = framework_of({"a": {"x": None, "y": None}, "z": None}, directions={"y": Direction("negative")})
    assert directions_of(tree).sign.tolist() == [1, -1, 1]


@pytest.mark.parametrize(
    "direction", [Direction("target"), Direction("interval", 1, None), Direction("interval", np.nan, 2)]
)
def test_a_direction_without_its_best_value_is_an_error(direction: Direction) -> None:
    """A target or interval needs numbers."""
    with pytest.raises(EditionError, match="lacks its best value"):
        compile_directions([direction])


def test_an_interval_that_falls_is_an_error() -> None:
    """The lower end of an interval may not lie above the upper."""
    with pytest.raises(EditionError, match="lower end"):
        compile_directions([Direction("interval", 5, 2)])
