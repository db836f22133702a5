"""What moved the scores since the year before: gains to the right, losses to the left, the sum a dot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from zhishu.framework import Text
from zhishu.publish.change_parts import CAUSES, CAUSES_EXPLAINED, latest_change, movers
from zhishu.publish.figure import Column, Data, Figure, place_text, signed_text
from zhishu.publish.figures.bar_list import Bar, BarList, Panel, bar_list
from zhishu.publish.figures.choice import in_sentence, noted, rank_cell, rank_column, region_column
from zhishu.publish.figures.parts import NAMED, REST, with_rest
from zhishu.publish.figures.picture import narrow_specification, specification
from zhishu.publish.kinds import kind
from zhishu.publish.style import series_role

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.publish.change_parts import LatestChange
    from zhishu.publish.figure import Language
    from zhishu.publish.figures.picture import Picture
    from zhishu.publish.findings import Findings, LevelFindings

DOTS = Text(
    "零线右侧为使得分增加的部分，左侧为使得分减少的部分，圆点为合计变动。",
    "Right of zero: what added to the score; left of it: what took from it; the dot is the change in all.",
)
By = Literal["dimension", "indicator", "cause"]
WORDS = {
    "dimension": Text("按维度", "by dimension"),
    "indicator": Text("按指标", "by indicator"),
    "cause": Text("按原因", "by cause"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Changes of the shown regions in parts: their names, points (regions, parts), and colours."""

    names: tuple[Text, ...]
    points: NDArray[np.float64]
    roles: tuple[str, ...]


@kind("figure", "change_parts", Text("得分变动的来源", "What moved the scores since the year before"))
def change_parts(
    findings: Findings, *, level: str, by: By = "dimension", top: int = 50, most: int = 8
) -> Figure | None:
    """Return the regions whose index moved most since the year before, each bar made of what moved it.

    At most `most` gains and `most` losses, of regions that rank up to `top` now or did so before. `by`
    splits the change by dimension, by indicator (the six that moved most have colours), or by cause: own
    values, what they are compared with, weights. None with one year, where nobody moved, and where
    changes of the index have no parts.
    """
    found = findings.level(level)
    change = latest_change(found) if found.scored else None
    if change is None:
        return None
    shown = movers(found, change, top, most)
    if not len(shown):
        return None
    split = _split(found, change, shown, by)
    drawn = _bar_list(found, change, shown, split)

    def draw(language: Language, width: int) -> Picture:
        return bar_list(drawn, language, width)

    region, words = found.level.name, WORDS[by]
    return Figure(
        id=f"change-parts-{level}-{by}",
        number="",
        title=Text(
            f"{change.since}–{change.year} 年总指数得分变动最大的{region.zh}：变动的来源（{words.zh}）",
            f"{region.en} whose overall index moved most, {change.since} to {change.year}: "
            f"what moved it, {words.en}",
        ),
        data=_data(found, change, shown, split),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(found, change, shown, split),
        note=noted(DOTS, CAUSES_EXPLAINED if by == "cause" else None),
    )


def _split(level: LevelFindings, change: LatestChange, shown: NDArray[np.intp], by: By) -> Split:
    """Return the parts of the shown changes; those beyond the colours are one part."""
    if by == "cause":
        causes = change.causes
        roles = tuple(series_role(cause + 1) for cause in causes)
        return Split(tuple(CAUSES[cause] for cause in causes), change.by_cause[shown][:, list(causes)], roles)
    dimensions = level.framework.dimensions
    nodes = dimensions if by == "dimension" else change.nodes
    points = change.by_dimension(level.framework) if by == "dimension" else change.by_node
    points = points[shown]
    most = np.argsort(-np.abs(points).sum(axis=0), kind="stable")[:NAMED]
    kept = [nodes[at] for at in sorted(most.tolist())]
    entries = [(level.title(node), series_role(at)) for at, node in enumerate(kept, start=1)]
    entries += [(REST, "series_rest")] if len(kept) < len(nodes) else []
    names, colours = zip(*entries, strict=True)
    return Split(names, with_rest(points, nodes, kept), colours)


def _bar_list(level: LevelFindings, change: LatestChange, shown: NDArray[np.intp], split: Split) -> BarList:
    bars = tuple(
        _bar(tuple(parts.tolist()), float(change.whole[row]), change.digits)
        for row, parts in zip(shown, split.points, strict=True)
    )
    root = level.column("")
    ranks = tuple(
        f"{place_text(float(change.before[1][row]))} → {place_text(float(level.ranks[row, root]))}"
        for row in shown
    )
    return BarList(
        tuple(level.names[row].short for row in shown),
        (Panel(bars, split.roles, Text("得分变动", "Change of score")),),
        legend=tuple(zip(split.roles, split.names, strict=True)) if len(split.names) > 1 else (),
        column=(Text("名次", "Ranks"), ranks),
        rows=tuple(range(len(shown))),
    )


def _bar(parts: tuple[float, ...], whole: float, digits: int) -> Bar:
    said = signed_text(whole, digits)
    return Bar(parts, Text(said, said), mark=whole)


def _data(level: LevelFindings, change: LatestChange, shown: NDArray[np.intp], split: Split) -> Data:
    digits = change.digits
    columns = (
        rank_column(level.framework.root.id),
        region_column(level),
        Column("change", Text("得分变动", "Change of score"), "change", digits=digits),
        *(
            Column(f"part-{at}", name, "change", digits=digits)
            for at, name in enumerate(split.names, start=1)
        ),
    )
    rows = tuple(
        (
            rank_cell(level, int(row), level.framework.root.id),
            level.names[row].full,
            float(change.whole[row]),
            *parts.tolist(),
        )
        for row, parts in zip(shown, split.points, strict=True)
    )
    return Data(columns, rows, level=level.id, regions=tuple(level.codes[row] for row in shown))


def _alternative(level: LevelFindings, change: LatestChange, shown: NDArray[np.intp], split: Split) -> Text:
    """Return the change of every region and its largest part, in words."""
    zh, en = [], []
    for row, parts in zip(shown, split.points, strict=True):
        at = int(np.abs(parts).argmax())
        name, part = level.names[row].short, split.names[at]
        whole, points = (signed_text(float(value), change.digits) for value in (change.whole[row], parts[at]))
        zh.append(f"{name.zh} {whole} 分（{part.zh} {points}）")
        en.append(f"{name.en} {whole} ({in_sentence(part.en)} {points})")
    return Text(f"得分变动条形图。{'；'.join(zh)}。", f"Bars of changes of score. {'; '.join(en)}.")
