from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from zhishu.errors import ExpressionError
from zhishu.indicators.expression import compile_expression, compile_value
from zhishu.indicators.gate import MAXIMUM_LENGTH
from zhishu.records.engine import lock_engine, open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from zhishu.edition import ColumnType

COLUMNS: dict[str, ColumnType] = {
    "name": "text",
    "code": "code",
    "patents": "integer",
    "staff": "integer",
    "value_yuan": "decimal",
    "ratio": "real",
    "is_listed": "boolean",
    "founded": "date",
    "date": "date",
    "企业 类型": "text",
    "行业": "text",
}


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBPyConnection]:
    """Give a locked engine with three rows: a full one, another, and one with nothing in it."""
    with open_engine() as connection:
        connection.execute(
            "CREATE TABLE t(name VARCHAR, code VARCHAR, patents BIGINT, staff BIGINT, value_yuan DECIMAL(38,2), "
            'ratio DOUBLE, is_listed BOOLEAN, founded DATE, date DATE, "企业 类型" VARCHAR, 行业 VARCHAR)'
        )
        connection.execute(
            "INSERT INTO t VALUES ('甲', '007', 3, 0, 0.30, 0.5, true, '2020-01-31', '2021-01-01', '国企', 'IT'), "
            "('it''s', '7', 10, 4, 1000000.00, 2.0, false, '2010-06-01', '2022-01-01', '民企', '制造'), "
            "(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"
        )
        lock_engine(connection)
        yield connection


def rows_where(engine: DuckDBPyConnection, text: str) -> list[Any]:
    """Return, for the three rows, whether the condition holds."""
    condition = compile_expression(text, COLUMNS, where="test")
    return [
        found
        for (found,) in engine.execute(f"SELECT {condition} FROM t ORDER BY patents NULLS LAST").fetchall()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is_listed", [True, False, None]),
        ("NOT is_listed", [False, True, None]),
        ("name is null", [False, False, True]),
        ("name is not null", [True, True, False]),
        ("patents = 3", [True, False, None]),
        ("patents <> 3", [False, True, None]),
        ("patents != 3", [False, True, None]),
        ("patents >= 3 and patents < 10", [True, False, None]),
        ("patents < 3 or staff > 3 or is_listed", [True, True, None]),
        ("not (patents = 3 or patents = 10)", [False, False, None]),
        ("is_listed or name is null and patents = 3", [True, False, None]),
        ("patents in (3, 4, 5)", [True, False, None]),
        ("patents not in (3, 4, 5)", [False, True, None]),
        ("patents in (-3, 10)", [False, True, None]),
        ("name in ('甲', '乙')", [True, False, None]),
        ("name = 'it''s'", [False, True, None]),
        ("code = '007'", [True, False, None]),
        ("patents between 3 and 9", [True, False, None]),
        ("patents not between 3 and 9", [False, True, None]),
        ("founded >= date '2015-01-01'", [True, False, None]),
        ("founded in (date '2010-06-01')", [False, True, None]),
        ("founded between date '2020-01-01' and date '2020-12-31'", [True, False, None]),
        ('"date" > date \'2021-06-01\'', [False, True, None]),
        ('"企业 类型" = \'国企\'', [True, False, None]),
        ("行业 = 'IT'", [True, False, None]),
        ("is_listed = true", [True, False, None]),
        ("is_listed <> true", [False, True, None]),
        ("true", [True, True, True]),
        ("patents + staff * 2 = 18", [False, True, None]),
        ("(patents + staff) * 2 = 28", [False, True, None]),
        ("patents - 3 - staff = 0", [True, False, None]),
        ("-patents < -5", [False, True, None]),
        ("patents / 4 = 0.75", [True, False, None]),
        ("patents / staff > 2", [None, True, None]),
        ("patents / 0 > 1 or is_listed", [True, None, None]),
        ("value_yuan = 0.1 + 0.2", [True, False, None]),
        ("value_yuan >= 1000000", [False, True, None]),
        ("value_yuan > 0.299", [True, True, None]),
        ("value_yuan / 10000 = 100", [False, True, None]),
        ("ratio > .25 and ratio < 1.", [True, False, None]),
        ("ratio = patents / 6", [True, False, None]),
        ("ratio in (1, 2.0, 0.123)", [False, True, None]),
        (" \n is_listed\t", [True, False, None]),
    ],
)  # fmt: skip
def test_expressions_mean_what_they_say(engine: DuckDBPyConnection, text: str, expected: list[Any]) -> None:
    """Every form of the language gives the value it should, null for what is not known."""
    assert rows_where(engine, text) == expected


HOSTILE = (
    "1; DROP TABLE t",
    "is_listed; DROP TABLE t; --",
    "is_listed -- and more",
    "is_listed /* and more */",
    "is_listed /*! or true */",
    "is_listed) or (1=1",
    "' or 1=1 --",
    "name = 'a' or 'a'='a' union select 1",
    "(select count(*) from t) > 0",
    "patents in (select patents from t)",
    "exists (select 1)",
    "patents = any (select 1)",
    "patents = any([1, 2])",
    "read_csv('/etc/passwd') is not null",
    "name in (select content from read_text('/etc/passwd'))",
    "getenv('HOME') = 'x'",
    "current_setting('home_directory') = 'x'",
    "lower(name) = 'a'",
    "length(name) > 3",
    "coalesce(patents, 0) > 1",
    "now() > founded",
    "random() > 0.5",
    "count(*) > 1",
    "sum(patents) > 1",
    "sum(patents) over () > 1",
    "case when is_listed then true else false end",
    "cast(name as integer) = 1",
    "try_cast(name as integer) = 1",
    "name::integer = 1",
    "patents::varchar = '1'",
    "cast('2020-01-01' as date) = founded",
    "'2020-01-01'::date = founded",
    "date('now') = founded",
    "founded > date 'now'",
    "founded > date 'today'",
    "founded > date '2020-13-01'",
    "founded > date 'infinity'",
    "founded > date '20200101'",
    "founded > timestamp '2020-01-01'",
    "founded > interval '1 day'",
    "founded + interval '1' day > founded",
    "current_date > founded",
    "name like '%%%%%%%%%%'",
    "name ilike '_%_%_%_%'",
    "name similar to '(a+)+'",
    "name ~ '(a+)+$'",
    "name glob '*'",
    "regexp_matches(name, '(a+)+$')",
    "name || 'x' = 'yx'",
    "name collate nocase = 'a'",
    "t.name = 'a'",
    "main.t.name = 'a'",
    "information_schema.tables = 1",
    "name[1] = 'a'",
    "name.x = 'a'",
    "[1, 2] = [1, 2]",
    "{'a': 1} is null",
    "struct_pack(a := 1) is null",
    "x -> x > 1",
    "patents = ?",
    "patents = $1",
    "patents = :limit",
    "patents = @limit",
    "patents = #1",
    "name = e'\\x41'",
    "name = x'41'",
    "name = n'a'",
    "name = $$a$$",
    "name = 'a' 'b'",
    "name = 'a\\'",
    "name = 'a\0'",
    "name = 'a\nb'",
    "name = `a`",
    "patents % 2 = 0",
    "patents ** 2 > 4",
    "patents ^ 2 > 4",
    "patents & 1 = 1",
    "patents | 1 = 1",
    "patents << 2 = 4",
    "patents // 2 = 1",
    "patents ! = 1",
    "~patents = 1",
    "is_listed && true",
    "is_listed || true",
    "is_listed == true",
    "not not not",
    "patents = 99999999999999999999999999",
    "patents = 1e400",
    "patents = 1e3",
    "patents = 0x10",
    "patents = 1_000",
    "patents = 1.2.3",
    "patents = 12abc",
    "patents = inf",
    "patents = １２",
    "ratio = １.５",
    "patents = nan",
    "patents is distinct from 3",
    "patents is true",
    "is_listed is true",
    "patents is 3",
    "patents = null",
    "patents in ()",
    "patents in (null)",
    "patents in (staff)",
    "patents in (1 + 1)",
    "patents in 3",
    "patents between 1",
    "patents between 1 and",
    "patents >",
    "> 3",
    "and",
    "()",
    "(is_listed",
    "is_listed)",
    "is_listed is_listed",
    "patents 3",
    "*",
    "t.*",
    "distinct patents",
    "patents as x",
    "is_listed, is_listed",
    "patents asc",
    "select 1",
    "drop table t",
    "pragma version",
    "attach 'x.db'",
    "copy t to 'x.csv'",
    "install httpfs",
    "set threads = 1",
    "create table x as select 1",
    "",
    "   ",
    "is_listed AND",
    "“name” = 'a'",
    "name = ‘甲’",
    "patents ＝ 3",
    "（patents = 3）",
    "name = 'open",
    '"name = 3',
    '"" = 3',
    '"na""me" = 3',
    "1 < patents < 5",
    "patents = 3 = 3",
    "patents",
    "patents + 1",
    "'a'",
    "name",
    "name > 3",
    "name = 3",
    "patents = '3'",
    "patents = is_listed",
    "founded = '2020-01-01'",
    "founded > 2020",
    "founded - founded > 1",
    "is_listed > false",
    "is_listed between false and true",
    "name + 1 > 1",
    "-name = 'a'",
    "- is_listed",
    "not patents",
    "patents and staff",
    "nme = 'a'",
    "NAME = 'a'",
    "rowid = 1",
    "_row = 1",
    "_at_0 = '330000'",
    "is_listed" + " or is_listed" * 400,
    "(" * 200 + "is_listed" + ")" * 200,
    "not " * 400 + "is_listed",
    "-" * 300 + "patents > 1",
    "- " * 300 + "patents > 1",
    "patents" + " + 1" * 300 + " > 1",
    "name = '" + "x" * 2_100 + "'",
    "patents in (" + ",".join(["1"] * 1_500) + ")",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_everything_else_is_refused(text: str) -> None:
    """What is not in the language is an ExpressionError: no SQL is made and nothing else is raised."""
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, COLUMNS, where="listed_firms, measure, where")
    assert caught.value.where
    assert "listed_firms" in caught.value.where


def test_there_are_many_hostile_inputs() -> None:
    """The list above does not shrink unnoticed."""
    assert len(set(HOSTILE)) >= 150


def test_unknown_column_names_the_nearest() -> None:
    """A misspelt column is answered with the nearest and with all there are."""
    with pytest.raises(ExpressionError, match="unknown column 'patent'") as caught:
        compile_expression("patent > 3", COLUMNS, where="w")
    assert caught.value.advice == "did you mean 'patents'?"
    assert caught.value.allowed == ", ".join(COLUMNS)


def test_message_says_where_in_the_expression() -> None:
    """The place of what is not allowed is given as a column of the expression."""
    with pytest.raises(ExpressionError) as caught:
        compile_expression("is_listed and lower(name) = 'a'", COLUMNS, where="w")
    assert caught.value.where == "w, column 15"
    assert caught.value.what == "functions are not allowed in an expression"


def test_wide_signs_get_advice() -> None:
    """Signs of a Chinese keyboard are answered with the ones to use."""
    with pytest.raises(ExpressionError) as caught:
        compile_expression("name = ‘甲’", COLUMNS, where="w")
    assert caught.value.advice == "use straight quotes: 'text'"


def test_long_list_within_the_length_is_allowed(engine: DuckDBPyConnection) -> None:
    """A list of two hundred codes fits."""
    text = "code in (" + ",".join(f"'{i:03d}'" for i in range(200)) + ")"
    assert len(text) < MAXIMUM_LENGTH
    assert rows_where(engine, text) == [True, False, None]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("patents + staff", "integer"),
        ("value_yuan - patents", "decimal"),
        ("value_yuan + ratio", "real"),
        ("patents * 2", "real"),
        ("patents / staff", "real"),
        ("-value_yuan", "decimal"),
        ("patents > 1", "boolean"),
        ("founded", "date"),
        ("code", "text"),
    ],
)
def test_types_of_values(text: str, kind: str) -> None:
    """Sums of exact numbers stay exact; products and quotients are floating numbers."""
    assert compile_value(text, COLUMNS, where="w").type == kind
