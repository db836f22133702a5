"""Groups of regions: their ranks in the index and in each dimension, joined by lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import EditionError
from zhishu.framework import Text
from zhishu.publish.drawing import text_width
from zhishu.publish.figure import Column, Data, Figure, Rank, number_text, place_text
from zhishu.publish.figures.choice import in_sentence, node_name
from zhishu.publish.figures.picture import (
    LABEL,
    LINE,
    SMALL,
    Picture,
    Row,
    broken,
    dots,
    narrow_specification,
    paths,
    specification,
    words,
)
from zhishu.publish.kinds import kind
from zhishu.publish.style import PHONE_WIDTH, colour, series_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.publish.figure import Language
    from zhishu.publish.findings import Findings, LevelFindings
    from zhishu.result import GroupScores

STEP, HEAD, RADIUS = 54.0, 52.0, 13.0
NAMES, NAMES_PHONE = 0.3, 0.2
"""Of the width; names of groups that are wider are broken."""
STATISTICS = {
    "mean": Text("平均得分", "mean score"),
    "sum": Text("得分合计", "sum of scores"),
    "weighted_mean": Text("加权平均得分", "weighted mean score"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Groups with their ranks and scores, each (groups, nodes), at the nodes that are columns."""

    names: tuple[Text, ...]
    heads: tuple[Text, ...]
    nodes: tuple[str, ...]
    ranks: NDArray[np.float64]
    scores: NDArray[np.float64]


@kind("figure", "group_ranks", Text("各组在各维度的名次", "Groups' ranks by dimension"))
def group_ranks(
    findings: Findings, *, level: str, grouping: str, statistic: str = "", nodes: tuple[str, ...] = ()
) -> Figure | None:
    """Return the groups' ranks at the index and at each dimension, or at the `nodes` named.

    `statistic` is one of the grouping's; without it, its first. A level without scores of groups gives
    None; a statistic that was not computed raises an EditionError.
    """
    found = findings.level(level)
    computed = [scores for scores in found.found.groups if scores.grouping == grouping]
    if not computed:
        findings.groups(grouping)  # an unknown grouping is refused there
        return None
    chosen = _chosen(computed, statistic)
    standing = _standing(findings, found, chosen, nodes)
    if not len(standing.names):
        return None

    def draw(language: Language, width: int) -> Picture:
        return _picture(standing, language, width)

    name = next(known.name for known in findings.edition.groupings if known.id == grouping)
    said = STATISTICS.get(chosen.statistic, Text(chosen.statistic, chosen.statistic))
    return Figure(
        id=f"groups-{level}-{grouping}-{chosen.statistic}",
        number="",
        title=Text(f"{name.zh}在各维度的名次", f"{name.en}: ranks by dimension"),
        data=_data(standing, said),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(standing),
        note=Text(
            f"按组内{found.level.name.zh}的{said.zh}排名；圆内为名次，下方为得分。",
            f"Ranked by the {said.en} of the {in_sentence(found.level.name.en)} of each group. "
            "In the circle the rank, below it the score.",
        ),
    )


def _chosen(computed: Sequence[GroupScores], statistic: str) -> GroupScores:
    if not statistic:
        return computed[0]
    for scores in computed:
        if scores.statistic == statistic:
            return scores
    raise EditionError(
        f"the grouping '{computed[0].grouping}' has no statistic '{statistic}'",
        where="the report, group_ranks",
        seen=statistic,
        allowed=", ".join(scores.statistic for scores in computed),
    )


def _standing(
    findings: Findings, level: LevelFindings, chosen: GroupScores, nodes: tuple[str, ...]
) -> Standing:
    kept = nodes or (findings.framework.root.id, *findings.framework.dimensions)
    columns = [level.column(node) for node in kept]
    ranks, scores = chosen.ranks[-1][:, columns], chosen.scores[-1][:, columns]
    ranked = np.flatnonzero(np.isfinite(ranks).any(axis=1))
    return Standing(
        tuple(findings.group_name(chosen.groups[at]) for at in ranked),
        tuple(node_name(level, node) for node in kept),
        tuple(kept),
        ranks[ranked],
        scores[ranked],
    )


def _picture(standing: Standing, language: Language, width: int) -> Picture:
    """Return a column per node and a height per rank; a group's line joins its places."""
    wide = width > PHONE_WIDTH
    room = width * (NAMES if wide else NAMES_PHONE)
    names = [broken(name.in_language(language), room) for name in standing.names]
    side = max(text_width(line, LABEL) for lines in names for line in lines) + RADIUS + 10
    count = len(standing.nodes)
    last_head = max(text_width(word, LABEL) for word in standing.heads[-1].in_language(language).split(" "))
    left, right = side, width - (side if wide else max(RADIUS + 2, last_head / 2))
    columns = [left + (right - left) * (at / (count - 1) if count > 1 else 0.5) for at in range(count)]
    places = [_spots(standing, at, columns[at]) for at in range(count)]
    lines = [
        [dict(places[at][group]) for at in range(count) if group in places[at]] for group in range(len(names))
    ]
    last = max((spot["y"] for found in places for spot in found.values()), default=HEAD)
    room = (right - left) / max(count - 1, 1) - 4 if count > 1 else width - 2 * side
    marks = [(group, at, spot) for at, found in enumerate(places) for group, spot in found.items()]
    return Picture(
        last + RADIUS + 22,
        (
            words("heads", _heads(standing, columns, room, language), align="center", color=colour("muted")),
            *(
                paths(f"line_{group}", [line], color=colour(series_role(group + 1)), strokeWidth=2.5)
                for group, line in enumerate(lines)
            ),
            dots(
                "groups",
                [{**spot, "row": group, "fill": colour(series_role(group + 1))} for group, _, spot in marks],
                size=4 * RADIUS**2,
            ),
            words(
                "ranks",
                [
                    {**spot, "text": place_text(float(standing.ranks[group, at])), "fill": _on(group)}
                    for group, at, spot in marks
                ],
                align="center",
            ),
            words(
                "scores",
                [
                    {
                        "x": spot["x"],
                        "y": spot["y"] + RADIUS + 9,
                        "text": number_text(float(standing.scores[group, at]), 1),
                    }
                    for group, at, spot in marks
                ],
                align="center",
                fontSize=SMALL,
                color=colour("muted"),
            ),
            words("names_before", _ends(names, lines, 0, -1), align="right"),
            words("names_after", _ends(names, lines, -1, 1) if wide else []),
        ),
    )


def _on(group: int) -> str:
    """Return the colour of words on a group's circle: dark on the light ones."""
    return colour("label_on_pale" if group % 2 else "label_on_deep")


def _spots(standing: Standing, at: int, x: float) -> dict[int, Row]:
    """Return where each group stands in a column; groups that share a place stand side by side."""
    ranks = standing.ranks[:, at]
    spots: dict[int, Row] = {}
    for place in sorted(set(ranks[np.isfinite(ranks)].tolist())):
        sharing = np.flatnonzero(ranks == place)
        for position, group in enumerate(sharing.tolist()):
            shift = (position - (len(sharing) - 1) / 2) * (2 * RADIUS + 2)
            spots[group] = {"x": x + shift, "y": HEAD + RADIUS + (place - 1) * STEP}
    return spots


def _heads(standing: Standing, columns: Sequence[float], room: float, language: Language) -> list[Row]:
    rows = []
    for x, head in zip(columns, standing.heads, strict=True):
        said = broken(head.in_language(language), room)
        rows += [
            {"x": x, "y": HEAD - 16 - LINE * (len(said) - 1 - at), "text": text}
            for at, text in enumerate(said)
        ]
    return rows


def _ends(names: Sequence[Sequence[str]], lines: Sequence[Sequence[Row]], end: int, side: int) -> list[Row]:
    """Return each group's name, in its lines, beside one end of the group's line."""
    return [
        {
            "x": line[end]["x"] + side * (RADIUS + 7),
            "y": line[end]["y"] + LINE * (at - (len(said) - 1) / 2),
            "text": text,
            "row": group,
        }
        for group, (said, line) in enumerate(zip(names, lines, strict=True))
        if line
        for at, text in enumerate(said)
    ]


def _data(standing: Standing, statistic: Text) -> Data:
    columns = [Column("group", Text("分组", "Group"))]
    for node, head in zip(standing.nodes, standing.heads, strict=True):
        columns += [
            Column(f"{node}-rank", Text(f"{head.zh}名次", f"{head.en}, rank"), "rank"),
            Column(
                f"{node}-score", Text(f"{head.zh}{statistic.zh}", f"{head.en}, {statistic.en}"), "score", 2
            ),
        ]
    among = len(standing.names)
    rows = tuple(
        (
            name,
            *(
                cell
                for rank, score in zip(standing.ranks[at], standing.scores[at], strict=True)
                for cell in (Rank(float(rank), among=among), float(score))
            ),
        )
        for at, name in enumerate(standing.names)
    )
    return Data(tuple(columns), rows)


def _alternative(standing: Standing) -> Text:
    zh, en = [], []
    for head, ranks in zip(standing.heads, standing.ranks.T, strict=True):
        order = [int(at) for at in np.argsort(ranks, kind="stable") if np.isfinite(ranks[at])]
        zh.append(
            f"{head.zh}：" + "、".join(f"{place_text(ranks[at])} {standing.names[at].zh}" for at in order)
        )
        en.append(
            f"{head.en}: " + ", ".join(f"{place_text(ranks[at])} {standing.names[at].en}" for at in order)
        )
    return Text(f"名次连线图。{'；'.join(zh)}。", f"Ranks joined by lines. {'; '.join(en)}.")
