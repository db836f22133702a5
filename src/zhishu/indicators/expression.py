"""The safe expression language: text → checked SQL for `where:` and for what a measure sums.

Three walls stand between a user's text and the engine: the gate (gate.py) lets only the language's
characters and words pass; the parser's tree may consist only of the node classes listed here; and
the SQL is written anew from that tree, never taken from the text. The engine itself is locked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zhishu.errors import ExpressionError, nearest
from zhishu.indicators.gate import refusal, tokens_of
from zhishu.records.engine import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlglot.expressions import Expr as Expression

    from zhishu.edition import ColumnType

ValueType = Literal["integer", "decimal", "real", "text", "boolean", "date"]
NUMBERS = frozenset(("integer", "decimal", "real"))
_CENT_DIGITS = 2
_KINDS = {"integer": "number", "decimal": "number", "real": "number"}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A checked expression: its SQL and the type of its value."""

    sql: str
    type: ValueType


def compile_expression(text: str, columns: Mapping[str, ColumnType], *, where: str) -> str:
    """Return SQL that is true, false or null for each row: the condition of a `where:`.

    `columns` gives the table's columns and types; `where` names the place for messages. A
    comparison with an empty cell is null, which counts as not fulfilled; a division by zero is
    null, too. Raises ExpressionError for text that is not in the language (gate.ALLOWED), an
    unknown column, a comparison of unlike types, and a value that is not true or false.

    >>> columns: dict[str, ColumnType] = {"patents": "integer", "is_listed": "boolean"}
    >>> compile_expression("patents >= 10 and not is_listed", columns, where="")
    '(("patents" >= 10) AND (NOT "is_listed"))'
    """
    compiled = compile_value(text, columns, where=where)
    if compiled.type != "boolean":
        raise refusal(
            "a condition must be true or false", where, f"{text} (a {_kind(compiled)})", "a comparison"
        )
    return compiled.sql


def compile_value(text: str, columns: Mapping[str, ColumnType], *, where: str) -> Compiled:
    """Return the SQL and the type of an expression of any type; errors as in compile_expression.

    Sums and differences of whole numbers and amounts are exact; products and quotients are
    floating numbers.
    """
    tokens_of(text, where)
    return _Writer(columns, where).value(_tree(text, where))


def _tree(text: str, where: str) -> Expression:
    import sqlglot  # noqa: PLC0415 - only when there is an expression

    try:
        trees = sqlglot.parse(text, read="duckdb")
    except (sqlglot.errors.SqlglotError, RecursionError, ValueError) as error:
        found = getattr(error, "errors", None)
        place = f", near '{found[0]['highlight']}'" if found and found[0].get("highlight") else ""
        raise refusal("the expression is not understood", f"{where}{place}", text) from error
    if len(trees) != 1 or trees[0] is None:
        raise refusal("the expression is not understood", where, text)
    return trees[0]


def _kind(compiled: Compiled) -> str:
    return _KINDS.get(compiled.type, compiled.type)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes SQL anew from a parsed tree, for one table's columns."""

    columns: Mapping[str, ColumnType]
    where: str

    def value(self, node: Expression) -> Compiled:
        """Return a node's SQL and type; a node of any class not listed here is refused."""
        write = _WRITERS.get(type(node).__name__)
        if write is None:
            raise self.refused(node)
        return write(self, node)

    def refused(self, node: Expression) -> ExpressionError:
        return refusal(
            "an expression has something that is not allowed", self.where, node.sql(dialect="duckdb")
        )

    def column(self, node: Expression) -> Compiled:
        name = str(node.this.this)
        if set(node.args) - {"this"} and any(value for key, value in node.args.items() if key != "this"):
            raise self.refused(node)
        if name not in self.columns:
            close = nearest(name, self.columns)
            raise ExpressionError(
                f"the expression names an unknown column '{name}'",
                where=self.where,
                seen=name,
                allowed=", ".join(self.columns),
                advice=f"did you mean '{close}'?" if close else "a text is written in single quotes",
            )
        kind = self.columns[name]
        return Compiled(quoted(name), "text" if kind == "code" else kind)

    def literal(self, node: Expression) -> Compiled:
        text = str(node.this)
        if node.args.get("is_string"):
            return Compiled(literal(text), "text")
        whole, _, fraction = text.partition(".")
        if not fraction:
            return Compiled(str(int(whole or "0")), "integer")
        if len(fraction) <= _CENT_DIGITS:
            return Compiled(f"CAST('{whole or '0'}.{fraction}' AS DECIMAL(38,2))", "decimal")
        return Compiled(f"CAST('{whole or '0'}.{fraction}' AS DOUBLE)", "real")

    def boolean(self, node: Expression) -> Compiled:
        return Compiled("TRUE" if node.this else "FALSE", "boolean")

    def date(self, node: Expression) -> Compiled:
        kind, inner = node.args["to"], node.this
        plain = type(inner).__name__ == "Literal" and inner.args.get("is_string")
        if (
            not plain
            or kind.sql() != "DATE"
            or set(node.args) - {"this", "to"} & {k for k, v in node.args.items() if v}
        ):
            raise self.refused(node)
        text = str(inner.this)
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            raise refusal("a date is not a date", self.where, text, "date '2020-01-31'")
        return Compiled(f"CAST('{text}' AS DATE)", "date")

    def parenthesis(self, node: Expression) -> Compiled:
        return self.value(node.this)

    def logic(self, node: Expression) -> Compiled:
        word = type(node).__name__.upper()
        parts = [self.condition(part) for part in self.chain(node)]
        return Compiled(f"({f' {word} '.join(parts)})", "boolean")

    def chain(self, node: Expression) -> list[Expression]:
        """Return the members of `a and b and c …`, however deep the parser nests them."""
        kind, members = type(node), []
        while type(node) is kind:
            members.append(node.args["expression"])
            node = node.this
        return [node, *reversed(members)]

    def condition(self, node: Expression) -> str:
        found = self.value(node)
        if found.type != "boolean":
            text = node.sql(dialect="duckdb")
            raise refusal(
                "and, or, not need conditions", self.where, f"{text} (a {_kind(found)})", "a comparison"
            )
        return found.sql

    def negation(self, node: Expression) -> Compiled:
        return Compiled(f"(NOT {self.condition(node.this)})", "boolean")

    def comparison(self, node: Expression) -> Compiled:
        sign = _COMPARISONS[type(node).__name__]
        left, right = self.alike(node, self.value(node.this), self.value(node.args["expression"]))
        if left.type == "boolean" and sign not in {"=", "<>"}:
            raise self.unlike(node, left, right)
        return Compiled(f"({left.sql} {sign} {right.sql})", "boolean")

    def alike(self, node: Expression, left: Compiled, right: Compiled) -> tuple[Compiled, Compiled]:
        """Return both sides as one type; exact numbers stay exact unless the other side is not."""
        if left.type == right.type:
            return left, right
        if left.type in NUMBERS and right.type in NUMBERS:
            kind: ValueType = "real" if "real" in {left.type, right.type} else "decimal"
            return _as(left, kind), _as(right, kind)
        raise self.unlike(node, left, right)

    def unlike(self, node: Expression, left: Compiled, right: Compiled) -> ExpressionError:
        kinds = f"a {_kind(left)} with a {_kind(right)}"
        advice = "write numbers without quotes, texts in single quotes, dates as date '2020-01-31'"
        seen = node.sql(dialect="duckdb")
        return refusal(
            f"an expression puts together {kinds}", self.where, seen, "two values of one type", advice
        )

    def membership(self, node: Expression) -> Compiled:
        members = node.args.get("expressions") or []
        if not members or any(
            value for key, value in node.args.items() if key not in {"this", "expressions"}
        ):
            raise self.refused(node)
        if any(type(member).__name__ not in _IN_A_LIST for member in members):
            raise refusal(
                "a list may hold only numbers, texts and dates", self.where, node.sql(dialect="duckdb")
            )
        left = self.value(node.this)
        pairs = [self.alike(node, left, self.value(member)) for member in members]
        left = next((one for one, _ in pairs if one.type == "real"), pairs[0][0])
        listed = ", ".join(_as(other, left.type).sql for _, other in pairs)
        return Compiled(f"({left.sql} IN ({listed}))", "boolean")

    def range(self, node: Expression) -> Compiled:
        if any(value for key, value in node.args.items() if key not in {"this", "low", "high"}):
            raise self.refused(node)
        value = self.value(node.this)
        low, bottom = self.alike(node, value, self.value(node.args["low"]))
        high, top = self.alike(node, value, self.value(node.args["high"]))
        if value.type == "boolean":
            raise self.unlike(node, value, bottom)
        return Compiled(f"({low.sql} >= {bottom.sql} AND {high.sql} <= {top.sql})", "boolean")

    def emptiness(self, node: Expression) -> Compiled:
        if type(node.args["expression"]).__name__ != "Null":
            raise refusal(
                "only null stands after is", self.where, node.sql(dialect="duckdb"), "is null, is not null"
            )
        return Compiled(f"({self.value(node.this).sql} IS NULL)", "boolean")

    def arithmetic(self, node: Expression) -> Compiled:
        sign = _ARITHMETIC[type(node).__name__]
        left, right = self.value(node.this), self.value(node.args["expression"])
        if left.type not in NUMBERS or right.type not in NUMBERS:
            raise self.unlike(node, left, right)
        if sign in {"*", "/"}:
            left, right = _as(left, "real"), _as(right, "real")
        left, right = self.alike(node, left, right)
        divisor = f"nullif({right.sql}, 0)" if sign == "/" else right.sql
        return Compiled(f"({left.sql} {sign} {divisor})", left.type)

    def minus(self, node: Expression) -> Compiled:
        found = self.value(node.this)
        if found.type not in NUMBERS:
            raise refusal("only a number can be negative", self.where, node.sql(dialect="duckdb"))
        return Compiled(f"(- {found.sql})", found.type)


def _as(value: Compiled, kind: ValueType) -> Compiled:
    sql_type = {"decimal": "DECIMAL(38,2)", "real": "DOUBLE"}.get(kind)
    if value.type == kind or sql_type is None:
        return value
    return Compiled(f"CAST({value.sql} AS {sql_type})", kind)


_COMPARISONS = {"EQ": "=", "NEQ": "<>", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">="}
_ARITHMETIC = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/"}
_IN_A_LIST = frozenset(("Literal", "Neg", "Cast"))
_WRITERS: Mapping[str, Callable[[_Writer, Expression], Compiled]] = {
    "Column": _Writer.column,
    "Literal": _Writer.literal,
    "Boolean": _Writer.boolean,
    "Cast": _Writer.date,
    "Paren": _Writer.parenthesis,
    "And": _Writer.logic,
    "Or": _Writer.logic,
    "Not": _Writer.negation,
    "In": _Writer.membership,
    "Between": _Writer.range,
    "Is": _Writer.emptiness,
    "Neg": _Writer.minus,
    **dict.fromkeys(_COMPARISONS, _Writer.comparison),
    **dict.fromkeys(_ARITHMETIC, _Writer.arithmetic),
}
