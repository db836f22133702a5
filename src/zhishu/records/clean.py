"""Typing and validating a source table: rules in SQL, and a reason for every cell that breaks one."""

# ruff: noqa: S608 - SQL is what this module makes: names go through quoted(), texts through literal().
from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from zhishu.records.engine import literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from zhishu.edition import Column
    from zhishu.records.columns import Layout

TRUE = ("true", "1", "yes", "y", "是", "有")
FALSE = ("false", "0", "no", "n", "否", "无")

SQL_TYPES = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(38,2)",
    "real": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
"""How the engine holds each type of column."""

NOT_OF_TYPE = {
    "integer": "not a whole number of at most 18 digits",
    "decimal": "not an amount with at most 2 digits after the point",
    "real": "not a finite number",
    "boolean": "not yes or no (true, false, 1, 0, yes, no, 是, 否)",
    "date": "not a date (2023-01-31, 2023/1/31, 20230131)",
}

_DATE = r"([12]\d{3})[-/年](\d{1,2})[-/月](\d{1,2})日?([ T]00:00(:00(\.0+)?)?)?"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_FORM = r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}"


@dataclass(frozen=True, slots=True)
class QuarantinedCell:
    """One cell that breaks a rule: where it stands, what stands there, and why that cannot be.

    `column` is empty when the row as a whole does not fit its headings.
    """

    table: str
    row: int
    column: str
    value: str
    reason: str


def clean(connection: DuckDBPyConnection, layout: Layout, raw: str, levels: int) -> int:
    """Make the table named after the source from `raw`, with its good rows, and return their number.

    Its columns have their types, beside `_row`, `_year` (null when the source has no year) and
    `_at_0`, `_at_1`, … (the region at each level of the edition, or null). `locate_places`
    must have run. A row is good when every rule holds; one that yields null does not hold.
    """
    values = ", ".join(f"v{i} AS {quoted(column.name)}" for i, column in enumerate(layout.columns))
    at = "".join(f", at_{level} AS _at_{level}" for level in range(levels))
    reasons = ", ".join(_reasons(layout))
    table = quoted(layout.source)
    connection.execute(
        f"CREATE TABLE {table} AS {_rows(layout, raw)} "
        f"SELECT _row, {values}, {_year(layout)} AS _year{at} FROM typed WHERE coalesce({reasons}) IS NULL"
    )
    found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found[0]) if found else 0


def faulty_cells(connection: DuckDBPyConnection, layout: Layout, raw: str) -> list[QuarantinedCell]:
    """Return every cell of `raw` that breaks a rule, in the order of the file."""
    reasons = _reasons(layout)
    shown = ", ".join(f"o{i}, {reason}" for i, reason in enumerate(reasons))
    rows = connection.execute(
        f"{_rows(layout, raw)} SELECT _row, {shown} FROM typed "
        f"WHERE coalesce({', '.join(reasons)}) IS NOT NULL ORDER BY _row"
    ).fetchall()
    return [
        QuarantinedCell(layout.source, row, column.name, value or "", reason)
        for row, *cells in rows
        for column, value, reason in zip(layout.columns, cells[::2], cells[1::2], strict=True)
        if reason is not None
    ]


def _rows(layout: Layout, raw: str) -> str:
    """Return the common part of both queries: every row with its original and typed values."""
    original = ", ".join(f"{filled(heading)} AS o{i}" for i, heading in enumerate(layout.headings))
    values = ", ".join(f"{typed_value(column, f'o{i}')} AS v{i}" for i, column in enumerate(layout.columns))
    names = [column.name for column in layout.columns]
    region = code_text(f"o{names.index(layout.region)}")
    repeated, joined = "", "CAST(NULL AS BIGINT) AS first_row FROM valued"
    if layout.key:
        at = names.index(layout.key)
        key = typed_value(layout.columns[at], filled(layout.headings[at]))
        # Not a window over all rows: keys that repeat are few, and this table is only they.
        repeated = (
            f"repeated AS (SELECT {key} AS again, min(_row) AS first_row FROM {raw} "
            "GROUP BY again HAVING count(*) > 1), "
        )
        joined = f"first_row FROM valued LEFT JOIN repeated ON again = v{at}"
    return (
        f"WITH original AS (SELECT _row, {original} FROM {raw}), {repeated}"
        f"valued AS (SELECT *, {values}, {region} AS place FROM original), "
        f"typed AS (SELECT valued.*, p.*, {joined} LEFT JOIN {places_of(raw)} p ON p.place_text = place)"
    )


def filled(heading: str) -> str:
    """Return SQL for the text of a cell, null for an empty one."""
    return f"nullif({quoted(heading)}, '')"


def _reasons(layout: Layout) -> list[str]:
    found = []
    for i, column in enumerate(layout.columns):
        rules = rules_of(column, f"o{i}", f"v{i}")
        if column.name == layout.key:
            rules.append(
                ("first_row IS NULL OR _row = first_row", "'the key stands already in row ' || first_row")
            )
        if column.name == layout.region:
            rules.append(("place_problem = ''", "coalesce(place_problem, 'unknown region')"))
        if column.name == layout.year and column.type == "integer":
            rules.append((f"v{i} BETWEEN 1000 AND 9999", "'not a year of four digits'"))
        found.append(_first_broken(rules, f"o{i}", required=column.required))
    return found


def _first_broken(rules: list[tuple[str, str]], original: str, *, required: bool) -> str:
    empty = "'empty, but required'" if required else "CAST(NULL AS VARCHAR)"
    # Not NOT (rule): a rule that yields null must count as broken.
    broken = " ".join(f"WHEN ({rule}) IS NOT TRUE THEN {reason}" for rule, reason in rules)
    return f"CASE WHEN {original} IS NULL THEN {empty} {broken} END"


def _year(layout: Layout) -> str:
    if layout.year is None:
        return "CAST(NULL AS INTEGER)"
    index = next(i for i, column in enumerate(layout.columns) if column.name == layout.year)
    year = f"v{index}"
    return f"year({year})" if layout.columns[index].type == "date" else f"CAST({year} AS INTEGER)"


def places_of(raw: str) -> str:
    """Return the name of the table that says where the regions named in the table `raw` lie."""
    return f"{raw}_places"


def code_text(original: str) -> str:
    """Return SQL for a code without the `.0` that a spreadsheet adds to what it takes for a number."""
    return rf"regexp_replace({original}, '^(\d+)\.0+$', '\1')"


def typed_value(column: Column, original: str) -> str:
    """Return SQL for the value of a cell in its column's type, null where the text is not of it."""
    if column.check == "uscc":
        return f"upper({original})"
    if column.type == "boolean":
        spoken = f"lower({original})"
        no = f"WHEN {spoken} IN ({_listed(FALSE)}) THEN FALSE"
        return f"CASE WHEN {spoken} IN ({_listed(TRUE)}) THEN TRUE {no} END"
    makers = {
        "text": original,
        "code": code_text(original),
        "integer": _when(
            original, r"[+-]?\d{1,18}(\.0+)?", f"TRY_CAST(split_part({original}, '.', 1) AS BIGINT)"
        ),
        "decimal": _decimal(original),
        "real": _real(original),
        "date": _date(original),
    }
    return makers[column.type]


def _when(original: str, form: str, value: str) -> str:
    return f"CASE WHEN regexp_full_match({original}, {literal(form)}) THEN {value} END"


def _decimal(original: str) -> str:
    amount = f"TRY_CAST({original} AS DECIMAL(38,2))"
    # A floating number that a program wrote for an amount differs from it in the 16th digit.
    difference = f"abs(TRY_CAST({original} AS DOUBLE) - CAST({amount} AS DOUBLE))"
    exact = rf"regexp_full_match({original}, '[^.]*(\.\d{{0,2}}0*)?')"
    noise = rf"(length({original}) > 15 AND {difference} <= 1e-15 * abs(TRY_CAST({original} AS DOUBLE)))"
    return _when(original, r"[+-]?\d{1,36}(\.\d*)?", f"CASE WHEN {exact} OR {noise} THEN {amount} END")


def _real(original: str) -> str:
    number = f"TRY_CAST({original} AS DOUBLE)"
    # Adding zero turns the negative zero, which a maximum could return or not, into zero.
    finite = f"CASE WHEN isfinite({number}) THEN {number} + 0.0 END"
    return _when(original, r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", finite)


def _date(original: str) -> str:
    parts = f"regexp_extract({original}, {literal(_DATE)}, %d)"
    iso = " || '-' || ".join(
        f"lpad({parts % part}, {width}, '0')" for part, width in ((1, 4), (2, 2), (3, 2))
    )
    compact = " || '-' || ".join(
        f"substr({original}, {at}, {width})" for at, width in ((1, 4), (5, 2), (7, 2))
    )
    # The usual form first: taking the others apart costs five times as much.
    forms = (
        (r"[12]\d{3}-\d{2}-\d{2}", original),
        (r"[12]\d{7}", compact),
        (_DATE, iso),
    )
    matched = " ".join(
        f"WHEN regexp_full_match({original}, {literal(form)}) THEN TRY_CAST({day} AS DATE)"
        for form, day in forms
    )
    return f"CASE {matched} END"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(literal(word) for word in words)


def rules_of(column: Column, original: str, value: str) -> list[tuple[str, str]]:
    """Return the rules of a column that is not empty, as (SQL that must be true, SQL of the reason)."""
    rules: list[tuple[str, str]] = []
    if column.type in NOT_OF_TYPE:
        rules.append((f"{value} IS NOT NULL", literal(NOT_OF_TYPE[column.type])))
    if column.minimum is not None:
        rules.append((f"{value} >= {_bound(column, column.minimum, ROUND_CEILING)}", _below(column.minimum)))
    if column.maximum is not None:
        rules.append((f"{value} <= {_bound(column, column.maximum, ROUND_FLOOR)}", _above(column.maximum)))
    if column.allowed:
        words = _listed(column.allowed)
        rules.append((f"{original} IN ({words})", literal(f"not one of: {', '.join(column.allowed)}")))
    if column.check == "uscc":
        rules += _credit_code_rules(value)
    return rules


def _below(minimum: Decimal) -> str:
    return literal("negative" if minimum == 0 else f"below {minimum:f}")


def _above(maximum: Decimal) -> str:
    return literal(f"above {maximum:f}")


def _bound(column: Column, bound: Decimal, rounding: str) -> str:
    if column.type == "integer":
        return f"{bound.to_integral_value(rounding):f}"
    if column.type == "decimal":
        cents = format(bound.quantize(Decimal("0.01"), rounding), "f")
        return f"CAST({literal(cents)} AS DECIMAL(38,2))"
    return f"CAST({literal(str(bound))} AS DOUBLE)"


def _credit_code_rules(value: str) -> list[tuple[str, str]]:
    """Return the rules of GB 32100-2015: the form, and the check character (weights 3^i mod 31)."""
    digits = " + ".join(
        f"(strpos({literal(_CREDIT_ALPHABET)}, substr({value}, {i + 1}, 1)) - 1) * {pow(3, i, 31)}"
        for i in range(17)
    )
    last = f"(strpos({literal(_CREDIT_ALPHABET)}, substr({value}, 18, 1)) - 1)"
    return [
        (f"regexp_full_match({value}, {literal(_CREDIT_FORM)})", literal("not the form of a credit code")),
        (f"{value} <> '000000000000000000'", literal("eighteen zeros are no credit code")),
        (f"(({digits}) + {last}) % 31 = 0", literal("the credit code's check character is wrong")),
    ]
