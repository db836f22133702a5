"""Documents with every kind of block, made up for the tests of this folder."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zhishu.framework import Text
from zhishu.publish.charts import leaders_radar
from zhishu.publish.document import Document, Heading, KeyNumber, Paragraph, Said, Section, Span, said
from zhishu.publish.figure import Column, Data, Figure, Rank, Table
from zhishu.publish.layers import drawing, texts
from zhishu.publish.maps import choropleth
from zhishu.publish.ranking import rankings
from zhishu.publish.tables import leading_table, weights_table, whole_table
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


def whole_document(result: Result, *, copies: int = 1) -> Document:
    """Return a publication of a result with all kinds of blocks; `copies` repeats the chapter of figures."""
    found = rankings(result)
    chapters = [_method(result), *(_level(found, at, copies) for at in range(2, 2 + len(found)))]
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
        blocks=tuple(whole_table(ranking, number=f"A-{at}") for at, ranking in enumerate(found, start=1)),
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


def _method(result: Result) -> Section:
    table = weights_table(result, number="1-1")
    assert table is not None
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


def _level(found: Any, chapter: int, copies: int) -> Section:
    from zhishu.places.boundaries import boundaries

    ranking, numbers = found[chapter - 2], [f"{chapter}-{at}" for at in range(1, 3 * copies + 1)]
    figures = [
        leaders_radar(ranking, number=number)
        if at % 2
        else choropleth(found[0], boundaries("province"), number=number)
        for at, number in enumerate(numbers)
    ]
    drawn = [
        replace(figure, id=f"{figure.id}-{chapter}-{at}")
        for at, figure in enumerate(figures)
        if figure is not None
    ]
    name = ranking.level.name
    table = leading_table(ranking, number=f"{chapter}-1", published={})
    blocks = [block for figure in drawn for block in (paragraph(LONG_ZH, LONG_EN), figure)]
    return Section(
        f"level-{ranking.level.id}",
        Text(f"{name.zh}评价", f"{name.en} in detail"),
        str(chapter),
        (
            referring(f"表 {chapter}-1", f"Table {chapter}-1", table.id),
            table,
            Heading(Text("小标题", "A heading")),
            paragraph("别人说过的话。", "What others said.", "quote"),
        ),
        (Section(f"figures-{ranking.level.id}", Text("图示", "Drawn"), f"{chapter}.1", tuple(blocks)),),
    )
