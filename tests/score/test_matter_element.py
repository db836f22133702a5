"""Matter-element extension evaluation: grades that are intervals."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.judged.matter_element import correlations, matter_element

BOUNDS = np.array([0.0, 0.2, 0.5, 1.0])
X = np.random.default_rng(12).random((10, 3))
W = np.array([0.5, 0.3, 0.2])


def test_correlation_tells_in_which_interval_a_value_lies() -> None:
    """Above 0 inside, up to 1/2 in the middle; 0 at a bound; below 0 outside, −1 at the far end."""
    found = correlations(np.array([0.35, 0.2, 0.0, 1.0]), BOUNDS)
    assert found[0, 1] == pytest.approx(0.5)
    assert (found[0, [0, 2]] < 0).all()
    assert found[1, :2].tolist() == [0, 0]
    assert found[2].tolist() == [0, -1, -1]
    assert found[3].tolist() == [-1, -1, 0]


def test_a_region_in_the_middle_of_a_grade_has_that_grade() -> None:
    """As the greatest correlation; the characteristic value leans to its neighbours."""
    middles = (BOUNDS[:-1] + BOUNDS[1:]) / 2
    x = np.repeat(middles[:, None], 3, axis=1)
    assert matter_element(x, W, bounds=BOUNDS, verdict="maximum").tolist() == middles.tolist()
    assert matter_element(x, W, bounds=BOUNDS, verdict="maximum", unit="grades").tolist() == [1, 2, 3]
    leaning = matter_element(x, W, bounds=BOUNDS, unit="grades")
    assert (np.diff(leaning) > 0).all()
    assert (leaning >= 1).all()
    assert (leaning <= 3).all()


def test_grades_of_equal_width_make_values_a_line_of_grades() -> None:
    """So both units order regions alike."""
    by_value, by_grade = matter_element(X, W), matter_element(X, W, unit="grades")
    assert by_value == pytest.approx((by_grade - 0.5) / 4)


def test_grades_that_tie_share_the_verdict() -> None:
    """A value at the bound between two."""
    assert matter_element(np.full((1, 3), 0.5), W, verdict="maximum").tolist() == [0.5]


@pytest.mark.parametrize("verdict", ["characteristic", "maximum"])
def test_two_grades_that_correlate_alike_meet_in_the_middle(verdict: str) -> None:
    """There is no least to count from."""
    x = np.array([[0.5, 0.5], [0.25, 0.75], [0.1, 0.9]])
    found = matter_element(x, np.array([0.5, 0.5]), bounds=[0.0, 0.5, 1.0], verdict=verdict)
    assert found == pytest.approx([0.5, 0.5, 0.5])


def test_values_beyond_the_bounds_are_at_them() -> None:
    """No denominator of zero."""
    assert matter_element(np.array([[-3.0] * 3, [9.0] * 3]), W).tolist() == pytest.approx(
        matter_element(np.array([[0.0] * 3, [1.0] * 3]), W)
    )


def test_missing_values_share_their_weight_out() -> None:
    """A region that has nothing has no score."""
    x = X.copy()
    x[0, 2], x[1] = np.nan, np.nan
    found = matter_element(x, W)
    assert found[0] == pytest.approx(matter_element(X[:1, :2], W[:2] / 0.8)[0])
    assert np.isnan(found[1])
    assert np.isnan(matter_element(x, W, verdict="maximum")[1])


@pytest.mark.parametrize("bounds", [[0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 0.5, 0.0], [0.0, np.nan, 1.0]])
def test_bounds_must_rise(bounds: list[float]) -> None:
    """Two grades at least."""
    with pytest.raises(MethodError, match="bounds of the grades"):
        matter_element(X, W, bounds=bounds)
