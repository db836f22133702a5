"""The sheets before the scores: the framework, raw and treated values, normalised values, weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.panel import Status
from zhishu.publish.figures.choice import noted
from zhishu.publish.method import weights_without_say
from zhishu.publish.names import region_names
from zhishu.publish.workbook.level import LABELS
from zhishu.publish.workbook.sheet import TOP, Column, Formula, Rule, Sheet, Shown, at, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from zhishu.edition import Edition
    from zhishu.framework import Measure, Node
    from zhishu.panel import Panel
    from zhishu.publish.figure import Language
    from zhishu.publish.workbook.level import LevelSheets
    from zhishu.publish.workbook.sheet import Cell, Look

DIRECTIONS = {
    "positive": Text("越大越好", "more is better"),
    "negative": Text("越小越好", "less is better"),
    "target": Text("越接近目标值越好", "near the target is better"),
    "interval": Text("落在区间内最好", "inside the interval is best"),
}
CODE, REGION = Text("代码", "Code"), Text("地区", "Region")
FRAMEWORK = Text("指标体系", "Framework")
FRAMEWORK_NOTE = Text(
    "由总指数到指标逐级展开；“口径”写明数字如何由源表得到。",
    "From the index down to its indicators; “measure” says how a number comes from the source table.",
)
WEIGHT_AT = Text("{}全局权重", "{}: effective weight")
EFFECTIVE = 5
"""The column of effective weights on a level's sheet of weights."""
RAW_NOTE = Text(
    "各指标的原始取值；底色：蓝为插补，橙为处理，灰为缺失。",
    "Values as measured. Blue cells were imputed, orange ones treated, grey ones are missing.",
)
NORMALISED_NOTE = Text("换算后可比的数值，得分由此计算。", "Comparable values: what the scores are made of.")
WEIGHTS_NOTE = Text(
    "黄色格为同组内权重，可以改动：得分、名次、梯队和排行随即重算（公式按组内权重之和归一）。",
    "The yellow cells, weights within a group, may be changed: scores, ranks, tiers and ranking follow "
    "(the formulas divide by the sum of the group).",
)
WEIGHTS_FIXED = Text(
    "得分表中注明为数值的各项除外：它们不随权重变化。",
    "But for the scores that the sheet of scores names as values: they do not follow a weight.",
)
LOOKS: Mapping[int, Look] = {
    Status.IMPUTED: "imputed",
    Status.TREATED: "treated",
    Status.SUPPRESSED: "missing",
    Status.MISSING: "missing",
}


def framework_sheet(
    edition: Edition, language: Language, name: str, arounds: Iterable[LevelSheets] = ()
) -> Sheet:
    """Return the tree of the index: name, id, weight per level, unit, direction, measure of every node."""
    arounds = tuple(arounds)
    titles = (
        Text("指标", "Node"),
        Text("标识", "Id"),
        Text("上级", "Parent"),
        Text("单位", "Unit"),
        Text("方向", "Direction"),
        Text("口径", "Measure"),
        Text("说明", "Description"),
    )
    columns = tuple(Column(title.in_language(language)) for title in titles)
    weights = tuple(
        Column(WEIGHT_AT.in_language(language).format(around.said(around.level.name)), "share")
        for around in arounds
    )
    return Sheet(
        name,
        FRAMEWORK.in_language(language),
        FRAMEWORK_NOTE.in_language(language),
        (*columns[:2], *weights, *columns[2:]),
        tuple(_node_row(node, language, arounds) for node in edition.framework),
        frozen=1,
        indents=tuple(edition.framework.depth(node) for node in edition.framework.ids),
    )


def _node_row(node: Node, language: Language, arounds: Iterable[LevelSheets]) -> tuple[Cell, ...]:
    measures = "; ".join(
        (f"{level}: " if level != "*" else "") + _measure(measure) for level, measure in node.measures.items()
    )
    return (
        node.name.in_language(language),
        node.id,
        *(_effective(around, node.id) for around in arounds),
        node.parent or "",
        node.unit.in_language(language) if node.unit else "",
        DIRECTIONS[node.direction.kind].in_language(language) if node.is_indicator else "",
        measures,
        node.description.in_language(language) if node.description else "",
    )


def _effective(around: LevelSheets, node: str) -> Cell:
    """Return a node's effective weight, live from the level's sheet of weights."""
    place, effective = around.framework.ids.index(node), around.found.effective
    if effective is None:
        return None
    cell = at(TOP + place, EFFECTIVE, sheet=around.sheets["weights"])
    return Formula(cell, float(effective[-1, place]))


def _measure(measure: Measure) -> str:
    what = f" {measure.column}" if measure.column else ""
    where = f" where {measure.where}" if measure.where else ""
    return f"{measure.summary}{what} from {measure.source}{where}"


def panel_sheet(edition: Edition, panel: Panel, language: Language, name: str, title: str) -> Sheet:
    """Return every value of a panel, regions down and indicators across, a row per year."""
    years = len(panel.years) > 1
    nodes = [edition.framework[indicator] for indicator in panel.indicators]
    columns = (
        Column(CODE.in_language(language)),
        Column(REGION.in_language(language)),
        *((Column(Text("年份", "Year").in_language(language), "rank"),) if years else ()),
        *(
            Column(_with_unit(node, language), _number_look(panel.values[:, :, place]))
            for place, node in enumerate(nodes)
        ),
    )
    names = region_names(panel)
    rows = tuple(
        (
            region.code,
            region.full.in_language(language),
            *((float(year),) if years else ()),
            *_panel_cells(panel.values[at_year, row], panel.status[at_year, row]),
        )
        for at_year, year in enumerate(panel.years)
        for row, region in enumerate(names)
    )
    return Sheet(name, title, RAW_NOTE.in_language(language), columns, rows)


def _panel_cells(values: NDArray[np.float64], status: NDArray[np.uint8]) -> tuple[Cell, ...]:
    return tuple(
        Shown(value, LOOKS[state]) if state in LOOKS else value
        for value, state in zip(values.tolist(), status.tolist(), strict=True)
    )


def _number_look(values: NDArray[np.float64]) -> Look:
    known = values[~np.isnan(values)]
    return "integer" if np.array_equal(known, np.round(known)) else "number"


def _with_unit(node: Node, language: Language) -> str:
    name = node.name.in_language(language)
    unit = node.unit.in_language(language) if node.unit else ""
    if not unit:
        return name
    return f"{name} ({unit})" if language == "en" else f"{name}（{unit}）"


def normalised_sheet(around: LevelSheets, title: str) -> Sheet:
    """Return the comparable values of the latest year."""
    normalised, indicators = around.found.normalised, around.framework.indicators
    assert normalised is not None  # noqa: S101 - only levels with them get this sheet
    columns = (
        *label_columns(around),
        *(Column(around.said(around.framework[indicator].name), "exact") for indicator in indicators),
    )
    rows = tuple(
        (name.code, around.said(name.full), *normalised[-1, row].tolist())
        for row, name in enumerate(around.names)
    )
    rules = (Rule("scale", LABELS, LABELS + len(indicators) - 1),)
    return Sheet(around.sheets["normalised"], title, around.said(NORMALISED_NOTE), columns, rows, rules=rules)


def label_columns(around: LevelSheets) -> tuple[Column, Column]:
    """Return the headings of a region's code and name."""
    return Column(around.said(CODE)), Column(around.said(around.level.name))


def weights_sheet(around: LevelSheets, title: str) -> Sheet:
    """Return the tree with weights that may be changed, their sums, and live effective weights."""
    framework = around.framework
    titles = (
        (Text("指标", "Node"), "text"),
        (Text("标识", "Id"), "text"),
        (Text("上级", "Parent"), "text"),
        (Text("组内权重", "Weight within group"), "input"),
        (Text("组内合计", "Sum of the group"), "exact"),
        (Text("全局权重", "Effective weight"), "share"),
    )
    rows = tuple(_weight_row(around, place) for place in range(len(framework.ids)))
    columns: tuple[Column, ...] = tuple(Column(around.said(text), look) for text, look in titles)  # type: ignore[arg-type]  # literals
    return Sheet(
        around.sheets["weights"],
        title,
        _weights_note(around),
        columns,
        rows,
        rules=(Rule("not_one", 4, 4), Rule("bar", 5, 5)),
        frozen=1,
        indents=tuple(framework.depth(node) for node in framework.ids),
    )


def _weights_note(around: LevelSheets) -> str:
    fixed = WEIGHTS_FIXED if len(around.live) < len(around.nodes) else None
    note = noted(WEIGHTS_NOTE, fixed, weights_without_say(around.edition))
    assert note is not None  # noqa: S101 - the first part is always there
    return around.said(note)


def weight_cell(around: LevelSheets, node: str) -> str:
    """Return the reference of a node's weight within its group."""
    row = TOP + around.framework.ids.index(node)
    return at(row, 3, sheet=around.sheets["weights"], fixed="both")


def _weight_row(around: LevelSheets, place: int) -> tuple[Cell, ...]:
    node, last = around.framework.nodes[place], TOP + len(around.framework.ids) - 1
    found = around.found
    assert found.weights is not None  # noqa: S101 - as above
    assert found.effective is not None  # noqa: S101 - as above
    weight, effective = float(found.weights[-1, place]), float(found.effective[-1, place])
    named = (around.said(node.name), node.id, node.parent or "")
    if node.parent is None:
        return (*named, Shown(weight, "exact"), 1.0, effective)
    row, parent = TOP + place, around.framework.ids.index(node.parent)
    parents, weights = (span((TOP, column), (last, column), fixed="both") for column in (2, 3))
    total = f"SUMPRODUCT(--({parents}={at(row, 2)}),{weights})"
    siblings = [around.framework.ids.index(child) for child in around.framework[node.parent].children]
    live = f"IF({at(row, 4)}=0,0,{at(row, 3)}/{at(row, 4)}*{at(TOP + parent, 5)})"
    return (
        *named,
        weight,
        Formula(total, float(np.sum(found.weights[-1, siblings]))),
        Formula(live, effective),
    )
