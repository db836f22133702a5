"""Figures of results with one region, no data, zeros, ties and negative numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zhishu.errors import EditionError
from zhishu.publish.figure import Rank, in_language
from zhishu.publish.findings import Findings
from zhishu.publish.kinds import make
from zhishu.publish.render import svg

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.publish.figure import Figure
    from zhishu.result import Result

    Build = Callable[..., Result]

LEVEL = {"level": "town"}
EVERY: dict[str, dict[str, Any]] = {
    "rank_scatter": LEVEL,
    "radars": LEVEL,
    "stacked_bars": LEVEL,
    "contributions": LEVEL,
    "grouped_bars": {**LEVEL, "by": "policy_0", "measures": ["policy_0", "policy_1"]},
    "bars": {**LEVEL, "measure": "policy_0"},
    "bars_and_count": {**LEVEL, "value": "policy_0", "count": "policy_1"},
    "bubble": {**LEVEL, "x": "policy_0", "y": "policy_1", "size": "talent_0"},
    "share_bars": {**LEVEL, "measure": "policy_0"},
    "coherence": LEVEL,
}


def figure(findings: Findings, kind: str, **options: Any) -> Figure | None:
    """Return a figure of a kind."""
    found: Figure | None = make(findings, "figure", kind, options, where="a test")
    return found


def positions(found: Figure) -> np.ndarray:
    """Return all numbers of positions in both drawings."""
    return np.array(
        [
            row[key]
            for spec in (found.spec, found.narrow)
            for language in ("zh", "en")
            for layer in in_language(spec, language)["layer"]
            for row in layer["data"]["values"]
            for key in ("x", "y", "x2", "y2")
            if key in row
        ],
        dtype=float,
    )


def with_panel(result: Result, values: dict[str, list[float]]) -> Findings:
    """Return the findings of a result in which some indicators have these raw values."""
    found = result.levels["town"]
    panel = found.panel.values.copy()
    for name, column in values.items():
        panel[-1, :, found.panel.indicators.index(name)] = column
    return Findings(
        replace(result, levels={"town": replace(found, panel=replace(found.panel, values=panel))})
    )


@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind != "coherence"])
def test_one_region_is_drawn(towns: Build, kind: str) -> None:
    """A level of one region gives a figure with finite positions, which draws."""
    found = figure(Findings(towns(("A",))), kind, **EVERY[kind])
    if kind == "contributions":  # made-up scores are not made of their parts
        assert found is None
        return
    assert found is not None
    assert np.isfinite(positions(found)).all()
    assert svg(found.spec, "en", name="one").startswith("<svg")


@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind not in ("bars", "coherence")])
def test_regions_without_numbers_are_left_out(towns: Build, kind: str) -> None:
    """Where all scores and values are missing there is nothing to show."""
    result = towns(("A", "B"))
    level = result.levels["town"]
    assert level.scores is not None
    nothing = np.full_like(level.scores, np.nan)
    panel = replace(level.panel, values=np.full_like(level.panel.values, np.nan))
    level = replace(level, panel=panel, scores=nothing, ranks=nothing)
    assert figure(Findings(replace(result, levels={"town": level})), kind, **EVERY[kind]) is None


def test_missing_and_zero_values_have_no_bar(towns: Build) -> None:
    """Of three towns the one without data and the one with zero are no leaders."""
    findings = with_panel(towns(("A", "B", "C")), {"policy_0": [np.nan, 7.0, 0.0]})
    found = figure(findings, "bars", level="town", measure="policy_0")
    assert found is not None
    assert found.data.regions == ("T1",)


def test_all_zero_gives_no_figure(towns: Build) -> None:
    """Bars, shares and bubbles of nothing but zeros are not shown."""
    findings = with_panel(towns(("A", "B")), {"policy_0": [0.0, 0.0], "policy_1": [0.0, 0.0]})
    for kind in ("bars", "share_bars", "bubble"):
        assert figure(findings, kind, **EVERY[kind]) is None


def test_negative_values_are_drawn_to_the_left_of_zero(towns: Build) -> None:
    """A bar below zero ends where it should, left of the baseline, and nothing leaves the picture."""
    findings = with_panel(towns(("A", "B")), {"policy_0": [-4.0, 8.0]})
    found = figure(findings, "bars", level="town", measure="policy_0")
    assert found is not None
    layers = {layer["name"]: layer["data"]["values"] for layer in in_language(found.spec, "en")["layer"]}
    zero = layers["baselines"][0]["x"]
    ends = [row["x2"] for row in layers["bars"]]
    assert ends[1] < zero < ends[0]
    assert (ends[0] - zero) / (zero - ends[1]) == pytest.approx(2.0, rel=0.01)
    assert positions(found).min() >= 0


def test_those_who_share_the_last_place_are_all_shown(towns: Build) -> None:
    """Five towns, top three, the third place shared by two: four bars."""
    findings = with_panel(towns(tuple("ABCDE")), {"policy_0": [9.0, 8.0, 5.0, 5.0, 1.0]})
    found = figure(findings, "bars", level="town", measure="policy_0", top=3)
    assert found is not None
    assert found.data.regions == ("T0", "T1", "T2", "T3")


def test_more_places_than_regions_show_all(towns: Build) -> None:
    """With two regions the top fifteen are two, and the title says so."""
    found = figure(Findings(towns(("A", "B"))), "stacked_bars", level="town", top=15)
    assert found is not None
    assert len(found.data.rows) == 2
    assert "2" in found.title.zh


def test_scores_that_are_not_sums_of_parts_keep_one_bar(towns: Build) -> None:
    """Where parts do not add up, the bar is the score alone and no part stands in the data."""
    found = figure(Findings(towns(("A", "B"))), "stacked_bars", level="town")
    assert found is not None
    assert [column.id for column in found.data.columns] == ["rank", "region", "score"]
    layers = {layer["name"]: layer["data"]["values"] for layer in in_language(found.spec, "zh")["layer"]}
    assert len(layers["bars"]) == 2
    assert "swatches" not in layers
    assert (found.title.zh, found.title.en) == (
        "总指数得分居前的 2 个城镇",
        "Overall index: the leading 2 towns",
    )


def test_ties_stand_at_one_rank_in_the_scatter(towns: Build) -> None:
    """Two towns with the same score have the same rank and the same point."""
    found = figure(
        Findings(towns(("A", "B", "C"), scores=np.array([50.0, 50.0, 10.0]))), "rank_scatter", level="town"
    )
    assert found is not None
    ranks = [row[0].place for row in found.data.rows if isinstance(row[0], Rank)]
    assert ranks == [1, 1, 3]


def test_without_draws_there_are_no_intervals(towns: Build) -> None:
    """Without draws the dots are not shown and the others have no column of intervals."""
    findings = Findings(towns(("A", "B")))
    assert figure(findings, "interval_dots", level="town") is None
    found = figure(findings, "rank_scatter", level="town")
    assert found is not None
    assert "interval" not in [column.id for column in found.data.columns]


def test_constant_indicator_correlates_with_nothing(towns: Build) -> None:
    """A constant indicator has a dash, not a number; a negative correlation is flagged."""
    findings = with_panel(
        towns(tuple("ABCD")),
        {"policy_0": [3.0, 3.0, 3.0, 3.0], "policy_1": [1, 2, 3, 4], "talent_0": [4, 3, 2, 1]},
    )
    found = figure(findings, "coherence", level="town", node="environment")
    assert found is not None
    assert np.isnan(float(found.data.rows[0][2]))  # type: ignore[arg-type]
    whole = figure(findings, "coherence", level="town")
    assert whole is not None
    flags = {(row[0].en, row[1].en): row[3].en for row in whole.data.rows}  # type: ignore[union-attr]
    assert flags["policy_1", "talent_0"] == "opposed"
    assert flags["policy_1", "policy_0"] == "constant"


def test_two_regions_are_too_few_for_correlations(towns: Build) -> None:
    """Below three regions a rank correlation says nothing."""
    assert figure(Findings(towns(("A", "B"))), "coherence", level="town") is None


def test_slope_needs_an_edition_before(towns: Build) -> None:
    """One year has no change to show."""
    assert figure(Findings(towns(("A", "B"))), "slope", level="town") is None


def test_slope_shows_who_rose_and_fell(two_years: Callable[..., Findings]) -> None:
    """Ranks then and now, and how many rose, fell and stayed; who had no rank then is left out."""
    findings = two_years({"A": (1, 1), "B": (3, 2), "C": (2, 3), "D": (np.nan, 4)})
    found = figure(findings, "slope", level="town")
    assert found is not None
    assert [(row[0].en, row[3]) for row in found.data.rows] == [("A", 0), ("B", 1), ("C", -1)]  # type: ignore[union-attr]
    assert "1 个上升、1 个下降、1 个不变" in found.title.zh
    assert np.isfinite(positions(found)).all()
    assert svg(found.spec, "zh", name="slope").startswith("<svg")


def test_unknown_options_are_refused_by_name(towns: Build) -> None:
    """An unknown level, measure, node and grouping each raise an error that says what exists."""
    findings = Findings(towns(("A", "B")))
    asked: list[tuple[str, dict[str, Any]]] = [
        ("bars", {"level": "twon", "measure": "policy_0"}),
        ("bars", {"level": "town", "measure": "policies"}),
        ("stacked_bars", {"level": "town", "node": "nothing"}),
        ("group_ranks", {"level": "town", "grouping": "circles"}),
        ("radars", {"level": "town", "regions": ["Z"]}),
    ]
    for kind, options in asked:
        with pytest.raises(EditionError):
            figure(findings, kind, **options)


def test_unknown_statistic_of_groups_is_refused(example: Findings) -> None:
    """A statistic that was not computed is named with those that were."""
    with pytest.raises(EditionError, match="median") as error:
        figure(example, "group_ranks", level="city", grouping="circles", statistic="median")
    assert "mean" in str(error.value)


def test_level_without_scores_has_no_figure_of_scores(example: Findings) -> None:
    """Prefectures are not scored: nothing that shows ranks or scores is made of them."""
    for kind in ("rank_scatter", "radars", "stacked_bars", "contributions", "interval_dots", "slope"):
        assert figure(example, kind, level="prefecture") is None


def test_named_regions_have_radars_in_the_order_named(example: Findings) -> None:
    """Regions are found by code, full or short name, and stand as they were named."""
    found = figure(example, "radars", level="city", regions=["苏州", "110000"], axes="parts")
    assert found is not None
    assert found.data.regions == ("320500", "110000", "", "")
    assert len(found.data.columns) == 2 + 6


def test_condition_selects_the_records_that_are_broken_down(example: Findings) -> None:
    """Only listed firms are counted when the condition says so; parts beyond the top are others."""
    found = figure(
        example,
        "breakdown",
        level="city",
        region="北京市",
        source="firms",
        by=["industry"],
        where="is_listed",
        top=2,
    )
    assert found is not None
    counts = [row[2] for row in found.data.rows]
    assert sum(counts) == 292  # type: ignore[arg-type]
    assert len(counts) == 3
    nobody = figure(
        example,
        "breakdown",
        level="city",
        region="北京市",
        source="firms",
        by=["industry"],
        where="patents < 0",
    )
    assert nobody is None


def test_groups_take_the_place_of_larger_regions(example: Findings) -> None:
    """Coverage can be counted by a grouping: the four parts of the country hold all 337 units."""
    found = figure(example, "coverage_bars", units="prefecture", measure="agencies", within="parts")
    assert found is not None
    assert len(found.data.rows) == 4
    assert sum(row[2] for row in found.data.rows) == 337  # type: ignore[misc]
