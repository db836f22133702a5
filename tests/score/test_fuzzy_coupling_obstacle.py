"""Fuzzy comprehensive evaluation, coupling coordination, obstacle degree, benefit of the doubt."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.averages.coupling import coupling_coordination, coupling_degrees
from zhishu.score.aggregators.averages.means import arithmetic
from zhishu.score.aggregators.judged.fuzzy import fuzzy_comprehensive, memberships
from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt, multidirectional_benefit
from zhishu.score.aggregators.programmes.directional import directional_benefit
from zhishu.score.obstacle import obstacle_degree, obstacle_table

X = np.random.default_rng(4).random((12, 3))
W = np.array([0.5, 0.3, 0.2])
GRADES = np.array([0.0, 0.2, 0.7, 1.0])


@pytest.mark.parametrize("membership", ["triangular", "gaussian", "nearest"])
def test_memberships_are_whole_at_a_grade_and_half_between_two(membership: str) -> None:
    """Also where grades are not evenly spaced, and beyond the outer ones."""
    at_grades = memberships(GRADES, GRADES, membership)
    assert np.diagonal(at_grades).tolist() == [1, 1, 1, 1]
    between = memberships(np.array([0.1, 0.45, 0.85]), GRADES, membership)
    for row, grade in enumerate(range(3)):
        assert between[row, grade : grade + 2] == pytest.approx([0.5, 0.5])
    beyond = memberships(np.array([-3.0, 9.0]), GRADES, membership)
    assert beyond == pytest.approx(at_grades[[0, -1]])


def test_outer_grades_that_are_intervals_without_an_end() -> None:
    """Triangular between the bounds 0.1 and 0.85, half at them, and ever nearer to whole beyond."""
    inside = np.array([0.1, 0.15, 0.2, 0.5, 0.7, 0.8, 0.85])
    within = memberships(inside, GRADES, "interval")
    assert within == pytest.approx(memberships(inside, GRADES, "triangular"), abs=1e-15)
    beyond = memberships(np.array([0.0, -0.8, -1e6, 1.0, 2.2, 1e6]), GRADES, "interval")
    assert beyond[:3, 0] == pytest.approx([0.75, 0.95, 1.0], abs=1e-6)
    assert beyond[3:, 3] == pytest.approx([0.75, 0.95, 1.0], abs=1e-6)
    assert beyond.sum(axis=1) == pytest.approx(np.ones(6), abs=1e-15)
    assert (beyond[:3, 2:] == 0).all()
    assert (beyond[3:, :2] == 0).all()
    pair = memberships(np.array([-1.0, 0.5, 2.0]), np.array([0.0, 1.0]), "interval")
    assert pair == pytest.approx(np.array([[0.875, 0.125], [0.5, 0.5], [0.125, 0.875]]))


def test_triangular_evaluation_by_weighted_mean_is_the_arithmetic_mean() -> None:
    """So it adds nothing; the other choices do."""
    plain = fuzzy_comprehensive(X, W, grades=GRADES, membership="triangular")
    assert plain == pytest.approx(arithmetic(X, W), abs=1e-12)
    assert fuzzy_comprehensive(X, W, grades=GRADES) != pytest.approx(plain)


@pytest.mark.parametrize("operator", ["weighted_average", "max_min", "max_product", "bounded_sum"])
@pytest.mark.parametrize("verdict", ["weighted_mean", "maximum"])
def test_a_region_of_one_grade_gets_that_grade(operator: str, verdict: str) -> None:
    """Whatever the operator and the verdict."""
    x = np.repeat(GRADES[:, None], 3, axis=1)
    found = fuzzy_comprehensive(x, W, grades=GRADES, membership="nearest", operator=operator, verdict=verdict)
    assert found == pytest.approx(GRADES)


def test_the_greatest_membership_is_the_verdict_and_ties_share() -> None:
    """Two grades of equal membership give their mean."""
    x = np.array([[0.0, 1.0], [0.0, 0.0]])
    found = fuzzy_comprehensive(
        x, np.array([0.5, 0.5]), grades=[0, 1], membership="nearest", verdict="maximum"
    )
    assert found.tolist() == [0.5, 0.0]


@pytest.mark.parametrize("grades", [[0.5], [1.0, 0.0], [0.0, 0.0, 1.0]])
def test_grades_must_rise(grades: list[float]) -> None:
    """Two or more of them."""
    with pytest.raises(MethodError, match="grades"):
        fuzzy_comprehensive(X, W, grades=grades)


@pytest.mark.parametrize("formula", ["standard", "modified"])
def test_equal_systems_are_fully_coupled(formula: str) -> None:
    """C = 1 and D = √T, at zero too."""
    x = np.repeat(np.array([[0.0], [0.3], [1.0]]), 3, axis=1)
    found = coupling_degrees(x, W, formula=formula)
    assert found.coupling == pytest.approx([1, 1, 1])
    assert found.coordination == pytest.approx(np.sqrt([0, 0.3, 1]))


@pytest.mark.parametrize("formula", ["standard", "modified"])
def test_one_dead_system_ends_the_coupling(formula: str) -> None:
    """Unless it weighs nothing, and so is none."""
    assert coupling_coordination(np.array([[0.0, 0.8, 0.8]]), W, formula=formula).tolist() == [0]
    spared = coupling_degrees(np.array([[0.0, 0.8, 0.8]]), np.array([0.0, 0.6, 0.4]), formula=formula)
    assert spared.coupling == pytest.approx([1])


def test_the_modified_coupling_spreads_wider() -> None:
    """The standard one crowds near 1, which is why it was modified."""
    pairs = np.random.default_rng(0).random((500, 2))
    standard, modified = (
        coupling_degrees(pairs, np.array([0.5, 0.5]), formula=formula).coupling
        for formula in ("standard", "modified")
    )
    assert modified.std() > standard.std()
    assert modified.mean() < standard.mean()


@pytest.mark.parametrize("value", [-0.01, 1.5, 60.0])
def test_systems_outside_zero_and_one_are_an_error(value: float) -> None:
    """A degree of a hundred would mean nothing."""
    with pytest.raises(MethodError, match="coupling_coordination") as error:
        coupling_coordination(np.array([[value, 0.5, 0.5]]), W)
    assert error.value.allowed == "0 to 1"


def test_obstacles_share_the_shortfall() -> None:
    """They sum to 1 per region; a region without shortfall has none; scores may run to 100."""
    x = np.vstack([X, np.ones(3)])
    found = obstacle_degree(x, W)
    assert found[:-1].sum(axis=1) == pytest.approx(np.ones(12))
    assert found[-1].tolist() == [0, 0, 0]
    assert obstacle_degree(100 * x, W, full=100) == pytest.approx(found)
    shortfall = (1 - X) * W
    assert found[:-1] == pytest.approx(shortfall / shortfall.sum(axis=1, keepdims=True))


def test_a_value_above_the_full_score_is_an_error() -> None:
    """The upper end must be said."""
    with pytest.raises(MethodError, match="full score"):
        obstacle_degree(100 * X, W)


def test_the_table_of_obstacles_leaves_missing_values_out() -> None:
    """The greatest comes first, ties share a place."""
    x = np.array([[0.5, np.nan, 0.5]])
    rows = list(obstacle_table(x, np.array([0.4, 0.2, 0.4]), regions=("r",), indicators=("a", "b", "c")))
    assert [(row.region, row.indicator, row.place, row.degree) for row in rows] == [
        ("r", "a", 1, 0.5),
        ("r", "c", 1, 0.5),
    ]
    assert rows[0].shortfall == 0.5
    assert rows[0].weight == 0.4


@pytest.mark.parametrize("method", [benefit_of_the_doubt, directional_benefit, multidirectional_benefit])
def test_columns_that_weigh_nothing_take_no_part_in_the_benefit(method) -> None:
    """The group's weights say no more than that."""
    assert method(X, np.array([0.7, 0.3, 0.0])) == pytest.approx(
        method(X[:, :2], np.array([0.5, 0.5])), abs=1e-9
    )
    assert method(X, W).max() == pytest.approx(1)


@pytest.mark.parametrize("method", [benefit_of_the_doubt, directional_benefit, multidirectional_benefit])
def test_benefits_where_nothing_tells_regions_apart(method) -> None:
    """1 for every region, 0 where all is 0; a batch may hold both and more."""
    batch = np.stack([np.full((4, 3), 0.4), np.zeros((4, 3)), X[:4]])
    found = method(batch, W)
    assert found[0].tolist() == [1] * 4
    assert found[1].tolist() == [0] * 4
    assert found[2].tolist() == method(X[:4], W).tolist()
