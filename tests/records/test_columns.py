from __future__ import annotations

from decimal import Decimal

import pytest

from zhishu.edition import Column, Records
from zhishu.errors import EditionError, RecordsError
from zhishu.records.columns import layout_of
from zhishu.records.tables import BUILTIN_TABLES

FIRMS = Records("firms", "firms.csv", table="firms")


def test_chinese_headings_are_understood() -> None:
    """A file with the usual Chinese headings needs no renaming."""
    layout = layout_of(
        FIRMS, ("统一社会信用代码", "企业名称", "行政区划代码", "是否上市", "专利数", "注册资本")
    )
    assert [column.name for column in layout.columns] == [
        "uscc", "name", "division_code", "is_listed", "patents", "注册资本",
    ]  # fmt: skip
    assert [column.type for column in layout.columns] == [
        "code",
        "text",
        "code",
        "boolean",
        "integer",
        "text",
    ]


def test_capitals_in_headings_do_not_matter() -> None:
    """USCC is uscc."""
    assert layout_of(FIRMS, ("USCC", "Division_Code")).columns[0].name == "uscc"


@pytest.mark.parametrize("table", BUILTIN_TABLES.values(), ids=BUILTIN_TABLES)
def test_every_builtin_table_has_its_key_and_region(table) -> None:
    """Key and region of a built-in table are columns of it, and every column has a Chinese label."""
    names = [column.name for column in table.columns]
    assert {table.key, table.region} <= set(names)
    assert all(column.label for column in table.columns)
    assert len({column.label for column in table.columns}) == len(names)


def test_missing_column_lists_what_is_there() -> None:
    """A required column that is missing is named, with what is there and the nearest heading."""
    with pytest.raises(RecordsError, match="needs a column 'division_code'") as caught:
        layout_of(FIRMS, ("uscc", "name", "division_cod"))
    assert caught.value.seen == "uscc, name, division_cod"
    assert caught.value.advice is not None
    assert "rename: {division_cod: division_code}" in caught.value.advice


def test_edition_overrides_and_extends_the_builtin_columns() -> None:
    """A column declared in the edition replaces the built-in one; a new one is added."""
    declared = (Column("patents", "real"), Column("capital", "decimal"))
    source = Records("firms", "firms.csv", table="firms", columns=declared)
    layout = layout_of(source, ("uscc", "division_code", "patents", "capital"))
    assert layout.types == {"uscc": "code", "division_code": "code", "patents": "real", "capital": "decimal"}


def test_rename_wins_and_must_name_a_heading() -> None:
    """`rename` is applied first; one that names no heading is an error."""
    source = Records("t", "t.csv", region="where", rename={"地点": "where"})
    assert layout_of(source, ("地点",)).columns[0].name == "where"
    with pytest.raises(RecordsError, match="names the heading '地点'"):
        layout_of(source, ("where",))


@pytest.mark.parametrize(
    ("source", "headings", "what"),
    [
        (Records("t", "t.csv", region="region"), ("region", "_row"), "reserved"),
        (Records("t", "t.csv", region="region"), ("region", "_AT_0"), "reserved"),
        (Records("t", "t.csv", table="firms"), ("uscc", "信用代码", "division_code"), "two headings"),
        (Records("t", "t.csv", region="region", year="date"), ("region",), "needs a column 'date'"),
        (Records("t", "t.csv", region="region", key="id"), ("region",), "needs a column 'id'"),
    ],
)
def test_headings_that_cannot_be_used(source: Records, headings: tuple[str, ...], what: str) -> None:
    """Reserved names, two headings for one column, and absent parts are refused."""
    with pytest.raises(RecordsError, match=what):
        layout_of(source, headings)


@pytest.mark.parametrize(
    "column",
    [
        Column("x", "text", minimum=Decimal(0)),
        Column("x", "date", maximum=Decimal(1)),
        Column("x", "integer", check="uscc"),
        Column("x", "boolean"),
    ],
)
def test_rules_that_do_not_fit_the_type(column: Column) -> None:
    """A bound of a text, a credit code that is a number, a year that is yes or no: refused."""
    with pytest.raises(EditionError, match="the column 'x'"):
        layout_of(Records("t", "t.csv", columns=(column,), region="region", year="x"), ("region", "x"))


def test_unknown_table_names_the_nearest() -> None:
    """A misspelt built-in table is answered with the nearest."""
    with pytest.raises(EditionError, match="no built-in table 'firm'") as caught:
        layout_of(Records("t", "t.csv", table="firm"), ("uscc",))
    assert caught.value.advice == "did you mean 'firms'?"


def test_source_without_region_is_refused() -> None:
    """Records that lie nowhere cannot be counted."""
    with pytest.raises(EditionError, match="which column holds the region"):
        layout_of(Records("t", "t.csv"), ("id",))
