"""The gate of the expression language: which characters and words may come near the parser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zhishu.errors import ExpressionError

MAXIMUM_LENGTH = 2_000
MAXIMUM_OPERATORS = 150
MAXIMUM_DEPTH = 25
MAXIMUM_DIGITS = 18

WORDS = frozenset(("and", "or", "not", "in", "is", "null", "between", "true", "false", "date"))
"""Words with a meaning of their own; a column of that name is written in double quotes."""

ALLOWED = (
    "columns, numbers, 'texts', true, false, date '2020-01-31', = <> < <= > >=, and, or, not, "
    "in (…), between … and …, is null, is not null, + - * /, parentheses"
)
"""What an expression may consist of, for messages and docs."""

Kind = Literal["word", "column", "number", "text", "symbol"]

_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r\n\u3000\u00a0]+)
  | (?P<text>'(?:[^'\\\x00-\x1f]|'')*')
  | (?P<column>"[^"\\\x00-\x1f]+")
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<symbol><>|!=|<=|>=|[()=<>+\-*/,])
    """,
    re.VERBOSE,
)
_HINTS = {
    "==": "write = for equal",
    "&": "write and",
    "|": "write or",
    "“": "use straight quotes: 'text', or \"column name\"",
    "”": "use straight quotes: 'text', or \"column name\"",
    "‘": "use straight quotes: 'text'",
    "’": "use straight quotes: 'text'",
    "＝": "write = (half-width)",
    "（": "write ( (half-width)",
    "）": "write ) (half-width)",
    "，": "write , (half-width)",
    "'": "close the quote; a quote inside of a text is written twice ('')",
    '"': "close the quote around the column's name",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, column, number, text or symbol of an expression, and where it begins (from 1)."""

    kind: Kind
    text: str
    at: int


def tokens_of(text: str, where: str) -> tuple[Token, ...]:
    """Return the tokens of an expression, or raise ExpressionError for anything not in the language.

    Refused here, before the parser sees them: comments, semicolons, parameters, casts by `::`,
    wildcards, functions, names with a dot, backslashes, control characters, numbers of more than
    18 digits, and expressions that are too long, too deep or have too many operators.

    >>> [token.text for token in tokens_of("patents >= 10", "")]
    ['patents', '>=', '10']
    """
    if len(text) > MAXIMUM_LENGTH:
        raise refusal(
            "the expression is too long", where, f"{len(text):,} characters", f"{MAXIMUM_LENGTH:,} characters"
        )
    tokens: list[Token] = []
    at, joined = 0, False
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or text.startswith(("--", "/*", "=="), at):
            raise _unknown(text, at, where)
        kind = found.lastgroup
        if kind == "blank":
            joined = False
        else:
            if joined and kind != "symbol":
                raise _unknown(text, at, where)
            tokens.append(_token(kind, found.group(), at + 1))
            joined = kind != "symbol"
        at = found.end()
    _check(tokens, where)
    return tuple(tokens)


def _token(kind: str | None, text: str, at: int) -> Token:
    if kind == "word":
        return Token("word" if text.lower() in WORDS else "column", text, at)
    if kind == "number":
        return Token("number", text, at)
    if kind == "text":
        return Token("text", text, at)
    return Token("column" if kind == "column" else "symbol", text, at)


def _check(tokens: list[Token], where: str) -> None:
    if not tokens:
        raise refusal("the expression is empty", where, "nothing", ALLOWED)
    depth = operators = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        _check_number(token, where)
        if token.text == "(" and before and before.kind == "column":
            raise refusal(
                "functions are not allowed in an expression", f"{where}, column {before.at}", before.text
            )
        if token.text == "(" and before and before.text.lower() == "date":
            raise refusal(
                "functions are not allowed in an expression", f"{where}, column {before.at}", before.text
            )
        depth += (token.text == "(") - (token.text == ")")
        operators += (token.kind == "symbol" and token.text not in "(),") or token.text.lower() in {
            "and",
            "or",
            "not",
        }
        if depth > MAXIMUM_DEPTH or operators > MAXIMUM_OPERATORS:
            limits = f"{MAXIMUM_DEPTH} nested parentheses, {MAXIMUM_OPERATORS} operators"
            raise refusal(
                "the expression is too complicated", f"{where}, column {token.at}", token.text, limits
            )


def _check_number(token: Token, where: str) -> None:
    if token.kind == "number" and (
        len(re.findall(r"\d", token.text)) > MAXIMUM_DIGITS or "e" in token.text.lower()
    ):
        limit = f"plain numbers of at most {MAXIMUM_DIGITS} digits"
        raise refusal("a number is too large or not plain", f"{where}, column {token.at}", token.text, limit)


def _unknown(text: str, at: int, where: str) -> ExpressionError:
    rest = text[at:]
    hint = next((advice for sign, advice in _HINTS.items() if rest.startswith(sign)), None)
    return refusal(
        "an expression has something that is not allowed", f"{where}, column {at + 1}", rest[:20], advice=hint
    )


def refusal(
    what: str, where: str, seen: str, allowed: str = ALLOWED, advice: str | None = None
) -> ExpressionError:
    """Return the ExpressionError of an expression that breaks the rules of the language."""
    return ExpressionError(what, where=where, seen=seen, allowed=allowed, advice=advice)
