"""Tests of frameworks written as one spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhishu.edition_file import load
from zhishu.errors import EditionError
from zhishu.framework import Direction

EDITION = """\
index: {id: idx, name: Index, edition: 2024}
levels: {city: {regions: from panel}}
sources: {panel: {file: panel.csv, panel: wide, level: city}}
framework: {file: FILE}
recipe: [{step: normalise}, {step: weigh, method: given}, {step: aggregate}, {step: rank}]
"""
ROWS = """\
id,parent,name,unit,direction,weight
size,,Size,,,2
air,,Air,days,-1,1
firms,size,Firms,firms,1,3
value,size,Value,yuan,+,1
"""


def framework(folder: Path, rows: str = ROWS, file: str = "framework.csv"):
    (folder / "framework.csv").write_text(rows, encoding="utf-8")
    (folder / "edition.yaml").write_text(EDITION.replace("FILE", file), encoding="utf-8")
    return load(folder).framework


def test_a_table_becomes_the_tree(tmp_path: Path):
    """Parents, weights, units and directions of the rows make the tree, depth-first."""
    tree = framework(tmp_path)
    assert tree.ids == ("idx", "size", "firms", "value", "air")
    assert tree["firms"].weight == 3
    assert tree["air"].direction == Direction("negative")
    assert tree["air"].unit.en == "days"


def test_rows_in_any_order(tmp_path: Path):
    """A child may stand above its parent."""
    head, *rows = ROWS.splitlines()
    assert set(framework(tmp_path, "\n".join([head, *rows[::-1]])).ids) == {
        "idx",
        "size",
        "firms",
        "value",
        "air",
    }


def test_headings_of_other_programs_and_chinese_ones(tmp_path: Path):
    """iCode/iName/Parent and 指标编码/上级/方向/权重 are understood; group rows are left out."""
    other = "Level,iCode,iName,Parent,Direction,Type,Weight\n1,a,A,root,-1,Indicator,1\n1,b,B,root,1,Indicator,1\n"
    tree = framework(tmp_path, other + "2,root,Root,,1,Aggregate,1\n,grp,Group,,,Group,\n")
    assert tree.ids == ("root", "a", "b")
    assert tree["a"].direction.kind == "negative"
    chinese = "指标编码,上级,指标名称,单位,方向,权重\na,,甲,家,正向,1\nb,,乙,家,逆向,1\n"
    tree = framework(tmp_path, chinese)
    assert (tree["a"].name.zh, tree["b"].direction.kind) == ("甲", "negative")


def test_an_xlsx_framework(tmp_path: Path):
    """The same table in a workbook gives the same tree."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in ROWS.splitlines():
        book.active.append([int(cell) if cell.lstrip("-").isdigit() else cell for cell in row.split(",")])
    book.save(tmp_path / "framework.xlsx")
    assert framework(tmp_path, file="framework.xlsx") == framework(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("value,size", "value,sise", ["parent that does not exist", "row 5", "did you mean 'size'?"]),
        ("value,size", "firms,size", ["stands twice", "row 5", "row 4"]),
        ("size,,", "size,firms,", ["runs in a circle", "row"]),
        ("-1,1", "-1,heavy", ["'weight' is no number", "row 3", "heavy"]),
        ("-1,1", "down,1", ["unknown direction", "row 3", "down"]),
        ("value,size", ",size", ["has no id", "row 5"]),
        ("id,parent", "id,above", ["needs the columns id and parent"]),
    ],
)
def test_faulty_tables_are_placed(tmp_path: Path, old: str, new: str, words: list[str]):
    """A cycle, an unknown parent, a repeated id or a wrong cell is said with file and row."""
    with pytest.raises(EditionError) as caught:
        framework(tmp_path, ROWS.replace(old, new, 1))
    for word in words:
        assert word in str(caught.value)


def test_the_dimension_of_a_node_is_the_one_right_below_the_index(framework_of) -> None:
    """Of an indicator however deep; a dimension and the index are their own."""
    framework = framework_of({"a": {"b": {"x": None}, "y": None}, "z": None})
    found = {node: framework.dimension_of(node) for node in ("index", "a", "b", "x", "y", "z")}
    assert found == {"index": "index", "a": "a", "b": "a", "x": "a", "y": "a", "z": "z"}
