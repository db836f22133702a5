"""Leave one out with the preparation repeated: against scoring the smaller raw panel from the start."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from zhishu.doubt.check_summary import checks_summary
from zhishu.doubt.leave_one_out import leave_one_node_out, leave_one_region_out, reversals_of
from zhishu.doubt.leave_one_out_anew import hangs_on_others, raw_of, without_nodes, without_regions
from zhishu.doubt.prepared import Setting, prepared_by
from zhishu.edition_file import load
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import score_panel
from zhishu.score.ranks import rank as by_score

TREE = {"a": {"u": None, "v": None, "w": None}, "b": {"x": None, "y": None}}
SMALLER = {
    "v": {"a": {"u": None, "w": None}, "b": {"x": None, "y": None}},
    "y": {"a": {"u": None, "v": None, "w": None}, "b": {"x": None}},
    "b": {"a": {"u": None, "v": None, "w": None}},
}
LEAVES = ("u", "v", "w", "x", "y")
REGIONS = tuple(f"r{number}" for number in range(9))
GROUPS = {"part": {"east": REGIONS[:4], "west": REGIONS[4:8], "alone": REGIONS[8:]}}
PREPARATIONS = {
    "mean": (Step("impute", "mean"),),
    "group median": (Step("impute", "group_median", {"grouping": "part"}),),
    "neighbours": (Step("impute", "knn", {"k": 2}),),
    "em": (Step("impute", "em", {"tolerance": 0.01}),),
    "chained": (Step("impute", "chained", {"cycles": 2}),),
    "treated": (Step("impute", "median"), Step("treat", "winsorise_then_log")),
    "screened": (
        Step("screen", "availability", {"drop": "regions", "data": 0.7}),
        Step("impute", "mean"),
    ),
    "divided": (Step("impute", "mean"), Step("denominate", "ratio", {"by": {"x": "people"}})),
}
BY = {"by": {"u": "people", "x": "v"}}


def recipe_of(*before: Step, missing: str = "error") -> Recipe:
    """Return steps that prepare, then min–max, weights from the data, arithmetic."""
    return Recipe(
        (
            *before,
            Step("normalise", "minmax", {"to": [1, 100]}),
            Step("weigh", "improved_vector"),
            Step("aggregate", "arithmetic", {"missing": missing}),
            Step("rank", "by_score"),
        )
    )


def panel_from(values, regions=REGIONS, indicators=LEAVES):
    """Return the panel of two years."""
    return panel_of("town", values, regions=regions, indicators=indicators, years=(2022, 2023))


@pytest.fixture(scope="module")
def values():
    """Return skewed values (2, 9, 5) with gaps; the eighth region has only half of its values."""
    found = np.random.default_rng(3).lognormal(size=(2, 9, 5))
    for gap in ((0, 0, 0), (0, 4, 1), (1, 2, 3), (1, 5, 4), (0, 7, 0), (1, 7, 1), (0, 7, 2), (1, 7, 3)):
        found[gap] = np.nan
    found[0, 7, 4] = np.nan
    return found


@pytest.fixture(scope="module")
def people():
    """Return a measure of the regions, (2, 9)."""
    return np.random.default_rng(4).uniform(1, 5, (2, 9))


@pytest.mark.parametrize("name", PREPARATIONS)
def test_without_a_region_everything_is_as_if_it_had_never_been_there(framework_of, values, people, name):
    """Ranks are those of `score_panel` on the raw panel without the region, whatever prepares it."""
    framework, recipe = framework_of(TREE), recipe_of(*PREPARATIONS[name])
    setting = Setting(framework, groups=GROUPS, measures={"people": people})
    rows = [row for row in range(9) if name != "screened" or row != 7]
    found = without_regions(raw_of(panel_from(values), setting, recipe), rows)
    assert found.faults == ("",) * len(rows)
    for place, gone in enumerate(rows):
        kept = np.delete(np.arange(9), gone)
        panel = panel_from(values[:, kept], tuple(REGIONS[row] for row in kept))
        alone = score_panel(
            panel, framework, recipe, groups=GROUPS, measures={"people": people[:, kept]}
        ).ranks[..., 0]
        assert np.isnan(found.ranks[place, :, gone]).all()
        assert np.array_equal(found.ranks[place][:, kept], alone, equal_nan=True)


@pytest.mark.parametrize("name", PREPARATIONS)
def test_without_a_node_everything_is_as_if_it_had_never_been_declared(framework_of, values, people, name):
    """Ranks are those of `score_panel` on the raw panel and the framework without the node."""
    kept_options = [
        replace(step, options={**step.options, "by": {"u": "people"}}) if step.step == "denominate" else step
        for step in PREPARATIONS[name]
    ]
    recipe = recipe_of(*kept_options)
    around = {"groups": GROUPS, "measures": {"people": people}}
    raw = raw_of(panel_from(values), Setting(framework_of(TREE), **around), recipe)
    found = without_nodes(raw, tuple(SMALLER))
    for place, tree in enumerate(SMALLER.values()):
        framework = framework_of(tree)
        columns = [LEAVES.index(leaf) for leaf in framework.indicators]
        panel = panel_from(values[..., columns], indicators=framework.indicators)
        alone = score_panel(panel, framework, recipe, **around).ranks[..., 0]
        assert found.faults[place] == ""
        assert np.array_equal(found.ranks[place], alone, equal_nan=True)


@pytest.mark.parametrize("name", ["mean", "treated", "chained"])
def test_preparing_once_gives_other_ranks(framework_of, values, name):
    """What the repetition is for: the regions' and indicators' own influence on what was filled in or cut."""
    setting, recipe = Setting(framework_of(TREE)), recipe_of(*PREPARATIONS[name])
    raw, once = (make(panel_from(values), setting, recipe) for make in (raw_of, prepared_by))
    regions = leave_one_region_out(once.values, once.plan, once.background).ranks
    assert hangs_on_others(raw.plan)
    assert not np.array_equal(without_regions(raw, range(9)).ranks, regions, equal_nan=True)


@pytest.mark.parametrize("steps", [(), (Step("screen", "availability"), Step("denominate", "ratio", BY))])
def test_what_hangs_on_no_others_is_the_same_prepared_once(framework_of, values, people, steps):
    """No preparation, or division and a report: the batch gives what repeating gives, a lost denominator too."""
    full = np.where(np.isnan(values), 1.0, values)
    setting = Setting(framework_of(TREE), measures={"people": people})
    raw, once = (make(panel_from(full), setting, recipe_of(*steps)) for make in (raw_of, prepared_by))
    nodes = ("a", "u", "v", "w", "b", "x", "y")
    found = without_nodes(raw, nodes)
    assert not hangs_on_others(raw.plan)
    assert set(found.faults) == {""}
    assert np.array_equal(found.ranks, leave_one_node_out(once.values, once.plan, nodes).ranks)
    regions = leave_one_region_out(once.values, once.plan).ranks
    assert np.array_equal(without_regions(raw, range(9)).ranks, regions, equal_nan=True)


def test_an_indicator_that_others_are_divided_by_stays_their_denominator(framework_of, values):
    """Its gaps are filled from the whole panel; then it is a measure like any other."""
    steps = (Step("impute", "mean"), Step("denominate", "ratio", {"by": {"x": "v", "y": "v"}}))
    found = without_nodes(raw_of(panel_from(values), Setting(framework_of(TREE)), recipe_of(*steps)), ["v"])
    filled = np.where(np.isnan(values), np.nanmean(values, axis=1, keepdims=True), values)
    panel = panel_from(values[..., [0, 2, 3, 4]], indicators=("u", "w", "x", "y"))
    alone = score_panel(panel, framework_of(SMALLER["v"]), recipe_of(*steps), measures={"v": filled[..., 1]})
    assert found.faults == ("",)
    assert np.array_equal(found.ranks[0], alone.ranks[..., 0])


EDITION = """\
index: {id: idx, name: {zh: 指数, en: Index}, edition: 2023}
years: [2022, 2023]
levels:
  town: {name: {zh: 镇, en: Towns}, regions: from panel}
sources:
  values: {file: values.csv, panel: long, level: town, region: region, indicator: what, value: figure, year: year}
framework:
  - {id: a, children: [{id: u}, {id: v}, {id: w}]}
  - {id: b, children: [{id: x}, {id: y}]}
recipe:
PREPARE
  - NORMALISE
  - {step: weigh, method: improved_vector}
  - {step: aggregate, method: arithmetic}
  - {step: rank}
"""
MINMAX = "{step: normalise, method: minmax, to: [1, 100]}"


@pytest.fixture
def tables_of(tmp_path):
    """Return a function that gives both tables and the result of an edition with these values and steps."""

    def tables(values, *prepare: str, normalise=MINMAX):
        text = EDITION.replace("PREPARE\n", "".join(f"  - {step}\n" for step in prepare))
        text = text.replace("NORMALISE", normalise)
        (tmp_path / "edition.yaml").write_text(text, encoding="utf-8")
        rows = [
            (REGIONS[row], LEAVES[column], 2022 + year, "" if np.isnan(value) else repr(float(value)))
            for (year, row, column), value in np.ndenumerate(values)
        ]
        frame = pd.DataFrame(rows, columns=["region", "what", "year", "figure"])
        frame.to_csv(tmp_path / "values.csv", index=False)
        result = load(tmp_path).build()
        doubt = result.doubt(draws=1, what=("leave_one_out",))
        return doubt.table("leave_one_out"), doubt.table("ranks_without"), result

    return tables


def test_the_tables_hold_what_the_repetition_gives(tables_of, framework_of, values):
    """Every row of both tables, with imputation and treatment, from `score_panel` on the smaller panels."""
    summary, stated, result = tables_of(
        values, "{step: impute, method: mean}", "{step: treat, method: winsorise_then_log}"
    )
    recipe, framework = result.edition.recipe, framework_of(TREE)
    whole = score_panel(panel_from(values), framework, recipe)
    assert (summary["fault"] == "").all()
    for gone, region in enumerate(REGIONS):
        kept = np.delete(np.arange(9), gone)
        names = tuple(REGIONS[row] for row in kept)
        alone = score_panel(panel_from(values[:, kept], names), framework, recipe).ranks[..., 0]
        expected = by_score(whole.scores[:, kept, 0])
        for year, label in enumerate((2022, 2023)):
            row = summary[(summary["left_out"] == region) & (summary["year"] == label)].iloc[0]
            assert row["mean_shift"] == pytest.approx(np.abs(alone[year] - expected[year]).mean())
            assert row["reversals"] == reversals_of(whole.ranks[year, kept, 0], alone[[year]])[0]
            moved = {names[at]: alone[year, at] for at in np.flatnonzero(alone[year] != expected[year])}
            own = stated[(stated["left_out"] == region) & (stated["year"] == label)]
            assert own.set_index("region")["rank_without"].to_dict() == moved
    for node, tree in SMALLER.items():
        smaller = framework_of(tree)
        columns = [LEAVES.index(leaf) for leaf in smaller.indicators]
        panel = panel_from(values[..., columns], indicators=smaller.indicators)
        alone = score_panel(panel, smaller, recipe).ranks[..., 0]
        own = stated[stated["left_out"] == node].pivot_table(
            index="region", columns="year", values="rank_without"
        )
        assert np.array_equal(own.loc[list(REGIONS)].to_numpy().T, alone)


def test_one_fault_leaves_the_other_rankings_standing(tables_of, values):
    """The only region with a value to fill from cannot be left out: its row says so, the others have numbers."""
    lone = np.array(values)
    lone[0, :, 0] = [2.0, *[np.nan] * 8]
    summary, stated, result = tables_of(lone, "{step: impute, method: mean}")
    faulty = summary[summary["fault"] != ""]
    assert faulty["left_out"].tolist() == ["r0", "r0"]
    assert faulty["year"].tolist() == [2022, 2023]
    assert faulty["fault"].str.contains("step impute, indicator u").all()
    assert faulty[["mean_shift", "largest_shift", "reversals", "first_holds"]].isna().all(axis=None)
    assert summary[summary["fault"] == ""]["mean_shift"].notna().all()
    assert "r0" not in set(stated["left_out"])
    said = checks_summary(result.doubt(draws=1, what=("leave_one_out",)))
    assert "no ranking without r0: level town, step impute, indicator u" in said


def test_a_fault_without_preparation_is_told_as_well(tables_of, values):
    """The region that all are measured against cannot be left out; the batch gives way to one by one."""
    full = np.where(np.isnan(values), 1.0, values)
    full[:, 2] = 20.0
    steps = "{step: normalise, method: distance_to_reference, reference: r2}"
    summary, _, _ = tables_of(full, normalise=steps)
    faulty = summary[summary["fault"] != ""]
    assert faulty["left_out"].unique().tolist() == ["r2"]
    assert faulty["fault"].str.contains("no region 'r2'").all()
    assert len(summary) == 2 * (9 + 7)


def test_a_region_that_another_screening_lets_in_is_listed(tables_of, values):
    """Screened out with all indicators, ranked without those that it lacks: no rank, then one."""
    _, stated, _ = tables_of(
        values, "{step: screen, drop: regions, data: 0.7}", "{step: impute, method: mean}"
    )
    own = stated[stated["region"] == "r7"]
    assert own["rank"].isna().all()
    assert own[own["left_out"] == "a"]["rank_without"].notna().all()
    assert own[own["left_out"] == "b"]["rank_without"].isna().all()


def test_without_preparation_the_batch_is_all_that_runs(tables_of, values, monkeypatch):
    """The fast path stands: nothing is prepared anew where nothing hangs on others."""
    monkeypatch.setattr("zhishu.doubt.leave_one_out_tables.without_nodes", None)
    monkeypatch.setattr("zhishu.doubt.leave_one_out_tables.without_regions", None)
    summary, _, _ = tables_of(np.where(np.isnan(values), 1.0, values))
    assert summary["mean_shift"].notna().all()
