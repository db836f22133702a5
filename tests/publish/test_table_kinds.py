"""Tables as kinds on made-up results: what they leave out, and what degenerate editions give."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zhishu.publish.tables  # noqa: F401 - registers the kinds
from zhishu.edition import Records
from zhishu.errors import EditionError
from zhishu.framework import Direction, Framework, Measure, Node, Text
from zhishu.publish.figure import Interval, cell_text
from zhishu.publish.findings import Findings
from zhishu.publish.kinds import KINDS, make
from zhishu.publish.method import weights_without_say
from zhishu.publish.tables.framework import direction_words, measure_words
from zhishu.recipe import Recipe, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.result import Result

    Build = Callable[..., Result]

SAMPLE: dict[str, dict[str, Any]] = {
    "framework": {},
    "leading": {"level": "town"},
    "whole": {"level": "town"},
    "method": {},
    "data_quality": {"level": "town"},
    "groups": {"level": "town", "grouping": "none"},
    "uncertainty": {},
    "sources": {},
    "coherence": {"level": "town"},
}


@pytest.mark.parametrize(
    ("names", "scores"),
    [
        (("A",), [1.0]),
        (("A", "B"), [np.nan, np.nan]),
        (("A", "B", "C"), [0.0, 0.0, 0.0]),
        (("A", "B"), [-3.0, 2.0]),
    ],
)
@pytest.mark.parametrize("kind", SAMPLE)
def test_any_shape_of_result_gives_a_table_or_none(
    towns: Build, kind: str, names: tuple[str, ...], scores: list[float]
) -> None:
    """One region, no score at all, ties and negatives: cells can be said in both languages."""
    result = towns(names, scores=np.array(scores))
    table = make(Findings(result), "table", kind, SAMPLE[kind], where="test")
    if table is None:
        return
    for row in table.data.rows:
        for cell, column in zip(row, table.data.columns, strict=True):
            assert cell_text(cell, column, "zh") is not None
            assert cell_text(cell, column, "en") != "nan"


def test_every_kind_of_table_is_registered() -> None:
    """The tables that a report may name are there by name."""
    assert SAMPLE.keys() <= KINDS["table"].keys()


def test_an_unknown_option_is_refused_with_the_known_ones(towns: Build) -> None:
    """A wrong option of a table is an error that lists the options there are."""
    with pytest.raises(EditionError) as caught:
        make(Findings(towns(("A",))), "table", "leading", {"level": "town", "tops": 3}, where="report.yaml")
    assert "top" in str(caught.value.allowed)


def test_without_draws_there_is_no_interval_and_no_uncertainty(towns: Build) -> None:
    """An edition without draws has rankings without intervals, and no table of uncertainty."""
    findings = Findings(towns(("A", "B")))
    for kind in ("leading", "whole"):
        table = make(findings, "table", kind, {"level": "town"}, where="test")
        assert "interval" not in [column.id for column in table.data.columns]
        assert table.note is None
    assert make(findings, "table", "uncertainty", {}, where="test") is None


def test_rows_and_columns_lead_to_region_and_node(china: Build) -> None:
    """Each row has its region's code, each column of ranks or scores its node."""
    table = make(Findings(china()), "table", "whole", {"level": "city"}, where="test")
    assert table.data.level == "city"
    assert len(set(table.data.regions)) == 163
    nodes = {column.id: column.node for column in table.data.columns}
    assert nodes["rank"] == nodes["score"] == "index"
    assert nodes["talent-rank" if "talent-rank" in nodes else "level-rank"] != ""


def test_interval_cells_stand_beside_ranks(towns: Build) -> None:
    """With draws every region has the interval of its rank, which holds the rank's neighbours."""
    from zhishu.doubt.doubt import doubt_of

    result = towns(("A", "B", "C"))
    drawn = replace(result, uncertainty=doubt_of(result, draws=50, seed=0))
    table = make(Findings(drawn), "table", "leading", {"level": "town"}, where="test")
    at = [column.id for column in table.data.columns].index("interval")
    cells = [row[at] for row in table.data.rows]
    assert all(isinstance(cell, Interval) and 1 <= cell.low <= cell.high <= 3 for cell in cells)
    said = make(Findings(drawn), "table", "uncertainty", {}, where="test").data.rows
    assert ("Draws", "50") in {(row[0].en, row[1].en) for row in said}


def test_method_sheet_tells_defaults_that_the_recipe_leaves_out(towns: Build) -> None:
    """Steps that are not written but run are in the sheet, in the order in which they run."""
    result = towns(("A", "B"))
    edition = replace(result.edition, recipe=Recipe((Step("weigh", "equal"), Step("impute", "median"))))
    table = make(Findings(replace(result, edition=edition)), "table", "method", {}, where="test")
    assert [row[0].en for row in table.data.rows] == [
        "Imputation",
        "Normalisation",
        "Weighting",
        "Aggregation",
        "Ranking",
    ]
    assert not any("seed" in row[3] for row in table.data.rows), "none of these methods draws"


@pytest.mark.parametrize(
    ("options", "said"),
    [({}, "base_year: 2021; factor: 100"), ({"base_year": 2022}, "base_year: 2022; factor: 100")],
)
def test_method_sheet_names_the_base_year(towns: Build, options: dict[str, Any], said: str) -> None:
    """The first, where the recipe names none; a base of other regions is no option that counts."""
    result = towns(("A", "B"))
    recipe = Recipe((Step("normalise", "own_base", options),))
    edition = replace(result.edition, recipe=recipe, years=(2021, 2022))
    table = make(Findings(replace(result, edition=edition)), "table", "method", {}, where="test")
    assert said in table.data.rows[0][3]
    assert "base:" not in table.data.rows[0][3]


def test_method_sheet_tells_the_methods_of_single_indicators_and_groups(towns: Build) -> None:
    """Each with its formula and source, once where several share it, with the options that are its own."""
    result = towns(("A", "B"))
    first, *others = result.edition.framework.indicators
    own = {first: {"method": "own_base"}, **{name: {"method": "rank"} for name in others}}
    group = {result.edition.framework.root.id: {"method": "unobserved_components"}}
    steps = (Step("normalise", "minmax", {"by_indicator": own}), Step("weigh", "equal", {"by_node": group}))
    edition = replace(result.edition, recipe=Recipe(steps), years=(2021, 2022))
    table = make(Findings(replace(result, edition=edition)), "table", "method", {}, where="test")
    told = [(row[0].en.split(" (")[0], row[1].en) for row in table.data.rows]
    assert told[:-2] == [
        ("Normalisation", "Min–max"),
        ("Normalisation", "Own value in a base year"),
        ("Normalisation", "Rank, from the worst upwards"),
        ("Weighting", "Equal weights"),
        ("Weighting", "Unobserved components model"),
    ]
    assert table.data.rows[1][3] == "base_year: 2021; factor: 100"
    assert table.data.rows[1][0].zh.startswith("标准化（")


@pytest.mark.parametrize(
    ("groups", "said"), [(2, ["Index", "G0, G1"]), (8, ["Index", "8 groups at depth 1"])], ids=["few", "many"]
)
def test_method_sheet_tells_the_methods_of_levels(
    towns: Build, framework_of: Any, groups: int, said: list[str]
) -> None:
    """`by_depth` has its lines: groups by name where they are few; what `by_node` names stands there alone."""
    result = towns(("A", "B"))
    framework = framework_of({f"g{number}": {f"x{number}": None} for number in range(groups)})
    names = {"index": Text("指数", "Index")} | {f"g{n}": Text(f"组{n}", f"G{n}") for n in range(groups)}
    nodes = tuple(replace(node, name=names.get(node.id, node.name)) for node in framework)
    layers = [{"method": "geometric"}, {"method": "topsis"}]
    step = Step("aggregate", "arithmetic", {"by_depth": layers})
    edition = replace(result.edition, recipe=Recipe((step,)), framework=Framework(nodes))
    table = make(Findings(replace(result, edition=edition)), "table", "method", {}, where="test")
    rows = [row for row in table.data.rows if row[0].en.startswith("Aggregation (")]
    assert [row[0].en for row in rows] == [f"Aggregation ({name})" for name in said]
    assert [row[1].en for row in rows] == ["Weighted geometric mean", "TOPSIS"]
    node = {"by_node": {"index": {"method": "topsis"}}, "by_depth": layers}
    edition = replace(edition, recipe=Recipe((Step("aggregate", "arithmetic", node),)))
    table = make(Findings(replace(result, edition=edition)), "table", "method", {}, where="test")
    told = [row[1].en for row in table.data.rows if row[0].en.startswith("Aggregation (")]
    assert told == ["TOPSIS"], "the index and the level below it have the same method: one line"


@pytest.mark.parametrize(
    ("options", "zh", "en"),
    [
        ({}, None, None),
        ({"method": "benefit_of_the_doubt"}, "所用合成方法不看权重大小", "The aggregation takes no heed"),
        (
            {"by_node": {"g0": {"method": "benefit_of_the_doubt"}}},
            "所用合成方法（组0之下的组）不看权重大小",
            "The aggregation (groups below G0) takes no heed",
        ),
        ({"method": "russell_benefit"}, "不看权重大小", "takes no heed"),
        ({"method": "russell_benefit", "mean": "weighted"}, None, None),
    ],
    ids=str,
)
def test_weights_that_have_no_say_are_said_to_have_none(
    towns: Build, framework_of: Any, options: dict[str, Any], zh: str | None, en: str | None
) -> None:
    """Beside the weights, for all groups or those that it is true of, as the options are."""
    edition = towns(("A", "B")).edition
    framework = framework_of({f"g{number}": {f"x{number}": None} for number in range(2)})
    names = {f"g{n}": Text(f"组{n}", f"G{n}") for n in range(2)}
    nodes = tuple(replace(node, name=names.get(node.id, node.name)) for node in framework)
    method = options.get("method", "arithmetic")
    rest = {name: value for name, value in options.items() if name != "method"}
    steps = (
        Step("normalise", "minmax"),
        Step("weigh", "equal"),
        Step("aggregate", method, rest),
        Step("rank", "by_score"),
    )
    said = weights_without_say(replace(edition, framework=Framework(nodes), recipe=Recipe(steps)))
    assert (said is None) is (zh is None)
    if said is not None:
        assert zh in said.zh
        assert en in said.en


def test_the_note_on_weights_stands_with_the_indicator_system(towns: Build) -> None:
    """Of a result whose aggregation takes none, and not of another."""
    result = towns(("A", "B"))
    steps = (
        Step("normalise", "minmax"),
        Step("weigh", "equal"),
        Step("aggregate", "benefit_of_the_doubt"),
        Step("rank", "by_score"),
    )
    for recipe, there in ((result.edition.recipe, False), (Recipe(steps), True)):
        edition = replace(result.edition, recipe=recipe)
        table = make(Findings(replace(result, edition=edition)), "table", "framework", {}, where="test")
        assert ("不看权重大小" in table.note.zh) is there


def test_measures_are_said_with_the_labels_of_tables_and_columns(towns: Build) -> None:
    """A measure names its table and column as people call them, and its condition as it is written."""
    edition = replace(towns(("A",)).edition, records=(Records("firms", "f.csv", table="firms"),))
    measure = Measure("firms", "sum", "patents", "is_listed")
    node = Node("x", Text("甲", "X"), "index", measures={"*": measure})
    assert measure_words(edition, node) == Text(
        "“企业”表“专利数”合计，条件：is_listed", "firms: sum of patents where is_listed"
    )
    several = {"town": Measure("firms", "count"), "*": Measure("firms", "any")}
    said = measure_words(edition, replace(node, measures=several))
    assert said.zh == "城镇：“企业”表计数；其他层级：“企业”表有无"


def test_directions_are_said() -> None:
    """Every kind of direction has words in both languages."""
    assert direction_words(Direction("negative")).zh == "负向"
    assert direction_words(Direction("target", 3.0, 3.0)).en == "best at 3"
    assert direction_words(Direction("interval", 1.0, 2.5)).zh == "以 1 至 2.5 为最优"


def test_missing_values_are_counted_and_have_no_range(towns: Build) -> None:
    """An indicator without any value is wholly missing; its minimum, median and maximum are dashes."""
    result = towns(("A", "B"))
    found = result.levels["town"]
    values = found.panel.values.copy()
    values[0, :, 0] = np.nan
    panel = replace(found.panel, values=values)
    changed = replace(result, levels={"town": replace(found, panel=panel)})
    table = make(Findings(changed), "table", "data_quality", {"level": "town"}, where="test")
    row = table.data.rows[0]
    assert row[3] == 1.0
    assert [cell.en for cell in row[-3:]] == ["—", "—", "—"]
