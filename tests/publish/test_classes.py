"""Class breaks of the maps."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhishu.publish.classes import NO_DATA, natural_classes, role_of

SCORES = st.lists(
    st.floats(0, 100, allow_nan=False).map(lambda value: round(value, 3)), min_size=1, max_size=40
)


@given(scores=SCORES)
@settings(deadline=None, max_examples=60)
def test_every_value_falls_in_exactly_one_class(scores: list[float]) -> None:
    """The classes count every value once, do not overlap, and each value lies in the span of its class."""
    classes = natural_classes(scores)
    assert sum(found.count for found in classes) == len(scores)
    assert all(one.high < two.low for one, two in itertools.pairwise(classes))
    spans = {found.role: found for found in classes}
    assert all(
        spans[role_of(value, classes)].low <= value <= spans[role_of(value, classes)].high for value in scores
    )


@given(scores=SCORES, seed=st.integers(0, 99))
@settings(deadline=None, max_examples=30)
def test_order_of_regions_changes_no_class(scores: list[float], seed: int) -> None:
    """Shuffled values give the same classes: natural breaks here know no chance."""
    shuffled = np.random.default_rng(seed).permutation(scores).tolist()
    assert natural_classes(shuffled) == natural_classes(scores)


@pytest.mark.parametrize(
    ("values", "roles"),
    [
        ([], []),
        ([float("nan")], []),
        ([5.0, 5.0], ["class_3"]),
        ([1.0, 9.0], ["class_1", "class_5"]),
        ([-3.0, 0.0, 4.0], ["class_1", "class_3", "class_5"]),
    ],
)
def test_few_distinct_values_make_few_classes(values: list[float], roles: list[str]) -> None:
    """No value makes no class, one value one in the middle of the ramp, two its two ends."""
    assert [found.role for found in natural_classes(values)] == roles


def test_missing_value_is_no_data_and_not_the_lowest_class() -> None:
    """NaN gets the class of its own that is hatched."""
    assert role_of(float("nan"), natural_classes([1.0, 2.0, 3.0])) == NO_DATA


def test_span_shows_one_number_for_a_class_of_equal_values() -> None:
    """A class with a single value shows it once."""
    assert [found.span for found in natural_classes([1.0, 4.0, 4.0])] == ["1.0", "4.0"]
