"""The files that the edition was built from: what they are, their rows, their fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Table
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.edition import Edition
    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings

PREFIX = 12
RECORDS, PANEL = Text("记录", "records"), Text("现成面板", "ready panel")
EDITION, REGIONS, FACTS, OTHER = (
    Text("版本声明", "edition"),
    Text("地区清单", "regions"),
    Text("已公布事实", "published facts"),
    Text("选项表", "options"),
)
EARLIER = Text("往期名次", "ranks of earlier editions")
DECLARED = {
    "report.yaml": Text("报告提纲", "outline of the report"),
    "claims.yaml": Text("固定论断", "pinned claims"),
}


@kind("table", "sources", Text("数据来源", "Sources"))
def sources(findings: Findings) -> Table | None:
    """Return every file that the edition names, in its order, with rows read and set aside.

    The fingerprint is the first twelve digits of the file's SHA-256. A file that is not there is
    left out; None when none is.
    """
    from zhishu.ledger import input_hashes  # noqa: PLC0415 - the writer's module, for its hashes

    edition, result = findings.edition, findings.result
    hashes = input_hashes(edition)
    if not hashes:
        return None
    names = {source.file: source.name for source in edition.records}
    names |= {panel.file: panel.name for panel in edition.panels}
    rows: list[tuple[Cell, ...]] = []
    what = _contents(edition)
    for file, digest in hashes.items():
        name = names.get(file, "")
        rows.append(
            (
                file,
                what.get(file, OTHER),
                _count(result.row_counts, name),
                _count(result.quarantined, name),
                digest[:PREFIX],
            )
        )
    columns = (
        Column("file", Text("文件", "File")),
        Column("content", Text("内容", "Content")),
        Column("rows", Text("读入行数", "Rows read"), "number"),
        Column("quarantined", Text("隔离行数", "Set aside"), "number"),
        Column("sha256", Text("SHA-256 前 12 位", "SHA-256, first 12")),
    )
    return Table(
        id="sources",
        number="",
        title=Text("数据来源文件", "Files that this edition was built from"),
        data=Data(columns, tuple(rows)),
    )


def _contents(edition: Edition) -> Mapping[str, Text]:
    """Return file → what it holds."""
    found = {source.file: RECORDS for source in edition.records}
    found |= {panel.file: PANEL for panel in edition.panels}
    found |= {
        level.regions: Text(f"{REGIONS.zh}：{level.name.zh}", f"{REGIONS.en}: {level.name.en}")
        for level in edition.levels
    }
    facts = {edition.facts: FACTS} if edition.facts else {}
    earlier = {edition.earlier: EARLIER} if edition.earlier else {}
    return {"edition.yaml": EDITION, **DECLARED, **found, **facts, **earlier}


def _count(counts: Mapping[str, int], name: str) -> float | None:
    return float(counts[name]) if name in counts else None
