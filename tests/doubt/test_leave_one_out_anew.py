"""Leave one out with the preparation repeated: against scoring the smaller raw panel from the start."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest


from zhishu.doubt.leave_one_out import leave_one_node_out, leave_one_region_out, reversals_of
from zhishu.doubt.leave_one_out_anew import hangs_on_others, raw_of, without_nodes, without_regions
from zhishu.doubt.prepared import Setting, prepared_by
from zhishu.edition_file import load
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import score_panel
from zhishu.score.plan import compile_plan

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
groups:
  part: {level: town, groups: {east: [r0, r1, r2, r3], west: [r4, r5, r6, r7, r8]}}
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
    """Return a function that gives both tables of an edition with these values and steps, and its ranking."""

    def tables(values, *prepare, normalise=MINMAX):
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
        return doubt, result

    return tables
