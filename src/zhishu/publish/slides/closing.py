"""The slides that close: how sure the ranks are, what could be done, where everything is to be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.document import Paragraph
from zhishu.publish.figure import number_text, place_text
from zhishu.publish.slides.page import BODY, MARGIN, Box, Page, Words
from zhishu.publish.slides.places import TOP, span_parts
from zhishu.publish.slides.sentences import sure_pairs
from zhishu.publish.slides.telling import SURE, ranked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.publish.findings import LevelFindings
    from zhishu.publish.slides.telling import Telling

SURE_KICKER = Text("结果有多可靠", "How sure are the ranks")
SURE_HEADLINE = Text(
    "{}名次区间的中位宽度为 {} 位：应当读区间，而不是单个名次",
    "Half of the rank intervals of the {} are at most {} places wide: read intervals, not single ranks",
)
DRAWS = Text(
    "在 {} 次抽样中改变权重等可辩护的选择，重新排名",
    "Ranks were made anew in {} draws of defensible choices, weights among them",
)
BAND = Text("条形为 {:g}%–{:g}% 的名次区间", "Bars span the {:g} % to {:g} % interval of ranks")
PAIRS = Text(
    "相邻 {} 对中，{} 对先后有把握（概率不低于 {:g}%）",
    "Of {} neighbours, the order of {} is sure (probability {:g} % or more)",
)
FIRST = Text("{}的区间为 {}", "{}: interval {}")
ADVICE_KICKER = Text("建议与下一步", "What comes next")
ADVICE_HEADLINE = Text("失分最多的指标，就是最大的改进空间", "Where most points are lost, most can be won")
OWN_ADVICE = Text("{}{}：失分最多的是{}", "{1} ({0}): most points are lost on {2}")
LOST = Text("{}（占失分 {}%）", "{} ({} % of the loss)")
CONTACT = Text("更多内容", "To find out more")
BOOK = Text(
    "报告全文、工作簿与每一个数字的证据随本版一同发布",
    "The report, the workbook and the proof of every number are published with it",
)
PUBLISHER = Text("发布：{}", "Published by {}")
DATE = Text("日期：{}", "Date: {}")
ADVICE = ("advice", "option", "options", "weakness", "obstacle", "obstacles")
"""First words of the ids of claims and sections that advise."""
MOST, NAMED = 4, 3


def sure_page(telling: Telling, level: LevelFindings) -> Page | None:
    """Return the page of intervals and ties; None when no draws were made."""
    found, interval = level.doubt, level.interval
    rows = ranked(level)[:TOP]
    if found is None or interval is None or not rows:
        return None
    width = place_text(float(np.nanmedian(interval.high[:, 0] - interval.low[:, 0] + 1)))
    box = Box(MARGIN, 2.05, 8.2, 4.75)
    return Page(
        "points",
        telling.said(SURE_HEADLINE, telling.plural(level), width),
        telling.said(SURE_KICKER),
        points=tuple(_sure_points(telling, level)),
        parts=tuple(span_parts(telling, level, rows, box, named=True)),
        source=telling.source,
        notes=tuple(
            telling.said(FIRST, telling.name(level, row), telling.interval(level, row)) for row in rows
        ),
        body=Box(9.1, 2.05, BODY.left + BODY.width - 9.1, 4.7),
    )


def _sure_points(telling: Telling, level: LevelFindings) -> Iterator[str]:
    found = level.doubt
    assert found is not None  # noqa: S101 - asked by the caller
    low, high = found.study.uncertain.interval
    yield telling.said(DRAWS, f"{found.draws:,}")
    yield telling.said(BAND, low * 100, high * 100)
    pairs = sure_pairs(level)
    if pairs is not None:
        yield telling.said(PAIRS, pairs[1], pairs[0], SURE * 100)


def closing_page(telling: Telling) -> Page:
    """Return the last page: what the report advises, or where most points are lost; source and publisher."""
    points = (*_advice(telling), *_lost(telling))[:MOST]
    document = telling.document
    contact = [telling.said(document.name) + f" {document.edition}"]
    if document.publisher is not None:
        contact.append(telling.said(PUBLISHER, telling.said(document.publisher)))
    if document.date:
        contact.append(telling.said(DATE, document.date))
    contact.append(telling.said(BOOK))
    if document.note is not None:
        contact.append(telling.said(document.note))
    box = Box(8.5, 1.85, BODY.left + BODY.width - 8.5, 4.9)
    heading = Box(box.left, box.top, box.width, 0.7)
    under = Box(box.left, box.top + 0.7, box.width, box.height - 0.7)
    return Page(
        "points" if points else "chart",
        telling.said(ADVICE_HEADLINE) if points else telling.said(CONTACT),
        telling.said(ADVICE_KICKER),
        points=points,
        parts=(
            Words(
                heading,
                (telling.said(CONTACT),),
                largest=20,
                bold=True,
                role="paper",
                fill="accent",
                anchor="middle",
            ),
            Words(under, tuple(contact), largest=17, fill="panel"),
        ),
        source=telling.source,
        notes=points,
        body=Box(MARGIN, 1.85, 7.6, 4.9),
    )


def _advice(telling: Telling) -> Iterator[str]:
    """Yield what the document advises: paragraphs of a section for advice, or claims of that kind."""
    for section in telling.document.walk():
        advises = section.id.split("-")[0] in ADVICE
        for block in section.blocks:
            if isinstance(block, Paragraph) and ((advises and block.id) or block.id.split("-")[0] in ADVICE):
                yield block.said.plain(telling.language)


def _lost(telling: Telling) -> Iterator[str]:
    """Yield per level and tier on which indicators most points are lost (obstacle degrees)."""
    for level in reversed(telling.findings.scored):
        tiers = sorted({tier.number for tier in level.tiers if tier.role != "tier_rest"})
        groups = {telling.said(tier.name): tier.number for tier in level.tiers if tier.number in tiers}
        for name, number in sorted(groups.items(), key=lambda item: item[1]):
            rows = [row for row in ranked(level) if level.tiers[row].number == number]
            told = _most_lost(telling, level, rows)
            if told:
                yield telling.said(OWN_ADVICE, telling.said(level.level.name), name, telling.listed(told))


def _most_lost(telling: Telling, level: LevelFindings, rows: list[int]) -> list[str]:
    """Return the indicators on which regions lose most: weight times distance to the best value."""
    framework = telling.findings.framework
    own = [level.column(node) for node in framework.indicators]
    values = level.scores[:, own]
    best = np.nanmax(values, axis=0)
    loss = np.nan_to_num(best - values[rows]).mean(axis=0) * level.effective[own]
    total = float(loss.sum())
    if not total > 0:
        return []
    order = np.argsort(-loss, kind="stable")[:NAMED]
    return [
        telling.said(LOST, telling.node(framework.indicators[at]), number_text(100 * loss[at] / total, 0))
        for at in order
        if loss[at] > 0
    ]
