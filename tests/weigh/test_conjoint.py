"""Conjoint analysis: part-worths, importances, panels, and what is wrong with tables."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.findings import Weighed, weighting_findings
from zhishu.weigh.judged.conjoint import conjoint, respondents_worths

X = np.zeros((2, 5, 2))
IDS = ("a", "b")
ALL = {f"{a}{b}": {"a": a, "b": b} for a, b in product(("low", "mid", "high"), (1, 3))}
"""Every combination of three words and two numbers."""


def rated(a: dict[str, float], slope: float) -> dict[str, float]:
    """Return the ratings of somebody who adds up worths of a and a slope of b."""
    return {name: a[row["a"]] + slope * row["b"] for name, row in ALL.items()}


LI = rated({"low": 0, "mid": 5, "high": 6}, 1.0)
WU = rated({"low": 2, "mid": 1, "high": 0}, 4.0)


def test_importance_is_the_share_of_the_ranges() -> None:
    """Ranges 6 and 2; the same for every draw."""
    found = conjoint(X, IDS, profiles=ALL, ratings={"Li": LI})
    assert found.shape == (2, 2)
    assert found[1] == pytest.approx([0.75, 0.25])


def test_part_worths_sum_to_nothing_over_the_levels() -> None:
    """And are those that the ratings were made of, with R² 1."""
    found = respondents_worths(ALL, {"Li": LI}, IDS)
    assert found.levels == {"a": ("low", "mid", "high"), "b": (1.0, 3.0)}
    assert found.worths["a"][0] == pytest.approx(np.array([0, 5, 6]) - 11 / 3)
    assert found.worths["b"][0] == pytest.approx([-1, 1])
    assert found.fit == pytest.approx([1])


@pytest.mark.parametrize("turn", [lambda y: -y, lambda y: 100 - 3 * y])
def test_ranks_or_ratings_any_scale(turn) -> None:
    """Turned round or stretched, importances stay."""
    turned = {name: turn(value) for name, value in LI.items()}
    assert conjoint(X, IDS, profiles=ALL, ratings={"Li": turned})[0] == pytest.approx([0.75, 0.25])


def test_a_panel_averages_importances_or_part_worths() -> None:
    """(6/8, 2/8) and (2/10, 8/10); or the ranges 3, 5 of mean worths (1, 3, 3) and (2.5, 7.5)."""
    both = {"Li": LI, "Wu": WU}
    assert conjoint(X, IDS, profiles=ALL, ratings=both)[0] == pytest.approx([0.475, 0.525])
    pooled = conjoint(X, IDS, profiles=ALL, ratings=both, average="part_worths")[0]
    assert pooled == pytest.approx([2 / 7, 5 / 7])


def test_a_line_in_place_of_levels() -> None:
    """Three numbers on a line take one slope; as levels each has a worth of its own."""
    shown = {f"{a}{b}": {"a": a, "b": b} for a, b in product((0, 1, 4), (0, 1))}
    numbers = {name: abs(row["a"] - 1) + 2 * row["b"] for name, row in shown.items()}
    levels = conjoint(X, IDS, profiles=shown, ratings={"Li": numbers})[0]
    assert levels == pytest.approx([0.6, 0.4])
    slope = np.polyfit([0, 1, 4], [1, 0, 3], 1)[0]
    line = conjoint(X, IDS, profiles=shown, ratings={"Li": numbers}, linear=["a"])[0]
    assert line == pytest.approx([4 * slope / (4 * slope + 2), 2 / (4 * slope + 2)])


def test_numbers_are_levels_however_they_are_written() -> None:
    """1, 1.0 and "1" are one level, words lose their spaces."""
    shown = {"p": {"a": 1, "b": "x"}, "q": {"a": "1.0", "b": " y"}, "r": {"a": "2", "b": "y"}}
    found = respondents_worths(shown, {"Li": {"p": 1, "q": 2, "r": 4}}, IDS)
    assert found.levels == {"a": (1.0, 2.0), "b": ("x", "y")}
    assert np.ptp(found.worths["a"]) == pytest.approx(2)


def test_one_table_serves_several_groups() -> None:
    """Profiles of other ids are left aside; other ids of the same profiles are explained, not weighed."""
    shown = {**{name: {**row, "z": len(name) % 2} for name, row in ALL.items()}, "other": {"y": 1}}
    shown["low1"] = {**shown["low1"], "z": 1}
    numbers = {**LI, "other": 3.0}
    numbers = {name: value + 9.0 * shown[name].get("z", 0) for name, value in numbers.items()}
    assert conjoint(X, IDS, profiles=shown, ratings={"Li": numbers})[0] == pytest.approx([0.75, 0.25])


def test_a_group_of_one_needs_no_table() -> None:
    """It weighs 1."""
    assert conjoint(X[..., :1], ("a",)).tolist() == [[1], [1]]


def faulty(profiles: dict | None = None, ratings: dict | None = None, **options: object) -> MethodError:
    """Return the error that these tables raise."""
    with pytest.raises(MethodError) as error:
        conjoint(X, IDS, profiles=profiles or ALL, ratings=ratings or {"Li": LI}, **options)
    assert error.value.allowed
    return error.value


def test_a_level_that_is_missing() -> None:
    """Which profile, which column."""
    for row in ({"a": "low"}, {"a": "low", "b": " "}):
        error = faulty({**ALL, "low1": row})
        assert "lacks a level" in error.what
        assert error.where == "profile 'low1', column 'b'"


def test_a_word_on_a_line() -> None:
    """What was seen, and what to do."""
    error = faulty(linear=["a"])
    assert "no number" in error.what
    assert (error.where, error.seen) == ("profile 'low1', column 'a'", "low")
    assert "linear" in str(error.advice)


def test_a_column_with_one_level() -> None:
    """It cannot be told what it is worth."""
    error = faulty({name: {**row, "b": 1} for name, row in ALL.items()})
    assert "same level" in error.what
    assert error.where == "column 'b'"


def test_too_few_profiles() -> None:
    """Three of the four that three part-worths and a constant need."""
    error = faulty({name: ALL[name] for name in ("low1", "mid3", "high1")})
    assert "too few profiles" in error.what
    assert "3 profiles for 3 part-worths" in str(error.seen)
    assert error.allowed == "at least 4"


def test_columns_that_always_change_together() -> None:
    """Named is the one that follows from those before it."""
    shown = {f"p{place}": {"a": "xyxy"[place], "b": [1, 2, 1, 2][place]} for place in range(4)}
    error = faulty(shown, {"Li": dict(zip(shown, (1, 2, 3, 4), strict=True))})
    assert "tell the columns apart" in error.what
    assert error.where == "column 'b'"


def test_a_rating_that_is_missing_or_no_number() -> None:
    """Which respondent, which profile."""
    error = faulty(ratings={"Li": {name: value for name, value in LI.items() if name != "mid3"}})
    assert error.where == "row 'Li', column 'mid3'"
    error = faulty(ratings={"Li": {**LI, "mid3": float("nan")}})
    assert error.where == "respondent 'Li', profile 'mid3'"


def test_a_respondent_to_whom_all_is_alike() -> None:
    """Nothing can be divided by ranges of 0."""
    error = faulty(ratings={"Li": LI, "Wu": dict.fromkeys(ALL, 7.3)})
    assert "say nothing" in error.what
    assert error.where == "respondent 'Wu'"


def test_opposed_tastes_have_no_pooled_importance() -> None:
    """Each has his own importances; the mean part-worths are 0."""
    both = {"Li": LI, "Wu": {name: -value for name, value in LI.items()}}
    assert conjoint(X, IDS, profiles=ALL, ratings=both)[0] == pytest.approx([0.75, 0.25])
    assert "say nothing" in faulty(ratings=both, average="part_worths").what


def test_tables_that_are_not_there_or_about_others() -> None:
    """One error each."""
    with pytest.raises(MethodError, match="'profiles' is missing"):
        conjoint(X, IDS)
    with pytest.raises(MethodError, match="'ratings' is missing"):
        conjoint(X, IDS, profiles=ALL)
    assert "nothing about this group" in faulty({"p": {"z": 1}}).what
    assert "no profile has" in faulty(linear=["c"]).what


def test_what_was_rated_and_what_was_shown_must_meet() -> None:
    """A profile that nobody knows is not left aside, nor a column by a misspelt name."""
    error = faulty(ratings={"Li": {**LI, "low4": 3}})
    assert (error.what, error.where, error.seen) == (
        "what was rated is no profile",
        "respondent 'Li'",
        "low4",
    )
    assert "did you mean" in str(error.advice)
    assert "a row of `ratings` is a respondent" in str(faulty(ratings={"p": {"张三": 1}}).advice)
    misspelt = {name: {"aa": row["a"], "b": row["b"]} for name, row in ALL.items()}
    assert "no profile has a level of a column" in faulty(misspelt).what
    assert "ids of the framework" in str(faulty({"p": {"专利": 1}}).advice)


def test_what_is_said_of_a_panel() -> None:
    """The spread of the importances, whether ranks agree, how well each fits."""
    options = {"profiles": ALL, "ratings": {"Li": LI, "Wu": WU}, "linear": None, "average": "importances"}
    group = Weighed(X[0], IDS, np.ones(2), options)
    found = {(one.about, one.measure): one.value for one in weighting_findings("conjoint", group)}
    assert found["a", "share_mean"] == pytest.approx(0.475)
    assert (found["a", "share_smallest"], found["a", "share_largest"]) == pytest.approx((0.2, 0.75))
    assert found["panel", "concordance"] == pytest.approx(0)
    assert found["Li", "r_squared"] == pytest.approx(1)
    alone = Weighed(X[0, :, :1], IDS[:1], np.ones(1), options)
    assert not list(weighting_findings("conjoint", alone))
