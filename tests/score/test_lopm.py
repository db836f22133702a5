"""Limits on properties: lower, upper and target limits, limits that are found, limits that contradict."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.recipe import Recipe, Step
from zhishu.score.aggregators.references.limits import lopm
from zhishu.score.plan import compile_plan

X = np.array([[20.0, -2.0, 5.0], [10.0, -1.0, 4.0], [40.0, -4.0, 2.0]])
W = np.array([0.5, 0.3, 0.2])
LIMITS = {"load": {"lower": 10.0}, "cost": {"upper": 4.0}, "width": {"target": 4.0}}


def test_the_three_kinds_of_limit() -> None:
    """By hand: −(0.5 · 10/20 + 0.3 · 2/4 + 0.2 · |5/4 − 1|) for the first."""
    assert lopm(X, W, limits=LIMITS) == pytest.approx([-0.45, -0.575, -0.525])


def test_every_quantity_at_its_limit_is_minus_1_and_the_target_0() -> None:
    """A region at all three."""
    at = np.array([[10.0, -4.0, 4.0]])
    assert lopm(at, W, limits=LIMITS) == pytest.approx([-0.8])
    assert lopm(at[:, :2], np.array([0.6, 0.4]), limits={k: LIMITS[k] for k in ("load", "cost")}) == [-1.0]


def test_limits_are_found_by_id_in_any_order() -> None:
    """Those of other groups are left aside, and a column without one is measured by the best value."""
    table = {"other": {"lower": 3.0}, "cost": {"upper": 4.0}, "load": {"lower": 10.0}}
    found = lopm(X, W, ("load", "cost", "width"), limits=table)
    assert found == pytest.approx(lopm(X, W, limits={**LIMITS, "width": {"lower": 5.0}}))
    assert lopm(X, W) == pytest.approx(
        lopm(X, W, limits={"a": {"lower": 40}, "b": {"upper": 1}, "c": {"lower": 5}})
    )


def test_a_shortfall_counts_in_proportion() -> None:
    """Half of a lower limit is 2, half of an upper limit 0.5; more of a quantity never costs points."""
    found = lopm(np.array([[5.0], [10.0], [20.0]]), np.ones(1), limits={"a": {"lower": 10}})
    assert found.tolist() == [-2.0, -1.0, -0.5]
    found = lopm(-np.array([[5.0], [10.0], [20.0]]), np.ones(1), limits={"a": {"upper": 10}})
    assert found.tolist() == [-0.5, -1.0, -2.0]


def test_columns_of_nothing_and_columns_that_weigh_nothing() -> None:
    """Nothing to nothing is 1; a column without weight may hold what it likes."""
    x = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, 3.0]])
    assert lopm(x, np.array([0.5, 0.5, 0.0])) == pytest.approx([-1.5, -1.0])


@pytest.mark.parametrize(
    ("x", "limits", "what"),
    [
        ([[1.0], [-1.0]], None, "not defined"),
        ([[1.0], [0.0]], None, "not defined"),
        ([[-1.0], [0.0]], None, "not defined"),
        ([[1.0], [2.0]], {"a": {"upper": 3}}, "contradicts"),
        ([[-1.0], [-2.0]], {"a": {"lower": 3}}, "contradicts"),
        ([[1.0], [2.0]], {"a": {"lower": 0}}, "not one number above 0"),
        ([[1.0], [2.0]], {"a": {"lower": 1, "target": 2}}, "not one number above 0"),
        ([[1.0], [2.0]], {"a": {"lower": 1}, "b": {"lower": 1}}, "do not fit"),
    ],
)
def test_what_is_refused(x: list, limits: dict | None, what: str) -> None:
    """Both signs, a division by 0, limits the wrong way round."""
    with pytest.raises(MethodError, match=what):
        lopm(np.array(x), np.ones(1), limits=limits)


def test_limits_from_a_file(tmp_path: Path, framework_of) -> None:
    """One column for each kind, empty where it does not apply."""
    (tmp_path / "limits.csv").write_text("id,lower,upper,target\nx,10,,\ny,,,4\n", encoding="utf-8")
    steps = (
        Step("normalise", "sign"),
        Step("weigh", "equal"),
        Step("aggregate", "lopm", {"limits": {"file": "limits.csv"}}),
        Step("rank", "by_score"),
    )
    plan = compile_plan(framework_of({"x": None, "y": None}), Recipe(steps), tmp_path)
    assert plan.steps["aggregate"].options["limits"] == {"x": {"lower": 10.0}, "y": {"target": 4.0}}
