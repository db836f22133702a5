"""Which years a fault of the weights concerns: said where it is not all of them."""

from __future__ import annotations

from zhishu.score.weighing import WeightFinding, weighing_repairs


def test_a_fault_of_some_years_names_them() -> None:
    """One of every year names none, and stands once."""
    ratio = [
        WeightFinding("g", "ahp", "panel", "consistency_ratio", 0.3, year) for year in (2019, 2020, 2021)
    ]
    floor = [WeightFinding("g", "u", "x", "at_floor", 0.005, year) for year in (2019, 2021)]
    outside = [WeightFinding("h", "u", "y", "correlation_with_factor", 0.0, 2020)]
    found = weighing_repairs("city", [*ratio, *floor, *outside])
    assert [(repair.kind, repair.where.en) for repair in found] == [
        ("inconsistent_comparisons", "level city, the group below 'g'"),
        ("heywood_case", "level city, the group below 'g', years 2019, 2021"),
        ("outside_the_factor", "level city, the group below 'h', year 2020"),
    ]
