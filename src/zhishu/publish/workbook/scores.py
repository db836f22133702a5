"""The sheets that calculate: scores, ranks and tiers as formulas on weights and comparable values."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.workbook.inputs import label_columns, weight_cell
from zhishu.publish.workbook.level import LABELS, settled
from zhishu.publish.workbook.sheet import TOP, Column, Formula, Rule, Sheet, Shown, at, span

if TYPE_CHECKING:
    from zhishu.publish.workbook.level import LevelSheets
    from zhishu.publish.workbook.sheet import Cell

SCORES_LIVE = Text(
    "每个得分都是公式：指标得分 = 标准化值 × 满分；上级得分 = SUMPRODUCT(下级得分, 组内权重) ÷ 权重之和。",
    "Every score is a formula: an indicator’s is its comparable value times the scale, a parent’s is "
    "SUMPRODUCT of the scores below and their weights, divided by the sum of the weights.",
)
SCORES_FIXED = Text(
    "以下各项不是加权算术平均得来，因此只写数值，不写公式：{}。",
    "These are no weighted arithmetic means, so they stand as values without formulas: {}.",
)
RANKS_LIVE = Text("名次由得分表用公式排出。", "Ranks are formulas on the sheet of scores.")
RANKS_FIXED = Text(
    "本方法的排名规则没有对应的表格公式，名次为数值。",
    "No spreadsheet formula ranks as this method does, so ranks stand as values.",
)
TIERS_LIVE = Text(
    "梯队由分档线用公式得出；黄色格为分档线，可以改动。",
    "Tiers are formulas on the yellow cuts, which may be changed.",
)
TIERS_FIXED = Text("梯队由分级算法得出，为数值。", "Tiers come from a classification and stand as values.")
WEIGHT, SCALE, CUTS = Text("组内权重", "Weight"), Text("满分", "Scale"), Text("分档线", "Cuts")
SCORE, RANK, TIER = Text("总得分", "Total score"), Text("名次", "Rank"), Text("梯队", "Tier")
ORDER = Text("排序位", "Position")
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
    fixed = [around.said(framework[node].name) for node in around.nodes if node not in around.live]
    separator = ", " if around.language == "en" else "、"
    note = around.said(SCORES_FIXED).format(separator.join(fixed)) if fixed else around.said(SCORES_LIVE)
    return Sheet(
        around.sheets["scores"],
        title,
        note,
        columns,
        rows,
        pinned=(("", around.said(WEIGHT), *weights), scale),
        rules=tuple(Rule("bar", around.column(node), around.column(node)) for node in around.nodes[:1]),
    )


def _weight(around: LevelSheets, node: str) -> float:
    weights = around.found.weights
    assert weights is not None  # noqa: S101 - only scored levels come here
    return float(weights[-1, around.framework.ids.index(node)])


def _score(around: LevelSheets, node: str, row: int) -> Cell:
    score = float(around.values(around.found.scores, node)[row])
    if node not in around.live:
        return score
    children = around.framework[node].children
    formula = _mean(around, children, row) if children else _scaled(around, node, row)
    return Formula(formula, "" if isnan(score) else score)


def _scaled(around: LevelSheets, node: str, row: int) -> str:
    column = LABELS + around.framework.indicators.index(node)
    value = at(TOP + row, column, sheet=around.sheets["normalised"])
    scale = at(TOP + 1, LABELS, fixed="both")
    return f'IF(ISNUMBER({value}),{value}*{scale},"")' if around.gaps else f"{value}*{scale}"


def _mean(around: LevelSheets, children: tuple[str, ...], row: int) -> str:
    first, last = around.column(children[0]), around.column(children[-1])
    weights = span((TOP, first), (TOP, last), fixed="row")
    scores = span((FIRST_SCORE + row, first), (FIRST_SCORE + row, last))
    total = f"SUMPRODUCT({weights},{scores})"
    if not around.gaps:
        return f"{total}/SUM({weights})"
    present = f"SUMPRODUCT({weights},--ISNUMBER({scores}))"
    return f'IF({present}>0,{total}/{present},"")'


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
    rows = tuple(
        (
            name.code,
            around.name(row),
            *(_rank(around, node, row) for node in around.nodes),
            *((Formula(_position(around, row), positions[row]),) if around.ties else ()),
        )
        for row, name in enumerate(around.names)
    )
    note = around.said(RANKS_LIVE if around.ties else RANKS_FIXED)
    rules = (Rule("podium", LABELS, LABELS + len(around.nodes) - 1),)
    return Sheet(around.sheets["ranks"], title, note, columns, rows, rules=rules)


def _rank(around: LevelSheets, node: str, row: int) -> Cell:
    rank = float(around.values(around.found.ranks, node)[row])
    if not around.ties:
        return rank
    score = at(FIRST_SCORE + row, around.column(node), sheet=around.sheets["scores"])
    scores = score_range(around, node)
    known = f"ISNUMBER({scores})"
    formula = {
        "min": f"RANK({score},{scores},0)",
        "average": f"_xlfn.RANK.AVG({score},{scores},0)",
        "max": f"SUMPRODUCT({known}*({scores}>={score}))",
        "dense": f"SUMPRODUCT({known}*({scores}>{score})/COUNTIF({scores},{scores}))+1",
    }[around.ties]
    if around.gaps:
        formula = f'IF(ISNUMBER({score}),{formula},"")'
    return Formula(formula, "" if isnan(rank) else rank)


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
    place = f"RANK({score},{scores},0)+SUMPRODUCT(--({above}={score}))-1"
    if not around.gaps:
        return place
    return f"IF(ISNUMBER({score}),{place},COUNT({scores})+SUMPRODUCT(--NOT(ISNUMBER({above}))))"


def tiers_sheet(around: LevelSheets, title: str) -> Sheet:
    """Return score, rank and tier of every region, the tiers live where cuts make them."""
    columns = (
        *label_columns(around),
        Column(around.said(SCORE), "score"),
        Column(around.said(RANK), "rank"),
        Column(around.said(TIER), "rank"),
    )
    cuts = tier_cuts(around)
    pinned: tuple[Cell, ...] = ("", around.said(CUTS), *(Shown(cut, "input") for cut in cuts))
    rows = tuple(
        (
            name.code,
            around.name(row),
            _copied(around, "scores", FIRST_SCORE + row, row),
            _copied(around, "ranks", TOP + row, row),
            _tier(around, row, len(cuts)),
        )
        for row, name in enumerate(around.names)
    )
    note = around.said(TIERS_LIVE if cuts else TIERS_FIXED)
    rules = (Rule("bar", LABELS, LABELS), Rule("tiers", 4, 4))
    return Sheet(
        around.sheets["tiers"], title, note, columns, rows, pinned=(pinned,) if cuts else (), rules=rules
    )


def tier_cuts(around: LevelSheets) -> tuple[float, ...]:
    """Return the cuts of the recipe's tiers, none where an algorithm finds the classes."""
    if around.edition.recipe.first("tiers") is None:
        return ()
    chosen = settled(around.edition.recipe, "tiers")
    by_cuts = chosen.method.id in {"rank_cuts", "score_cuts"}
    return tuple(float(cut) for cut in chosen.options["cuts"]) if by_cuts else ()


def _copied(around: LevelSheets, stage: str, sheet_row: int, row: int) -> Formula:
    root = around.nodes[0]
    array = around.found.scores if stage == "scores" else around.found.ranks
    value = float(around.values(array, root)[row])
    cell = at(sheet_row, around.column(root), sheet=around.sheets[stage])
    return Formula(cell, "" if isnan(value) else value)


def _tier(around: LevelSheets, row: int, cuts: int) -> Cell:
    tiers = around.found.tiers
    assert tiers is not None  # noqa: S101 - only a level with tiers gets this sheet
    tier = float(tiers[-1, row])
    if not cuts:
        return tier
    by_rank = settled(around.edition.recipe, "tiers").method.id == "rank_cuts"
    place = TOP + 1 + row
    own = at(place, LABELS + 1 if by_rank else LABELS)
    bounds = span((TOP, LABELS), (TOP, LABELS + cuts - 1), fixed="both")
    formula = f"1+SUMPRODUCT(--({bounds}{'<' if by_rank else '>'}{own}))"
    return Formula(f"IF(ISNUMBER({own}),{formula},0)", tier)
