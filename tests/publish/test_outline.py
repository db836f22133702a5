"""report.yaml: what an edition's editors may declare, and how faults are answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhishu.errors import EditionError
from zhishu.framework import Text
from zhishu.publish.outline import read_outline

GOOD = """\
date: 2023-09
chapters:
  - id: method
    title: {zh: 研究方法, en: Method}
    contents:
      - {text: {zh: 第一段。, en: First.}}
      - {table: framework, id: indicators, title: {zh: 体系, en: System}}
    parts:
      - {id: sources, title: {zh: 来源, en: Sources}, contents: [{claims: [seats, {kind: share, level: city}]}]}
  - {id: all, title: {zh: 附录, en: Appendix}, appendix: true, contents: [{file: closing.md}]}
"""


def write(folder: Path, words: str) -> Path:
    path = folder / "report.yaml"
    path.write_text(words, encoding="utf-8")
    (folder / "closing.md").write_text("结束。", encoding="utf-8")
    return path


def test_an_outline_has_chapters_parts_and_items_in_order(tmp_path: Path):
    """Everything declared is there, words apart from options."""
    outline = read_outline(write(tmp_path, GOOD))
    method, appendix = outline.parts
    assert outline.date == "2023-09"
    assert [item.what for item in method.items] == ["text", "table"]
    assert method.items[1].words == {"title": Text("体系", "System")}
    assert method.parts[0].items[0].claims == ("seats", {"kind": "share", "level": "city"})
    assert appendix.appendix
    assert appendix.items[0].text == Text("结束。", "结束。")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: sources", "id: method", "stands twice"),
        ("table: framework", "tabel: framework", "did you mean 'table'|one thing"),
        ("text: {zh: 第一段。, en: First.}", "text: a, figure: bars", "one thing"),
        ("closing.md", "../closing.md", "cannot be read"),
        ("closing.md", "missing.md", "cannot be read"),
        ("date: 2023-09", "date: September", "date"),
        ("chapters:", "chapter:", "unknown key 'chapter'"),
    ],
)
def test_a_fault_is_answered_with_its_line(tmp_path: Path, old: str, new: str, message: str):
    """A mistake names the file and the line."""
    with pytest.raises(EditionError, match=message) as caught:
        read_outline(write(tmp_path, GOOD.replace(old, new, 1)))
    assert "report.yaml" in (caught.value.where or "")
