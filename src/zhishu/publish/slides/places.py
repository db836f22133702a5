"""The slides of the rankings: one per level, by map or by bars; tiers; groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import number_text, place_text
from zhishu.publish.slides.fitting import PADDING, height_of
from zhishu.publish.slides.page import BODY, MARGIN, WIDTH, Bars, Box, Grid, Page, Picture, Series, Words
from zhishu.publish.slides.sentences import leader_sentence
from zhishu.publish.slides.telling import ranked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhishu.publish.figure import Figure, Tier
    from zhishu.publish.findings import LevelFindings
    from zhishu.publish.slides.page import Part
    from zhishu.publish.slides.telling import Telling
    from zhishu.result import GroupScores

TOP, LIST = 15, 12
RANKING = Text("{}排名", "Ranking of {}")
RANK, SCORE, INTERVAL = Text("名次", "Rank"), Text("得分", "Score"), Text("名次区间", "Rank interval")
CHART = Text("前 {} 位{}的总得分", "Top {} {}: total score")
SPANS = Text("名次区间", "Rank interval")
TIERS = Text("梯队", "Tiers")
TIERED = Text("{} 个{}分为 {} 个梯队，第一梯队 {} 个", "{} {} in {} tiers, {} of them in the first")
RANGE = Text("{} 个 · {}–{} 分", "{} · scores {}–{}")
ONE = Text("{} 个 · {} 分", "{} · score {}")
BEST_GROUP = Text(
    "{1}{0}得分最高，为 {2} 分；{3}最低，为 {4} 分",
    "{1} has the highest {0} score, {2}, and {3} the lowest, {4}",
)
GROUP, MEMBERS = Text("组", "Group"), Text("地区数", "Regions")
STATISTICS = {
    "mean": Text("平均", "mean"),
    "sum": Text("合计", "total"),
    "weighted_mean": Text("加权平均", "weighted mean"),
}
TIERS_SHOWN = 4
SMALL = 14
"""The smallest letters of names that are to be read from the back row."""
AND_MORE, COUNT = Text("{} 等 {} 个", "{} and others, {} in all"), Text("{} 个", "{}")
BEST = Text("组内首位", "First in it")


def level_page(telling: Telling, level: LevelFindings, figure: Figure | None) -> Page:
    """Return the ranking of one level: its map beside a list, or bars with intervals."""
    own = leader_sentence(telling, level)
    parts = _by_map(telling, level, figure) if figure is not None else _by_bars(telling, level)
    order = ranked(level)[:TOP]
    return Page(
        "chart",
        telling.headline(f"leader-{level.id}", own),
        telling.said(RANKING, telling.plural(level)),
        parts=tuple(parts),
        source=telling.source_with(figure),
        notes=tuple(_note(telling, level, row) for row in order),
    )


def _note(telling: Telling, level: LevelFindings, row: int, node: str = "") -> str:
    said = [telling.rank(level, row, node), telling.name(level, row), telling.score(level, row, node)]
    interval = telling.interval(level, row, node)
    return "  ".join([*said, f"[{interval}]"] if interval else said)


def _by_map(telling: Telling, level: LevelFindings, figure: Figure) -> Iterator[Part]:
    yield Picture(Box(MARGIN, 1.75, 7.3, 5.05), figure)
    rows = ranked(level)[:LIST]
    with_interval = any(telling.interval(level, row) for row in rows)
    headings = [RANK, level.level.name, SCORE, *([INTERVAL] if with_interval else [])]
    cells = tuple(
        (
            telling.rank(level, row),
            telling.name(level, row),
            telling.score(level, row),
            *((telling.interval(level, row) or "—",) if with_interval else ()),
        )
        for row in rows
    )
    yield Grid(
        Box(8.15, 1.85, WIDTH - MARGIN - 8.15, 4.9),
        tuple(telling.said(heading) for heading in headings),
        cells,
        (0.9, 1.7, 1.0, 1.4)[: len(headings)],
        telling.said(CHART, len(rows), telling.plural(level)),
        left_columns=0,
    )


def _by_bars(telling: Telling, level: LevelFindings) -> Iterator[Part]:
    rows = ranked(level)[:TOP]
    if not rows:
        return
    spans = level.interval is not None
    title = telling.said(CHART, len(rows), telling.plural(level))
    wide = 7.9 if spans else BODY.width
    names = tuple(f"{telling.rank(level, row)}  {telling.name(level, row)}" for row in rows)
    scores = tuple(float(level.scores[row, 0]) for row in rows)
    alternative = telling.listed(_note(telling, level, row) for row in rows[:5])
    yield Words(Box(MARGIN, 1.65, wide, 0.4), (title,), largest=14, role="muted")
    yield Bars(
        Box(MARGIN, 2.05, wide, 4.75),
        title,
        names,
        (Series(telling.said(SCORE), scores, "accent", labelled=True),),
        alternative,
    )
    if spans:
        yield from span_parts(
            telling, level, rows, Box(MARGIN + wide + 0.2, 2.05, BODY.width - wide - 0.2, 4.75)
        )


def span_parts(
    telling: Telling, level: LevelFindings, rows: list[int], box: Box, *, named: bool = False
) -> Iterator[Part]:
    """Yield the rank intervals of regions as bars from the lowest to the highest rank, with a heading."""
    found = level.interval
    assert found is not None  # noqa: S101 - asked by the caller
    low, high = (np.nan_to_num(array[rows, 0], nan=0.0) for array in (found.low, found.high))
    heading = Box(box.left, box.top - 0.4, box.width, 0.4)
    said = telling.said(SPANS)
    labels = tuple(
        f"{telling.rank(level, row)}  {telling.name(level, row)}  {telling.interval(level, row)}"
        if named
        else f"{telling.interval(level, row)}"
        for row in rows
    )
    yield Words(heading, (said,), largest=14, role="muted")
    yield Bars(
        box,
        said,
        labels,
        (
            Series("low", tuple((low - 0.5).tolist()), ""),
            Series(said, tuple((high - low + 1).tolist()), "class_3"),
        ),
        said + " " + telling.listed(labels[:5]),
        digits=0,
        share=0.36 if named else 0.24,
    )


def tiers_page(telling: Telling, level: LevelFindings) -> Page | None:
    """Return the tiers of a level with their regions; None when the recipe makes none."""
    if not level.tiers:
        return None
    order = ranked(level)
    tiers: dict[int, list[int]] = {}
    for row in order:
        tiers.setdefault(level.tiers[row].number, []).append(row)
    if not tiers:
        return None
    shown = sorted(tiers)[:TIERS_SHOWN]
    named = [number for number in sorted(tiers) if level.tiers[tiers[number][0]].role != "tier_rest"]
    return Page(
        "chart",
        telling.said(TIERED, len(order), telling.plural(level), len(named), len(tiers.get(1, ()))),
        telling.said(TIERS),
        parts=tuple(_tier_cards(telling, level, {number: tiers[number] for number in shown})),
        source=telling.source,
        notes=tuple(
            f"{telling.said(level.tiers[tiers[number][0]].name)}: "
            + telling.listed(telling.name(level, row) for row in tiers[number])
            for number in sorted(tiers)
        ),
    )


def _tier_cards(telling: Telling, level: LevelFindings, tiers: Mapping[int, list[int]]) -> Iterator[Part]:
    gap = 0.2
    wide = (BODY.width - gap * (len(tiers) - 1)) / len(tiers)
    for place, rows in enumerate(tiers.values()):
        tier: Tier = level.tiers[rows[0]]
        left = MARGIN + place * (wide + gap)
        high, low = telling.score(level, rows[0]), telling.score(level, rows[-1])
        pattern = ONE if len(rows) == 1 else RANGE
        under = telling.said(pattern, len(rows), *((high,) if len(rows) == 1 else (low, high)))
        room = Box(left, 2.95, wide, 3.8)
        names = _names_in(telling, [telling.name(level, row) for row in rows], room)
        heading = (telling.said(tier.name), under)
        yield Words(
            Box(left, 1.85, wide, 1.1),
            heading,
            largest=20,
            bold=True,
            role="paper",
            fill=tier.role,
            anchor="middle",
        )
        yield Words(room, (names,), largest=22, smallest=SMALL, fill="panel")


def _names_in(telling: Telling, names: list[str], box: Box) -> str:
    """Return as many names as can be read in the box, and how many there are when some are left out."""
    for kept in range(len(names), 0, -1):
        listed = telling.listed(names[:kept])
        said = listed if kept == len(names) else telling.said(AND_MORE, listed, len(names))
        if height_of((said,), box.width, SMALL) <= box.height - 2 * PADDING:
            return said
    return telling.said(COUNT, len(names))


def groups_page(telling: Telling, level: LevelFindings) -> Page | None:
    """Return the groups of the level's first grouping: scores as bars, ranks by dimension as a table."""
    if not level.found.groups:
        return None
    scored = level.found.groups[0]
    order = [int(row) for row in np.argsort(np.nan_to_num(scored.ranks[-1, :, 0], nan=np.inf), kind="stable")]
    order = [row for row in order if not np.isnan(scored.scores[-1, row, 0])][:10]
    if not order:
        return None
    grouping = next(item for item in telling.findings.edition.groupings if item.id == scored.grouping)
    name = telling.said(grouping.name)
    return Page(
        "chart",
        telling.headline("", _group_sentence(telling, scored, order, name)),
        name,
        parts=tuple(_group_parts(telling, level, scored, order)),
        source=telling.source,
        notes=tuple(
            f"{_group(telling, scored, row)}: {telling.listed(_members(telling, level, scored, row))}"
            for row in order
        ),
    )


def _group(telling: Telling, scored: GroupScores, row: int) -> str:
    return telling.said(telling.findings.group_name(scored.groups[row]))


def _members(telling: Telling, level: LevelFindings, scored: GroupScores, row: int) -> Iterator[str]:
    codes = level.codes
    yield from (telling.name(level, codes.index(code)) for code in scored.members[row] if code in codes)


def _best_member(telling: Telling, level: LevelFindings, scored: GroupScores, row: int) -> str:
    members = set(scored.members[row])
    best = next((at for at in ranked(level) if level.codes[at] in members), None)
    return "—" if best is None else telling.name(level, best)


def _group_sentence(telling: Telling, scored: GroupScores, order: list[int], name: str) -> str:
    if len(order) == 1:
        return name
    statistic = telling.said(STATISTICS[scored.statistic])
    values = [number_text(float(scored.scores[-1, row, 0]), 1) for row in (order[0], order[-1])]
    first, last = (_group(telling, scored, row) for row in (order[0], order[-1]))
    return telling.said(BEST_GROUP, statistic, first, values[0], last, values[1])


def _group_parts(
    telling: Telling, level: LevelFindings, scored: GroupScores, order: list[int]
) -> Iterator[Part]:
    framework: Any = telling.findings.framework
    dimensions = framework.dimensions[:5]
    names = tuple(_group(telling, scored, row) for row in order)
    title = f"{telling.node(framework.root.id)} · {telling.said(STATISTICS[scored.statistic])}"
    values = tuple(float(scored.scores[-1, row, 0]) for row in order)
    yield Words(Box(MARGIN, 1.65, 5.6, 0.4), (title,), largest=14, role="muted")
    yield Bars(
        Box(MARGIN, 2.05, 5.6, 4.7),
        title,
        names,
        (Series(telling.said(SCORE), values, "accent", labelled=True),),
        telling.listed(names),
        share=0.36,
    )
    ids = framework.ids
    rows = tuple(
        (
            name,
            str(len(scored.members[row])),
            _best_member(telling, level, scored, row),
            *(place_text(float(scored.ranks[-1, row, ids.index(node)])) for node in dimensions),
        )
        for name, row in zip(names, order, strict=True)
    )
    headings = (
        telling.said(GROUP),
        telling.said(MEMBERS),
        telling.said(BEST),
        *(telling.node(node) for node in dimensions),
    )
    yield Grid(
        Box(6.5, 2.05, WIDTH - MARGIN - 6.5, 4.7),
        headings,
        rows,
        (1.9, 1.0, 1.3, *(1.3 for _ in dimensions)),
        telling.listed(headings),
    )
