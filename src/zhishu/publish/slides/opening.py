"""The slides that open: cover, key findings, what is measured and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.figure import number_text
from zhishu.publish.method import method_sentence
from zhishu.publish.slides.page import MARGIN, WIDTH, Box, Page, Words
from zhishu.publish.slides.sentences import leader_sentence, sure_pairs
from zhishu.publish.slides.telling import ranked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.publish.slides.page import Part
    from zhishu.publish.slides.telling import Telling

KEY = Text("主要发现", "Key findings")
THREE = Text("{} 条主要发现", "{} key findings")
SYSTEM = Text("指标体系与方法", "Indicators and method")
MEASURES = Text(
    "{} 个维度、{} 个指标，同一套方法逐级合成", "{} dimensions and {} indicators, put together by one method"
)
NODE, WEIGHT, BELOW = Text("维度", "Dimension"), Text("{}权重", "Weight, {}"), Text("指标", "Indicators")
SHARE = Text(
    "前 {0} 位{1}占全部 {2} 个地区得分之和的 {3}%",
    "The top {0} of {2} {1} hold {3} % of the sum of all scores",
)
UNSURE = Text(
    "{0}相邻名次 {1} 对，其中 {2} 对的先后有把握，其余难分",
    "Of {1} neighbours in the ranking of {0}, the order of {2} is certain; the others cannot be told apart",
)
PREFERRED = ("leader", "seats", "neighbours", "tier_gaps", "leaders", "polarisation", "certainty")
"""Kinds of claims that open the conference, by the first word of their id, the most telling first."""
MOST = 3
TOP = 10
NOTED = Text(
    "证据：见报告中的同名论断与数据表 tables/scores.csv。",
    "Evidence: the claim of the report and tables/scores.csv.",
)
CARD_ROLES = ("accent", "class_4", "tier_3")


def cover_page(telling: Telling) -> Page:
    """Return the cover: name, edition, publisher, date, key numbers, the note on the data."""
    document = telling.document
    words = [telling.said(document.kicker)]
    if document.publisher is not None:
        words.append(telling.said(document.publisher))
    if document.date:
        words.append(document.date)
    return Page(
        "cover",
        telling.said(document.name),
        points=(" · ".join(words),),
        parts=(*_key_numbers(telling), *_cover_note(telling)),
        source=telling.source,
        notes=(telling.source,),
    )


def _key_numbers(telling: Telling) -> Iterator[Part]:
    numbers = telling.document.key_numbers[:4]
    wide = (WIDTH - 1.8) / max(len(numbers), 1)
    for place, number in enumerate(numbers):
        left = 0.9 + place * wide
        yield Words(Box(left, 5.0, wide, 0.95), (number.value,), largest=40, bold=True, role="accent")
        yield Words(Box(left, 5.9, wide, 0.6), (telling.said(number.label),), largest=18, role="muted")


def _cover_note(telling: Telling) -> Iterator[Part]:
    note = telling.document.note
    if note is not None:
        yield Words(Box(0.9, 4.1, 11.5, 0.5), (telling.said(note),), largest=16, role="class_1")


def findings_page(telling: Telling) -> Page:
    """Return the page of at most three findings: claims of the document first, then our own."""
    found = [*_claimed(telling), *_own(telling)][:MOST]
    top, tall = 1.9, 1.5
    parts: list[Part] = []
    for place, text in enumerate(found):
        y = top + place * (tall + 0.12)
        number = Box(MARGIN, y, 0.95, tall)
        role = CARD_ROLES[place % len(CARD_ROLES)]
        parts.append(
            Words(number, (str(place + 1),), largest=40, bold=True, role="paper", fill=role, anchor="centre")
        )
        card = Box(MARGIN + 0.95, y, WIDTH - 2 * MARGIN - 0.95, tall)
        parts.append(Words(card, (text,), largest=26, smallest=14, fill="panel", anchor="middle"))
    return Page(
        "chart",
        telling.said(THREE, len(found)),
        telling.said(KEY),
        parts=tuple(parts),
        source=telling.source,
        notes=(*found, telling.said(NOTED)),
    )


def _claimed(telling: Telling) -> Iterator[str]:
    """Yield the document's claims that open a conference, one of each kind, the last level's first."""
    level = telling.level
    claims = list(telling.claims())
    for kind in PREFERRED:
        of_kind = [(name, said) for name, said in claims if name.split("-")[0] == kind]
        own = [said for name, said in of_kind if level is not None and level.id in name.split("-")]
        yield from (own or [said for _, said in of_kind])[:1]


def _own(telling: Telling) -> Iterator[str]:
    level = telling.level
    if level is None:
        return
    for scored in telling.findings.scored:
        yield leader_sentence(telling, scored)
    order = ranked(level)
    scores = [float(level.scores[row, 0]) for row in order]
    if len(scores) > TOP and sum(scores) > 0 and min(scores) >= 0:
        share = number_text(100 * sum(scores[:TOP]) / sum(scores), 0)
        yield telling.said(SHARE, TOP, telling.plural(level), len(scores), share)
    pairs = sure_pairs(level)
    if pairs is not None:
        yield telling.said(UNSURE, telling.plural(level), pairs[1], pairs[0])


def method_page(telling: Telling) -> Page:
    """Return the page of the framework: dimensions with weights and indicators, the method in a sentence."""
    framework, scored = telling.findings.framework, telling.findings.scored
    levels = tuple(level.level.name for level in scored)
    sentence = telling.said(method_sentence(telling.findings.edition.recipe, levels))
    nodes = framework.dimensions or framework.indicators
    headings = (
        telling.said(NODE),
        *(telling.said(WEIGHT, telling.said(level.level.name)) for level in scored),
        telling.said(BELOW),
    )
    rows = [
        (
            telling.node(node),
            *(f"{100 * level.effective[level.column(node)]:.1f}%" for level in scored),
            _indicators(telling, node),
        )
        for node in nodes[:8]
    ]
    return Page(
        "points",
        telling.said(MEASURES, len(nodes), len(framework.indicators)),
        telling.said(SYSTEM),
        points=(sentence,),
        parts=tuple(_dimension_cards(telling, rows, headings)),
        source=telling.source,
        notes=(sentence, *("：".join(row) if telling.language == "zh" else ": ".join(row) for row in rows)),
        body=Box(MARGIN, 5.55, WIDTH - 2 * MARGIN, 1.25),
    )


def _indicators(telling: Telling, node: str) -> str:
    """Return the names of the indicators below a node."""
    framework = telling.findings.framework

    def below(name: str) -> Iterator[str]:
        children = framework[name].children
        if not children:
            yield telling.node(name)
        for child in children:
            yield from below(child)

    return telling.listed(below(node))


def _dimension_cards(
    telling: Telling, rows: list[tuple[str, ...]], headings: tuple[str, ...]
) -> Iterator[Part]:
    """Yield one card per dimension: name, its weight at every level, its indicators."""
    wide, gap = WIDTH - 2 * MARGIN, 0.2
    each = (wide - gap * (len(rows) - 1)) / len(rows)
    mark = ": " if telling.language == "en" else "："
    for place, row in enumerate(rows):
        left = MARGIN + place * (each + gap)
        weights = [
            f"{heading}{mark}{weight}" for heading, weight in zip(headings[1:-1], row[1:-1], strict=True)
        ]
        yield Words(
            Box(left, 1.85, each, 0.65),
            (row[0],),
            largest=22,
            bold=True,
            role="paper",
            fill="accent",
            anchor="middle",
        )
        yield Words(Box(left, 2.5, each, 2.95), (*weights, row[-1]), largest=18, smallest=11, fill="panel")
