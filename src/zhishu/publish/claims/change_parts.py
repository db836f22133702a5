"""Why a region's score moved since the year before: by how much, and what added and took most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.change_parts import (
    CAUSES,
    CAUSES_EXPLAINED,
    NOTHING,
    extreme,
    latest_change,
    movers,
)
from zhishu.publish.claims.claim import Claim, Part
from zhishu.publish.claims.phrases import about, in_sentence, name, place, slug
from zhishu.publish.claims.proofs import stands_in
from zhishu.publish.document import Evidence
from zhishu.publish.figure import Column, Data, number_text, signed_text
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from zhishu.publish.change_parts import LatestChange
    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings, LevelFindings

ASSERTS = Text("得分变动的来源", "What moved the score")
FORMULA = Text(
    f"得分变动 = 各指标所贡献变动之和。{CAUSES_EXPLAINED.zh}",
    f"The change of the score is the sum of what came through each indicator. {CAUSES_EXPLAINED.en}",
)


@kind("claim", "change_parts", Text("得分变动最大的地区及其来源", "Whose score moved most, and by what"))
def change_parts(findings: Findings, *, level: str, top: int = 50, most: int = 2) -> tuple[Claim, ...]:
    """Return a sentence for each of the regions whose index gained and lost most since the year before.

    At most `most` gains and as many losses, of regions that rank up to `top` now or did so before.
    Nothing with one year, and where changes of the index have no parts. Values: `region`, `change`,
    `before` and `now` (ranks), `gained` and `lost` (indicators) with their `points`, `from` and `to`.
    """
    found = findings.level(level)
    change = latest_change(found) if found.scored else None
    if change is None:
        return ()
    return tuple(
        moved_claim(found, change, int(row), slug("change-parts", level, found.codes[row]), "change_parts")
        for row in movers(found, change, top, most)
    )


def moved_claim(level: LevelFindings, change: LatestChange, row: int, id_: str, of: str) -> Claim:
    """Return by how much a region's index moved and what moved it most; `of` is the kind of claim."""
    whole, before = float(change.whole[row]), float(change.before[1][row])
    now = float(level.ranks[row, level.column("")])
    moved = number_text(abs(whole), change.digits)
    parts = about(level) | {
        "region": name(level.names[row]),
        "change": Part(Text(moved, moved), whole),
        "before": place(before),
        "now": place(now),
        "from": Part(Text(str(change.since), str(change.since)), change.since),
        "to": Part(Text(str(change.year), str(change.year)), change.year),
    }
    text = _moved(whole, before, now)
    for added in (_by_indicator(level, change, row), _by_cause(change, row)):
        parts |= added[1]
        text = Text(f"{text.zh}{added[0].zh}", f"{text.en}{added[0].en}")
    return Claim(
        id_, of, ASSERTS, Text(f"{text.zh}。", f"{text.en}."), parts, (_proof(level, change, row, id_),)
    )


def _moved(whole: float, before: float, now: float) -> Text:
    if before == now:
        ranks = Text("名次仍为第 {now} 位", "still {now}")
    else:
        zh = "升" if now < before else "降"
        ranks = Text(f"名次由第 {{before}} 位{zh}至第 {{now}} 位", "from {before} to {now}")
    zh, en = ("提高", "rose") if whole > 0 else ("降低", "fell")
    return Text(
        f"{{region}} {{to}} 年的{{index}}得分比 {{from}} 年{zh} {{change}} 分，{ranks.zh}",
        f"From {{from}} to {{to}} the score of {{region}} in {{index}} {en} by {{change}} points, {ranks.en}",
    )


def _by_indicator(level: LevelFindings, change: LatestChange, row: int) -> tuple[Text, dict[str, Part]]:
    """Return what added most and what took most, as far as anything did."""
    zh, en, parts = [], [], {}
    for sign, key, words in (
        (1, "gained", Text("增加最多的是", "added most")),
        (-1, "lost", Text("减少最多的是", "took most")),
    ):
        found = extreme(change, row, sign)
        if found is not None:
            said, points = in_sentence(level.title(found[0])), signed_text(found[1], change.digits)
            parts[key] = Part(said, said.zh)
            parts[f"{key} points"] = Part(Text(points, points), found[1])
            zh.append(f"{words.zh}{{{key}}}（{{{key} points}} 分）")
            en.append(f"{{{key}}} {words.en} ({{{key} points}})")
    return Text(f"：{'，'.join(zh)}", f": {', '.join(en)}"), parts


def _by_cause(change: LatestChange, row: int) -> tuple[Text, dict[str, Part]]:
    """Return the change by cause, nothing where one cause alone moved anybody."""
    if not change.told_apart:
        return Text("", ""), {}
    parts, zh, en = {}, [], []
    for cause in change.told_apart:
        points = signed_text(float(change.by_cause[row, cause]), change.digits)
        parts[f"cause {cause + 1}"] = Part(Text(points, points), float(change.by_cause[row, cause]))
        zh.append(f"{CAUSES[cause].zh} {{cause {cause + 1}}} 分")
        en.append(f"{in_sentence(CAUSES[cause]).en} {{cause {cause + 1}}}")
    return Text(f"。按原因分：{'，'.join(zh)}", f". By cause: {', '.join(en)}"), parts


def _proof(level: LevelFindings, change: LatestChange, row: int, id_: str) -> Evidence:
    """Return every part of a region's change, the largest first."""
    causes, digits = change.causes, max(change.digits, 3)
    columns = (
        Column("node", Text("指标", "Indicator")),
        Column("change", Text("得分变动", "Change of score"), "change", digits=digits),
        *(Column(f"cause-{cause}", CAUSES[cause], "change", digits=digits) for cause in causes),
    )
    by_node = change.by_node[row]
    order = [int(at) for at in np.argsort(-np.abs(by_node), kind="stable") if abs(by_node[at]) > NOTHING]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            level.title(change.nodes[at]),
            float(by_node[at]),
            *(float(change.parts[row, at, cause]) for cause in causes),
        )
        for at in order
    )
    where = stands_in(
        "change_parts.csv", {"level": level.id, "region": [level.codes[row]], "year": [str(change.year)]}
    )
    title = level.names[row].full
    return Evidence(id_, title, Data(columns, rows, level=level.id), FORMULA, where)
