"""One page about one region (城市画像): its place, how sure it is, what made the score, who stands near."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.claims import profile_of
from zhishu.publish.document import Document, KeyNumber, Paragraph, Section
from zhishu.publish.figure import (
    Column,
    Data,
    Figure,
    Interval,
    Rank,
    Table,
    interval_text,
    number_text,
    place_text,
)
from zhishu.publish.kinds import make
from zhishu.publish.wording import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.publish.claims import Profile
    from zhishu.publish.document import Block
    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings, LevelFindings
    from zhishu.publish.names import RegionName

PEERS = 3
RANK, SCORE = Text("名次", "Rank"), Text("得分", "Score")
INTERVAL = Text("名次区间", "Rank interval")


def brief_of(findings: Findings, level: str, region: str) -> Document:
    """Return the brief of one region, by code or name, as a document of one section.

    Score, rank, interval and tier stand as its key numbers; then a radar against the level's median,
    the sentences about strengths, weaknesses and neighbours with their proof, and three small tables.
    A region without a rank has no neighbours. An unknown level or region raises an EditionError.
    """
    found, profile = findings.level(level), profile_of(findings, level, region, peers=PEERS)
    edition = findings.edition
    evidence = {proof.id: proof for claim in profile.claims if claim.holds for proof in claim.evidence}
    first = next(iter(evidence), "")
    return Document(
        id=f"{edition.id}-{level}-{profile.name.code}",
        name=profile.name.full,
        edition=edition.edition,
        kicker=_kicker(findings, profile),
        sections=(Section("brief", edition.name, "", tuple(_blocks(findings, found, profile))),),
        evidence=evidence,
        key_numbers=tuple(_key_numbers(profile, first)),
        publisher=edition.publisher,
        note=edition.note,
    )


def regions_of(findings: Findings, wanted: str) -> tuple[tuple[str, str], ...]:
    """Return (level, code) of every region that is meant: a level's id means all of its regions.

    A name is looked for at every scored level; one that is found nowhere raises an EditionError.
    """
    for level in findings.scored:
        if wanted == level.id:
            return tuple((level.id, level.codes[row]) for row in level.order)
    named = [(level.id, level.codes[row]) for level in findings.scored for row in _rows(level, wanted)]
    if not named:
        findings.scored[-1].row(wanted)
    return tuple(named)


def _rows(level: LevelFindings, wanted: str) -> list[int]:
    return [row for row, name in enumerate(level.names) if wanted in _called(name)]


def _called(name: RegionName) -> set[str]:
    return {name.code, name.full.zh, name.short.zh, name.full.en, name.short.en}


def _kicker(findings: Findings, profile: Profile) -> Text:
    edition, within = findings.edition, profile.name.within
    words = WORDS["edition"]
    place = (f"{within.zh} · ", f"{within.en} · ") if within else ("", "")
    return Text(
        f"{place[0]}{edition.name.zh} {words.zh.format(edition.edition)}",
        f"{place[1]}{edition.name.en} {words.en.format(edition.edition)}",
    )


def _key_numbers(profile: Profile, evidence: str) -> Iterator[KeyNumber]:
    """Yield score, rank, interval and tier, as far as there are any."""
    yield KeyNumber(number_text(profile.score, 1), SCORE, evidence)
    among = Text(f"名次（共 {profile.among}）", f"Rank of {profile.among}")
    yield KeyNumber(place_text(profile.rank), among, evidence)
    if profile.interval is not None and np.isfinite(profile.interval.low):
        yield KeyNumber(interval_text(profile.interval), INTERVAL, evidence)
    if profile.tier is not None:
        yield KeyNumber(str(profile.tier.number), Text(profile.tier.name.zh, profile.tier.name.en), evidence)


def _blocks(findings: Findings, found: LevelFindings, profile: Profile) -> Iterator[Block]:
    radar = _radar(findings, profile)
    if radar is not None:
        yield radar
    for claim in profile.claims:
        if claim.holds:
            proof = claim.evidence[0].id if claim.evidence else ""
            yield Paragraph(claim.said, "bullet", evidence=proof, id=claim.id)
    yield _nodes_table(found, profile)
    if profile.contributions:
        yield _contributions_table(profile)
    if profile.above or profile.below:
        yield _peers_table(found, profile)


def _radar(findings: Findings, profile: Profile) -> Figure | None:
    """Return the radars of the region and its nearest peers, laid out for half a page."""
    above, below = profile.above[-1:], profile.below[: 3 - len(profile.above[-1:])]
    codes = (*(one.name.code for one in above), profile.name.code, *(one.name.code for one in below))
    options = {"level": profile.level, "regions": codes}
    figure: Figure | None = make(findings, "figure", "radars", options, where="the brief")
    if figure is None:
        return None
    title = Text("与名次相邻地区的比较", "Beside the regions ranked next to it")
    spec = figure.spec if figure.narrow is None else figure.narrow
    return replace(figure, id=f"{figure.id}-{profile.name.code}", title=title, spec=spec, narrow=None)


def _nodes_table(found: LevelFindings, profile: Profile) -> Table:
    """Return score, rank and interval in total and by dimension."""
    row = found.row(profile.name.code)
    nodes = (found.framework.root.id, *found.framework.dimensions)
    columns = (
        Column("node", Text("维度", "Dimension")),
        Column("score", SCORE, "score", digits=1, full=100.0),
        Column("rank", RANK, "rank"),
        *((Column("interval", INTERVAL, "interval"),) if found.interval is not None else ()),
    )
    rows = tuple(_node_row(found, row, node) for node in nodes)
    title = Text("总体与各维度", "In total and by dimension")
    return Table("brief-nodes", "", title, Data(columns, rows, level=found.id))


def _node_row(found: LevelFindings, row: int, node: str) -> tuple[Cell, ...]:
    at, interval = found.column(node), found.interval
    rank = Rank(float(found.ranks[row, at]), among=len(found.codes))
    cells: tuple[Cell, ...] = (found.title(node), float(found.scores[row, at]), rank)
    if interval is None:
        return cells
    return (*cells, Interval(float(interval.low[row, at]), float(interval.high[row, at])))


def _contributions_table(profile: Profile) -> Table:
    """Return the indicators that add most to the score."""
    columns = (
        Column("node", Text("指标", "Indicator")),
        Column("points", Text("贡献（分）", "Points"), "score", digits=1),
        Column("share", Text("占总得分", "Of the score"), "share", digits=0),
    )
    rows = tuple((one.name, one.points, one.share) for one in profile.contributions)
    title = Text("对得分贡献最大的指标", "What adds most to the score")
    return Table("brief-contributions", "", title, Data(columns, rows))


def _peers_table(found: LevelFindings, profile: Profile) -> Table:
    """Return the region between those ranked right above and below it."""
    columns = (
        Column("rank", RANK, "rank"),
        Column("region", found.level.name),
        Column("score", SCORE, "score", digits=1),
        *(
            (Column("ahead", Text("领先概率", "Surely ahead"), "share", digits=0),)
            if found.ahead is not None
            else ()
        ),
    )
    own = profile.name.code
    codes = (*(peer.name.code for peer in profile.above), own, *(peer.name.code for peer in profile.below))
    rows = tuple(_peer_row(found, found.row(code), found.row(own)) for code in codes)
    title = Text("名次相邻的地区", "Regions ranked next to it")
    note = Text(
        "领先概率：两者之中排在前面的地区在抽样中名次仍在前面的比例。",
        "Surely ahead: the share of draws in which the better placed of the two is ranked before the other.",
    )
    return Table(
        "brief-peers",
        "",
        title,
        Data(columns, rows, level=found.id, regions=codes),
        note=note if found.ahead is not None else None,
    )


def _peer_row(found: LevelFindings, row: int, own: int) -> tuple[Cell, ...]:
    rank = Rank(float(found.ranks[row, 0]), among=len(found.codes))
    cells: tuple[Cell, ...] = (rank, found.names[row].full, float(found.scores[row, 0]))
    if found.ahead is None:
        return cells
    better, other = (row, own) if found.ranks[row, 0] <= found.ranks[own, 0] else (own, row)
    return (*cells, None if row == own else float(found.ahead[better, other]))
