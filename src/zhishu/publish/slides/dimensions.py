"""One slide per dimension: the leading regions with the parts of their score, and who stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.slides.page import BODY, MARGIN, Bars, Box, Page, Series, Words
from zhishu.publish.slides.places import TOP
from zhishu.publish.slides.sentences import NODE, leader_sentence
from zhishu.publish.slides.telling import ranked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.publish.findings import LevelFindings
    from zhishu.publish.slides.page import Part
    from zhishu.publish.slides.telling import Telling

NEAR = 1e-6
"""Parts are drawn where they add up to the score to this share of it."""
ROLES = ("accent", "class_3", "tier_3", "tier_2", "tier_4", "class_2")
CHART = Text("前 {} 位{}的{}得分（方括号内为名次区间）", "Top {} {}: {}, score [rank interval]")
PLAIN = Text("前 {} 位{}的{}得分", "Top {} {}: {}")
STRONG = Text("明显高于总排名：{}", "Far better here than in total: {}")
WEAK = Text("明显低于总排名：{}", "Far worse here than in total: {}")
PLACES = Text("{}（第 {}，总第 {}）", "{} ({}, total {})")
GAP = 5
"""Places between two ranks from which on they are far apart."""
NAMED = 3
SPREAD = Text("前 {} 位得分从 {} 到 {}", "The first {} score from {} down to {}")
LEADING = 20
"""The better of the two ranks is at most this, so that those in view are named."""


def dimension_page(telling: Telling, level: LevelFindings, node: str) -> Page:
    """Return the page of one dimension at one level."""
    rows = ranked(level, node)[:TOP]
    points = tuple(_points(telling, level, node, rows))
    headline = telling.said(NODE, telling.node(node), leader_sentence(telling, level, node))
    return Page(
        "points" if points else "chart",
        telling.headline(f"leader-{level.id}-{node}", headline),
        telling.node(node),
        points=points,
        parts=tuple(_bars(telling, level, node, rows)),
        source=telling.source,
        notes=tuple(_note(telling, level, row, node) for row in rows),
        body=Box(9.35, 2.05, BODY.left + BODY.width - 9.35, 4.7),
    )


def _note(telling: Telling, level: LevelFindings, row: int, node: str) -> str:
    said = [telling.rank(level, row, node), telling.name(level, row), telling.score(level, row, node)]
    interval = telling.interval(level, row, node)
    return "  ".join([*said, f"[{interval}]"] if interval else said)


def _bars(telling: Telling, level: LevelFindings, node: str, rows: list[int]) -> Iterator[Part]:
    if not rows:
        return
    series = _parts(telling, level, node, rows)
    spans = any(telling.interval(level, row, node) for row in rows)
    plural = telling.plural(level)
    title = telling.said(CHART if spans else PLAIN, len(rows), plural, telling.node(node))
    names = tuple(_note(telling, level, row, node) for row in rows)
    yield Words(Box(MARGIN, 1.65, 8.5, 0.4), (title,), largest=14, role="muted")
    yield Bars(
        Box(MARGIN, 2.05, 8.5, 4.75),
        title,
        names,
        series,
        telling.listed(_note(telling, level, row, node) for row in rows[:5]),
        legend=len(series) > 1,
        share=0.4,
    )


def _parts(telling: Telling, level: LevelFindings, node: str, rows: list[int]) -> tuple[Series, ...]:
    """Return what each node below adds to the score, or the score alone where parts do not add up."""
    scores = level.scores[rows, level.column(node)]
    children = telling.findings.framework[node].children
    weights = level.found.weights
    if weights is not None and 1 < len(children) <= len(ROLES):
        own = [level.column(child) for child in children]
        parts = level.scores[np.ix_(rows, own)] * weights[-1, own]
        if np.allclose(parts.sum(axis=1), scores, rtol=NEAR, atol=NEAR):
            return tuple(
                Series(telling.node(child), tuple(parts[:, at].tolist()), ROLES[at], labelled=False)
                for at, child in enumerate(children)
            )
    return (Series(telling.node(node), tuple(scores.tolist()), "accent", labelled=True),)


def _points(telling: Telling, level: LevelFindings, node: str, rows: list[int]) -> Iterator[str]:
    """Yield what to note: what the document claims there, and who stands far from its total rank."""
    if len(rows) < 2:  # noqa: PLR2004 - nothing to compare
        return
    beside = next(telling.claims_beside(level, node), None)
    yield beside or telling.said(
        SPREAD, len(rows), telling.score(level, rows[0], node), telling.score(level, rows[-1], node)
    )
    here, total = level.ranks[:, level.column(node)], level.ranks[:, 0]
    for text, gain in ((STRONG, total - here), (WEAK, here - total)):
        found = _far(gain, np.fmin(here, total))
        if found:
            named = [
                telling.said(
                    PLACES, telling.name(level, row), telling.rank(level, row, node), telling.rank(level, row)
                )
                for row in found
            ]
            yield telling.said(text, telling.listed(named))


def _far(gain: np.ndarray, better: np.ndarray) -> list[int]:
    """Return the rows that gain most, among those of whom one rank is in view."""
    seen = np.where((better <= LEADING) & (gain >= GAP), gain, -np.inf)
    order = np.argsort(-seen, kind="stable")[:NAMED]
    return [int(row) for row in order if np.isfinite(seen[row])]
