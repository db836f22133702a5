"""A made-up document that has every kind of block, and a made-up book whose scores add up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.framework import Text
from zhishu.publish.document import (
    Document,
    Evidence,
    Heading,
    KeyNumber,
    Paragraph,
    Said,
    Section,
    Span,
    said,
)
from zhishu.publish.figure import Column, Data, Figure, Interval, Rank, Table, Tier
from zhishu.publish.page.book import BookNode, BookRecords, LevelBook, level_books

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.publish.findings import Findings, LevelFindings

LONG = Text("名" * 60, "W" * 90)
NAMES = (Text("甲市", "Alpha"), Text("乙市", "Beta"), Text("丙市", "Gamma"), LONG)
CODES = ("A", "B", "C", "D")
NOTE = Text("本版数据为重建数据，并非原始数据。", "Reconstructed data, not the original.")
ALL = ("index", "size", "firms", "staff", "skill")


def book(level: str = "town") -> LevelBook:
    """Return a level of four regions: an index of two dimensions, one of them of two indicators."""
    raw = np.array([[30.0, 200.0, 5.0], [20.0, 100.0, 3.0], [10.0, 50.0, 4.0], [0.0, 0.0, 0.0]])
    normalised = raw / raw.max(axis=0)
    weights = np.array([1.0, 0.6, 0.25, 0.75, 0.4])
    leaves = normalised * 100
    size = leaves[:, 0] * 0.25 + leaves[:, 1] * 0.75
    scores = np.column_stack([size * 0.6 + leaves[:, 2] * 0.4, size, leaves])
    ranks = 1.0 + (scores[None] > scores[:, None]).sum(axis=1)
    found = {"A": (30, (("1", "Firm <one>"), ("2", "Firm two"))), "B": (20, (("3", "Firm three"),))}
    nodes = (
        BookNode("index", Text("总指数", "Index"), ("size", "skill"), adds=True),
        BookNode("size", Text("规模", "Size"), ("firms", "staff"), adds=True),
        BookNode(
            "firms",
            Text("企业数", "Firms"),
            unit=Text("家", "firms"),
            measure=Text("firms 的记录数", "records of firms"),
            low=0.0,
            high=30.0,
            records=BookRecords("firms", ("id", "name"), found),
        ),
        BookNode("staff", Text("人员", "Staff"), low=0.0, high=200.0),
        BookNode("skill", Text("技能", "Skill"), low=0.0, high=5.0),
    )
    return LevelBook(
        level=level,
        name=Text("城镇", "Towns"),
        codes=CODES,
        names=NAMES,
        short=NAMES,
        nodes=nodes,
        normalising=Text("最小-最大", "Minimum–maximum"),
        weights=weights,
        effective=np.array([1.0, 0.6, 0.15, 0.45, 0.4]),
        scores=scores,
        ranks=ranks,
        raw=raw,
        prepared=raw,
        normalised=normalised,
        lowest=ranks,
        highest=np.minimum(ranks + 1, 4),
        formula=True,
    )


def ranking(name: str, *, number: str = "1-1", times: int = 1) -> Table:
    """Return a table of rank, name, tier, score and interval; `times` repeats the four regions."""
    found = book()
    tier = Tier(1, Text("第一梯队", "Tier 1"), "tier_1")
    rows = tuple(
        (
            Rank(float(found.ranks[at, 0]), published=1 if at == 0 else None, among=4),
            NAMES[at],
            tier,
            float(found.scores[at, 0]),
            Interval(float(found.ranks[at, 0]), float(min(4, found.ranks[at, 0] + 1))),
            None if at == 3 else 0.25,
        )
        for _ in range(times)
        for at in range(4)
    )
    columns = (
        Column("rank", Text("名次", "Rank"), "rank", node="index"),
        Column("region", Text("地区", "Region")),
        Column("tier", Text("梯队", "Tier"), "tier"),
        Column("score", Text("得分", "Score"), "score", digits=2, full=100.0, node="index"),
        Column("interval", Text("名次区间", "Interval"), "interval", node="index"),
        Column("share", Text("占比", "Share"), "share", digits=1),
    )
    data = Data(columns, rows, level="town", regions=CODES * times)
    return Table(name, number, Text("城镇排名", "Towns, ranked"), data, note=Text("注解", "A note"))


def bars(name: str, *, narrow: bool = True) -> Figure:
    """Return a figure of four bars, one per region."""
    scores = book().scores[:, 0]
    values = [{"region": code, "score": float(score)} for code, score in zip(CODES, scores, strict=True)]
    spec: dict[str, Any] = {
        "width": 600,
        "data": {"values": values},
        "mark": {"type": "bar", "color": "#0e5a8a"},
        "encoding": {
            "x": {"field": "score", "type": "quantitative"},
            "y": {"field": "region", "type": "nominal"},
        },
        "config": {"aria": False, "background": None, "font": "Noto Sans CJK SC"},
    }
    columns = (
        Column("region", Text("地区", "Region")),
        Column("score", Text("得分", "Score"), "number", digits=2, node="index"),
    )
    rows = tuple((name, float(score)) for name, score in zip(NAMES, scores, strict=True))
    return Figure(
        id=name,
        number="1-1",
        title=Text("各城镇得分", "Scores of the towns"),
        data=Data(columns, rows, level="town", regions=CODES),
        spec=spec,
        alternative=Text("四个城镇的得分条形图", "Bars of the scores of four towns"),
        narrow={**spec, "width": 240} if narrow else None,
        note=Text("条越长得分越高。", "A longer bar is a higher score."),
        source=Text("来源：测试。", "Source: a test."),
    )


def proofs() -> dict[str, Evidence]:
    """Return two pieces of evidence: one with everything, one with its cells only."""
    table = ranking("x").data
    cells = Data(table.columns[:4], tuple(row[:4] for row in table.rows), level="town", regions=CODES)
    records = Data((Column("name", Text("名称", "Name")),), (("Firm <one>",), ("Firm two",)))
    return {
        "lead": Evidence(
            "lead",
            Text("甲市居首", "Alpha leads"),
            cells,
            formula=Text("得分最高者", "the highest score"),
            where=Text("tables/scores.csv", "tables/scores.csv"),
            records=records,
            counted=30,
        ),
        "plain": Evidence("plain", Text("四个城镇", "Four towns"), cells),
    }


def whole_document(**more: Any) -> Document:
    """Return a document with every kind of block, nested sections, and evidence of every place."""
    leads = Said(
        (Span("甲市", strong=True), Span("得 88.00 分", "lead"), Span("，见"), Span("图 1-1", link="bars")),
        (
            Span("Alpha", strong=True),
            Span(" scores 88.00", "lead"),
            Span(", see "),
            Span("Figure 1-1", link="bars"),
        ),
    )
    plain = said(Text("这是一段没有依据的话。", "Words that need no proof."))
    inner = Section(
        "inner",
        Text("分节", "A part"),
        "1.1",
        (
            Heading(Text("小标题", "A heading")),
            Paragraph(plain, "bullet"),
            Paragraph(leads, "bullet", evidence="plain", id="claim-1"),
            Paragraph(plain, "quote"),
            Paragraph(plain, "notice", evidence="plain"),
            ranking("short"),
        ),
        (Section("deep", Text("更深", "Deeper"), "1.1.1", (Paragraph(plain),)),),
    )
    first = Section(
        "first",
        Text("总体评价", "Overall results"),
        "1",
        (
            Paragraph(plain, "lead"),
            Paragraph(leads, evidence="missing"),
            bars("bars"),
            bars("plain", narrow=False),
        ),
        (inner, Section("empty", LONG, "1.2")),
    )
    appendix = Section(
        "appendix", Text("附录", "Appendix"), "A", (ranking("long", number="", times=8),), wide=True
    )
    given: dict[str, Any] = {
        "id": "towns",
        "name": Text("城镇指数", "Town Index"),
        "edition": 2024,
        "kicker": Text("2024 版", "2024 edition"),
        "sections": (first, appendix),
        "evidence": proofs(),
        "key_numbers": (
            KeyNumber("4", Text("城镇", "Towns"), "plain"),
            KeyNumber("3", Text("指标", "Indicators")),
        ),
        "publisher": Text("某研究院", "An institute"),
        "note": NOTE,
        "date": "2024-09",
        "repairs": (Text("一行已修复", "A row was repaired"),),
        "books": (book(),),
    }
    return Document(**{**given, **more})


def level_document(findings: Findings) -> Document:
    """Return a document of a result's levels: a map of the provinces, the first 15, all regions."""
    edition = findings.edition
    return Document(
        id=edition.id,
        name=edition.name,
        edition=edition.edition,
        kicker=Text(f"{edition.edition} 版", f"{edition.edition} edition"),
        sections=tuple(
            Section(f"level-{level.id}", level.level.name, str(at), tuple(_level_blocks(findings, level)))
            for at, level in enumerate(findings.scored, start=1)
        ),
        key_numbers=(KeyNumber("18", Text("指标", "Indicators")),),
        note=edition.note,
        books=level_books(findings),
    )


def _level_blocks(findings: Findings, level: LevelFindings) -> Iterator[Figure | Table]:
    from zhishu.publish.figures.choropleth import choropleth

    if level.id == "province":
        drawn = choropleth(findings, level=level.id, measure=level.framework.root.id)
        assert drawn is not None
        yield replace(drawn, id="map-province", number="1-1")
    yield _level_table(level, "leading", 15)
    yield _level_table(level, "all", len(level.codes))


def _level_table(level: LevelFindings, name: str, count: int) -> Table:
    nodes = (level.framework.root.id, *level.framework.dimensions)
    columns = (
        Column("rank", Text("名次", "Rank"), "rank", node=nodes[0]),
        Column("region", Text("地区", "Region")),
        Column("within", Text("省份", "Province")),
        Column("tier", Text("梯队", "Tier"), "tier"),
        *(
            Column(node, level.framework[node].name, "number", 2, 100.0 if node == nodes[0] else None, node)
            for node in nodes
        ),
    )
    rows = tuple(
        (
            Rank(float(level.ranks[at, 0]), among=len(level.codes)),
            level.names[at].full,
            level.names[at].within or "",
            level.tiers[at],
            *(float(level.scores[at, level.column(node)]) for node in nodes),
        )
        for at in level.order[:count]
    )
    codes = tuple(level.codes[at] for at in level.order[:count])
    title = Text(f"{level.level.name.zh}排名", f"{level.level.name.en}, ranked")
    data = Data(columns, rows, level=level.id, regions=codes)
    return Table(f"{name}-{level.id}", "", title, data)
