"""Documents with every kind of block, made up for the tests of this folder."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import zhishu.publish.figures  # noqa: F401 - registers the kinds
from zhishu.framework import Text
from zhishu.publish.document import Document, Heading, KeyNumber, Paragraph, Said, Section, Span, said
from zhishu.publish.figure import Column, Data, Figure, Interval, Rank, Table
from zhishu.publish.findings import Findings
from zhishu.publish.kinds import make
from zhishu.publish.layers import drawing, texts
from zhishu.result import Result

LONG_ZH = (
    "本章说明“指数”怎样由企业记录得出：先把记录按地区汇总成指标，再作可比化处理、赋权与合成。"
    "每一步的选择都写在方法里，读者可以据此复核（包括缺失值、异常值、并列名次的处理）。"
    "名次差异小于不确定区间的地区，我们写作“难分高下”，不写作“领先”；这一点与以往的报告不同，"
    "也请读者在引用时注意。数据截至 2023 年 6 月，共 8,780 家企业、31 个省份、163 个重点城市。"
)
LONG_EN = (
    "This chapter says how the “index” comes from records of firms: records are summed up by region, made "
    "comparable, weighed and aggregated. Every choice is written down in the method, so that readers can "
    "check it, including what was done about missing values, outliers and ties. Regions whose ranks differ "
    "by less than the interval are said to be indistinguishable, which differs from earlier reports."
)


def words(zh: str, en: str) -> Said:
    """Return one piece in each language."""
    return said(Text(zh, en))


def paragraph(zh: str, en: str, kind: Any = "text") -> Paragraph:
    """Return a paragraph of one piece."""
    return Paragraph(words(zh, en), kind)


def referring(label_zh: str, label_en: str, target: str) -> Paragraph:
    """Return a paragraph that refers to a figure, table or section, with a strong piece."""
    return Paragraph(
        Said(
            (
                Span("各地得分见"),
                Span(label_zh, link=target),
                Span("，其中"),
                Span("北京市", strong=True),
                Span("居首。"),
            ),
            (
                Span("See "),
                Span(label_en, link=target),
                Span("; "),
                Span("Beijing", strong=True),
                Span(" leads."),
            ),
        )
    )


def plain_figure(identity: str, number: str, title: Text) -> Figure:
    """Return a small figure of one word."""
    spec = drawing(
        [texts("word", [{"x": 240, "y": 60, "text": title}], (480, 120), {"fontSize": 14})],
        width=480,
        height=120,
    )
    data = Data((Column("region", Text("地区", "Region")),), (("北京市",),))
    return Figure(identity, number, title, data, spec, Text(f"一个词：{title.zh}", f"One word: {title.en}"))


def plain_table(identity: str, number: str, title: Text, rows: int = 3, **more: Any) -> Table:
    """Return a table of names and ranks."""
    columns = (Column("rank", Text("名次", "Rank"), "rank"), Column("region", Text("地区", "Region")))
    cells = tuple((Rank(float(at + 1)), Text(f"地区{at + 1}", f"Region {at + 1}")) for at in range(rows))
    return Table(identity, number, title, Data(columns, cells), **more)


def small_document(*blocks: Any, **more: Any) -> Document:
    """Return a document of one numbered section with these blocks."""
    section = Section("only", Text("唯一一章", "The only chapter"), "1", tuple(blocks))
    document = Document(
        "small",
        Text("小指数", "Small index"),
        2023,
        Text("指数报告", "Index report"),
        (section,),
        date="2023-09",
    )
    return replace(document, **more)


def ranking_table(findings: Findings, level: str, number: str, count: int) -> Table:
    """Return the leading regions of a level with rank, name, tier, score and the rank per dimension."""
    found, root = findings.level(level), findings.framework.root.id
    nodes = [root, *findings.framework.dimensions]
    columns = (
        Column("rank", Text("名次", "Rank"), "rank"),
        Column("region", found.level.name),
        Column("tier", Text("梯队", "Tier"), "tier"),
        Column("score", Text("总得分", "Total score"), "score", digits=2, full=100.0),
        *(
            Column(node, Text(f"{found.title(node).zh}名次", f"{found.title(node).en}, rank"), "rank")
            for node in nodes[1:]
        ),
        Column("interval", Text("名次区间", "Interval of ranks"), "interval"),
    )
    rows = tuple(
        (
            Rank(float(found.ranks[at, 0]), published=9 if at == found.order[0] else None),
            found.names[at].full,
            found.tiers[at],
            float(found.scores[at, 0]),
            *(Rank(float(found.ranks[at, found.column(node)])) for node in nodes[1:]),
            Interval(float(found.ranks[at, 0]), float(found.ranks[at, 0]) + 2),
        )
        for at in found.order[:count]
    )
    name = found.level.name
    title = Text(f"{count} 个{name.zh}的得分与名次", f"{name.en}: scores and ranks of {count}")
    return Table(f"ranking-{level}-{count}", number, title, Data(columns, rows))


def tree_table(findings: Findings, number: str) -> Table:
    """Return the framework as a tree with a made-up weight, and a long note."""
    framework = findings.framework
    columns = (
        Column("node", Text("指标", "Indicator")),
        Column("weight", Text("全局权重", "Overall weight"), "share", digits=1, full=0.5),
    )
    nodes = framework.ids[1:]
    rows = tuple((framework[node].name, 0.5 / (at + 1)) for at, node in enumerate(nodes))
    note = Text("“全局”为各级权重之积。", "“Overall” is the product of the weights up to the index.")
    data = Data(columns, rows, depths=tuple(framework.depth(node) for node in nodes))
    return Table("weights", number, Text("指标体系与权重", "Indicators and weights"), data, note)


def whole_document(result: Result, *, copies: int = 1) -> Document:
    """Return a publication of a result with all kinds of blocks; `copies` repeats the chapter of figures."""
    findings = Findings(result)
    found = [level.id for level in findings.scored]
    chapters = [
        _method(findings),
        *(_level(findings, level, at, copies) for at, level in enumerate(found, start=2)),
    ]
    summary = Section(
        "summary",
        Text("摘要", "Summary"),
        blocks=(
            paragraph(
                "一句话的结论放在最前面，便于读者抓住要点。",
                "The gist stands first so that nobody misses it.",
                "lead",
            ),
            *(
                paragraph(f"要点{at}：{LONG_ZH[:60]}", f"Point {at}: {LONG_EN[:120]}", "bullet")
                for at in range(4)
            ),
        ),
    )
    appendix = Section(
        "appendix",
        Text("附录：全部地区", "Appendix: all regions"),
        blocks=tuple(
            ranking_table(findings, level, f"A-{at}", len(findings.level(level).codes))
            for at, level in enumerate(found, start=1)
        ),
        wide=True,
    )
    edition = result.edition
    return Document(
        edition.id,
        edition.name,
        edition.edition,
        Text("区域产业指数报告", "Regional industry index report"),
        (summary, *chapters, appendix),
        key_numbers=(
            KeyNumber("31", Text("省份", "Provinces")),
            KeyNumber("163", Text("重点城市", "Key cities")),
            KeyNumber("18", Text("指标", "Indicators")),
            KeyNumber("8,780", Text("企业", "Firms")),
        ),
        publisher=Text("大数据产业研究院", "Institute of the Big Data Industry"),
        note=edition.note,
        date="2023-09",
        repairs=(Text("2 个缺失值以零填补。", "Two missing values were filled with zero."),),
    )


def _method(findings: Findings) -> Section:
    table = tree_table(findings, "1-1")
    return Section(
        "method",
        Text("研究方法", "Method"),
        "1",
        (paragraph(LONG_ZH, LONG_EN),),
        (
            Section(
                "framework",
                Text("指标体系", "Framework"),
                "1.1",
                (
                    referring("表 1-1", "Table 1-1", "weights"),
                    table,
                    paragraph("数据为重建数据。", "Reconstructed.", "notice"),
                ),
            ),
            Section("empty", Text("空节", "An empty section"), "1.2"),
        ),
    )


def _level(findings: Findings, level: str, chapter: int, copies: int) -> Section:
    dimension = findings.framework.dimensions[0]
    asked: list[tuple[str, dict[str, Any]]] = [
        ("stacked_bars", {"level": level, "node": dimension}),
        ("radars", {"level": level}),
    ]
    figures = [make(findings, "figure", kind, options, where="test") for kind, options in asked * copies]
    drawn = [
        replace(figure, id=f"{figure.id}-{chapter}-{at}", number=f"{chapter}-{at}")
        for at, figure in enumerate(figures, start=1)
    ]
    name = findings.level(level).level.name
    table = ranking_table(findings, level, f"{chapter}-1", 15)
    blocks = [block for figure in drawn for block in (paragraph(LONG_ZH, LONG_EN), figure)]
    return Section(
        f"level-{level}",
        Text(f"{name.zh}评价", f"{name.en} in detail"),
        str(chapter),
        (
            referring(f"表 {chapter}-1", f"Table {chapter}-1", table.id),
            table,
            Heading(Text("小标题", "A heading")),
            paragraph("别人说过的话。", "What others said.", "quote"),
        ),
        (Section(f"figures-{level}", Text("图示", "Drawn"), f"{chapter}.1", tuple(blocks)),),
    )
