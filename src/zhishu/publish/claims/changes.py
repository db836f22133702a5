"""Who rose and who fell since the edition's last year, as far as the draws support it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from zhishu.framework import Text
from zhishu.publish.claims.certainty import SURE
from zhishu.publish.claims.claim import Claim, Part
from zhishu.publish.claims.phrases import about, joined, key, name, slug, steps
from zhishu.publish.claims.proofs import Head, stands_in
from zhishu.publish.document import Evidence
from zhishu.publish.figure import Column, Data, Rank
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.doubt.doubt import Doubt
    from zhishu.publish.claims.claim import Value
    from zhishu.publish.findings import Findings, LevelFindings


@dataclass(frozen=True, slots=True)
class Change:
    """The edition before, ranks then and now, and the share of draws in which each region moved that way.

    NaN where nothing was drawn.
    """

    year: int
    before: NDArray[np.float64]
    now: NDArray[np.float64]
    moved: NDArray[np.float64]


@kind(
    "claim", "changes", Text("与上一版相比名次上升或下降的地区", "Who rose and fell since the edition before")
)
def changes(  # noqa: PLR0913 - options of a kind, each by name
    findings: Findings,
    *,
    level: str,
    direction: Literal["rose", "fell"] = "rose",
    top: int = 50,
    most: int = 5,
    sure: float = SURE,
) -> tuple[Claim, ...]:
    """Return the regions that rose (or fell) most in the index, among those in the top now or before.

    With draws only those that did so in at least the share `sure` of them; without, as published.
    Nothing without an earlier edition, or where nobody moved that way. Values: `regions`, and each region's
    places by its short name, `from` and `to` (years).
    """
    found = findings.level(level)
    change = _change_of(findings, found, direction)
    if change is None:
        return ()
    gained = (change.before - change.now) * (1 if direction == "rose" else -1)
    near = (change.before <= top) | (change.now <= top)
    surely = np.isnan(change.moved) | (change.moved >= sure - 1e-9)
    order = sorted(np.flatnonzero((gained > 0) & near & surely).tolist(), key=lambda row: -float(gained[row]))
    if not order:
        return ()
    years = (change.year, found.found.panel.years[-1])
    id_ = slug("changes", level, direction)
    parts = _parts(found, order[:most], gained)
    for which, year in zip(("from", "to"), years, strict=True):
        parts[which] = Part(Text(str(year), str(year)), int(year))
    published = findings.edition.earlier if change.year not in found.found.panel.years else None
    before = Text(
        f"{CHANGE.zh}上一版名次取自 {published}。", f"{CHANGE.en} The rank before is from {published}."
    )
    formula = before if published else CHANGE
    proof = _proof(found, order[:most], change, Head(id_, Text("名次变化", "Changes of rank"), formula))
    said: dict[str, Value] = {"regions": tuple(found.names[row].short.zh for row in order[:most])}
    keys = [key(found.names[row].short.zh) for row in order[:most]]
    text = _text(keys, direction, known=bool(np.isfinite(change.moved).any()))
    return (Claim(id_, "changes", Text("名次变化", "Changes of rank"), text, parts, (proof,), said),)


CHANGE = Text("变化 = 上一版名次 − 本版名次。", "Change = rank in the edition before − rank now.")


def _change_of(findings: Findings, found: LevelFindings, direction: str) -> Change | None:
    earlier = findings.earlier(found.id) if found.scored else {}
    if not earlier:
        return None
    year = max(earlier)
    moved = np.full(len(found.codes), np.nan)
    computed = year in found.found.panel.years  # published ranks of the past were drawn by nobody
    if computed and findings.result.uncertainty is not None and found.doubt is not None:
        moved = _share_of_draws(findings.result.uncertainty, found, direction)
    return Change(year, earlier[year], found.ranks[:, 0], moved)


def _share_of_draws(uncertainty: Doubt, found: LevelFindings, direction: str) -> NDArray[np.float64]:
    from zhishu.doubt.tables import doubt_table  # noqa: PLC0415 - next to its use

    table = doubt_table(uncertainty, "changes")
    level, region, year, share = (
        table.columns.index(name) for name in ("level", "region", "year", direction)
    )
    now = found.found.panel.years[-1]
    rows = {row[region]: row[share] for row in table.rows if (row[level], row[year]) == (found.id, now)}
    return np.array([float(rows[code] or 0) if code in rows else np.nan for code in found.codes])


def _parts(found: LevelFindings, rows: list[int], gained: NDArray[np.float64]) -> dict[str, Part]:
    parts = about(found)
    for row in rows:
        one = key(found.names[row].short.zh)
        parts[f"name of {one}"] = name(found.names[row])
        parts[one] = steps(float(gained[row]))
    return parts


def _text(keys: list[str], direction: str, *, known: bool) -> Text:
    pieces = [Text(f"{{name of {one}}}（{{{one}}}）", f"{{name of {one}}} ({{{one}}})") for one in keys]
    listed = joined(pieces)
    words = Text("上升", "rose") if direction == "rose" else Text("下降", "fell")
    sure = Text("，且在抽样中站得住", ", and did so throughout the draws") if known else Text("", "")
    return Text(
        f"{{to}} 年与 {{from}} 年相比，总指数名次{words.zh}最多的{{level}}是{listed.zh}{sure.zh}。",
        f"From {{from}} to {{to}}, the {{level}} that {words.en} most in the overall index are "
        f"{listed.en}{sure.en}.",
    )


def _proof(found: LevelFindings, rows: list[int], change: Change, head: Head) -> Evidence:
    among, drawn = len(found.codes), bool(np.isfinite(change.moved).any())
    columns = (
        Column("region", Text(found.level.name.zh, "Region")),
        Column("before", Text("上一版名次", "Rank in the edition before"), "rank"),
        Column("now", Text("本版名次", "Rank now"), "rank", node=found.framework.root.id),
        *(
            (Column("share", Text("同向变化的抽样比例", "Share of draws that moved so"), "share"),)
            if drawn
            else ()
        ),
    )
    cells = tuple(
        (
            found.names[row].full,
            Rank(float(change.before[row]), among=among),
            Rank(float(change.now[row]), among=among),
            *((float(change.moved[row]),) if drawn else ()),
        )
        for row in rows
    )
    codes = tuple(found.codes[row] for row in rows)
    where = stands_in("scores.csv", {"level": found.id, "node": found.framework.root.id, "region": codes})
    return Evidence(
        head.id, head.title, Data(columns, cells, level=found.id, regions=codes), head.formula, where
    )
