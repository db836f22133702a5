"""The sheets that calculate: scores and ranks as formulas on weights and comparable values."""

from __future__ import annotations

from math import isnan
from types import MappingProxyType
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.workbook.inputs import label_columns, weight_cell
from zhishu.publish.workbook.level import LABELS, SAME, SCALED
from zhishu.publish.workbook.sheet import TOP, Column, Formula, Rule, Sheet, Shown, at, span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.publish.workbook.level import LevelSheets
    from zhishu.publish.workbook.sheet import Cell

SCORES_LIVE = Text(
    "每个得分都是公式：指标得分 = 标准化值 × 满分；上级得分 = 下级得分按组内权重的{}（权重先除以其和）。",
    "Every score is a formula: an indicator’s is its comparable value times the scale, a parent’s is the "
    "{} of the scores below, their weights divided by their sum.",
)
SCORES_FIXED = Text(
    "以下各项的合成方法没有对应的表格公式，只写数值，不随权重变化：{}。其余得分为公式。",
    "No spreadsheet formula makes these, so they are values and do not follow a weight: {}. "
    "The other scores are formulas.",
)
MEAN_NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "arithmetic": Text("加权算术平均", "weighted arithmetic mean"),
        "geometric": Text("加权几何平均", "weighted geometric mean"),
        "harmonic": Text("加权调和平均", "weighted harmonic mean"),
    }
)
NOT_LISTED = Text("等 {} 项", "and others, {} in all")
LISTED = 12
"""Names in a note before it only counts."""
RANKS_LIVE = Text("名次由得分表用公式排出。", "Ranks are formulas on the sheet of scores.")
RANKS_FIXED = Text(
    "本方法的排名规则没有对应的表格公式，名次为数值。",
    "No spreadsheet formula ranks as this method does, so ranks stand as values.",
)
WEIGHT, SCALE = Text("组内权重", "Weight"), Text("满分", "Scale")
SCORE, RANK = Text("总得分", "Total score"), Text("名次", "Rank")
ORDER = Text("排序位", "Position")
MARGIN = f"{SAME:.9f}"
"""The margin as a formula writes it."""
PINNED = 2
"""Rows pinned on the sheet of scores: weights, and the scale."""
FIRST_SCORE = TOP + PINNED


def scores_sheet(around: LevelSheets, title: str) -> Sheet:
    """Return the score of every region at every node, live wherever it is a weighted arithmetic mean."""
    framework = around.framework
    columns = (
        *label_columns(around),
        *(Column(around.said(framework[node].name), "score") for node in around.nodes),
    )
    weights: tuple[Cell, ...] = tuple(
        Formula(weight_cell(around, node), _weight(around, node), look="exact") for node in around.nodes
    )
    scale: tuple[Cell, ...] = ("", around.said(SCALE), Shown(around.scale, "integer"))
    rows = tuple(
        (
            name.code,
            around.name(row),
            *(_score(around, node, row) for node in around.nodes),
        )
        for row, name in enumerate(around.names)
    )
    return Sheet(
        around.sheets["scores"],
        title,
        _scores_note(around),
        columns,
        rows,
        pinned=(("", around.said(WEIGHT), *weights), scale),
        rules=tuple(Rule("bar", around.column(node), around.column(node)) for node in around.nodes[:1]),
    )


def _scores_note(around: LevelSheets) -> str:
    separator = ", " if around.language == "en" else "、"
    fixed = [around.said(around.framework[node].name) for node in around.nodes if node not in around.live]
    if not fixed:
        means = [name for mean, name in MEAN_NAMES.items() if mean in around.live.values()]
        return around.said(SCORES_LIVE).format(separator.join(around.said(name) for name in means))
    more = [around.said(NOT_LISTED).format(len(fixed))] if len(fixed) > LISTED else []
    return around.said(SCORES_FIXED).format(separator.join(fixed[:LISTED] + more))


def _weight(around: LevelSheets, node: str) -> float:
    weights = around.found.weights
    assert weights is not None  # noqa: S101 - only scored levels come here
    return float(weights[-1, around.framework.ids.index(node)])


def _score(around: LevelSheets, node: str, row: int) -> Cell:
    score = float(around.values(around.found.scores, node)[row])
    if node not in around.live:
        return score
    makes, value = around.live[node], "" if isnan(score) else score
    if makes == SCALED:
        return Formula(_scaled(around, node, row), value)
    weights, scores = _below(around, node, row)
    if makes == "arithmetic":
        return Formula(_arithmetic(weights, scores, gaps=around.gaps), value)
    return Formula(_curved(makes, weights, scores), value, array=True)


def _scaled(around: LevelSheets, node: str, row: int) -> str:
    column = LABELS + around.framework.indicators.index(node)
    value = at(TOP + row, column, sheet=around.sheets["normalised"])
    scale = at(TOP + 1, LABELS, fixed="both")
    return f'IF(ISNUMBER({value}),{value}*{scale},"")' if around.gaps else f"{value}*{scale}"


def _below(around: LevelSheets, node: str, row: int) -> tuple[str, str]:
    """Return the ranges of the weights and of the scores of a node's children, which stand side by side."""
    children = around.framework[node].children
    first, last = around.column(children[0]), around.column(children[-1])
    return (
        span((TOP, first), (TOP, last), fixed="row"),
        span((FIRST_SCORE + row, first), (FIRST_SCORE + row, last)),
    )


def _arithmetic(weights: str, scores: str, *, gaps: bool) -> str:
    total = f"SUMPRODUCT({weights},{scores})"
    if not gaps:
        return f"{total}/SUM({weights})"
    present = f"SUMPRODUCT({weights},--ISNUMBER({scores}))"
    return f'IF({present}>0,{total}/{present},"")'


def _curved(makes: str, weights: str, scores: str) -> str:
    """Return a geometric or harmonic mean; a zero that weighs anything makes it 0, a gap is left out."""
    # A text is more than any number in a spreadsheet, so what is missing has to be asked for first.
    positive = f"IF(ISNUMBER({scores}),IF({scores}>0,{scores},1),1)"
    nought = f"SUM(IF(ISNUMBER({scores}),({weights}>0)*({scores}<=0),0))"
    present = f"SUM({weights}*ISNUMBER({scores}))"
    mean = {
        "geometric": f"EXP(SUM({weights}*LN({positive}))/{present})",
        "harmonic": f"{present}/SUM({weights}*ISNUMBER({scores})/{positive})",
    }[makes]
    return f'IF({present}>0,IF({nought}>0,0,{mean}),"")'


def score_range(around: LevelSheets, node: str) -> str:
    """Return the reference of a node's scores of all regions."""
    column = around.column(node)
    last = FIRST_SCORE + len(around.names) - 1
    return span((FIRST_SCORE, column), (last, column), sheet=around.sheets["scores"], fixed="both")


def ranks_sheet(around: LevelSheets, title: str) -> Sheet:
    """Return the rank of every region at every node, and the order in which the ranking lists them."""
    columns = (
        *label_columns(around),
        *(Column(around.said(around.framework[node].name), "rank") for node in around.nodes),
        *((Column(around.said(ORDER), "rank"),) if around.ties else ()),
    )
    positions = _positions(around)
    uneven = frozenset(node for node in around.nodes if around.uneven_ties(node))
    rows = tuple(
        (
            name.code,
            around.name(row),
            *(_rank(around, node, row, uneven) for node in around.nodes),
            *((Formula(_position(around, row), positions[row]),) if around.ties else ()),
        )
        for row, name in enumerate(around.names)
    )
    note = around.said(RANKS_LIVE if around.ties else RANKS_FIXED)
    rules = (Rule("podium", LABELS, LABELS + len(around.nodes) - 1),)
    return Sheet(around.sheets["ranks"], title, note, columns, rows, rules=rules)


def _rank(around: LevelSheets, node: str, row: int, uneven: frozenset[str]) -> Cell:
    rank = float(around.values(around.found.ranks, node)[row])
    if not around.ties:
        return rank
    score = at(FIRST_SCORE + row, around.column(node), sheet=around.sheets["scores"])
    scores = score_range(around, node)
    formula = _ranking(around.ties, score, scores, exact=node not in uneven)
    if around.gaps:
        formula = f'IF(ISNUMBER({score}),{formula},"")'
    return Formula(formula, "" if isnan(rank) else rank)


def _ranking(ties: str, score: str, scores: str, *, exact: bool) -> str:
    """Return the rank of a score; unless `exact`, scores within the margin are equal."""
    better = f'COUNTIF({scores},">"&({score}+{MARGIN}))'
    as_good = f'COUNTIF({scores},">="&({score}-{MARGIN}))'
    different = f"SUMPRODUCT(ISNUMBER({scores})*({scores}>{score})/COUNTIF({scores},{scores}))+1"
    formulas = {
        "min": f"{better}+1",
        "max": as_good,
        "average": f"({better}+1+{as_good})/2",
        "dense": different,
    }
    if exact:
        formulas |= {"min": f"RANK({score},{scores},0)", "average": f"_xlfn.RANK.AVG({score},{scores},0)"}
    return formulas[ties]


def _positions(around: LevelSheets) -> list[float]:
    """Return every region's place in the list of all: by score, ties in the order of the sheet."""
    scores = around.values(around.found.scores, around.nodes[0])
    order = sorted(
        range(len(scores)),
        key=lambda row: (isnan(scores[row]), -scores[row] if not isnan(scores[row]) else 0.0),
    )
    places = {row: float(place) for place, row in enumerate(order, start=1)}
    return [places[row] for row in range(len(scores))]


def _position(around: LevelSheets, row: int) -> str:
    root, name = around.nodes[0], around.sheets["scores"]
    score, scores = at(FIRST_SCORE + row, around.column(root), sheet=name), score_range(around, root)
    above = span(
        (FIRST_SCORE, around.column(root)), (FIRST_SCORE + row, around.column(root)), sheet=name, fixed="both"
    )
    alike = f"SUMPRODUCT(({above}>={score}-{MARGIN})*({above}<={score}+{MARGIN}))"
    place = f'COUNTIF({scores},">"&({score}+{MARGIN}))+{alike}'
    if not around.gaps:
        return place
    return f"IF(ISNUMBER({score}),{place},COUNT({scores})+SUMPRODUCT(--NOT(ISNUMBER({above}))))"
