"""Every error that zhishu raises on purpose.

The tree::

    ZhishuError
    ├── EditionError     edition.yaml or a file it names is not what it should be
    ├── RecordsError     a source table cannot be read
    │   └── QuarantineError  too many of its rows are bad (records/quarantine.py)
    ├── ExpressionError  a `where:` or arithmetic expression is not allowed or not understood
    ├── PlaceError       a region is unknown or ambiguous
    ├── PanelError       indicator values cannot be scored as they stand
    ├── MethodError      a method's parameters or data make no sense together
    ├── FactError        a fact of facts.csv cannot be read
    └── ClaimError       a pinned claim of claims.yaml cannot be read, or no longer holds

and the warnings, which are recorded in the result and never silent::

    Repair               something was repaired on the way
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhishu.framework import Text


class ZhishuError(Exception):
    """A fault in what the user gave, said in one clear message.

    `what` is the fault in a sentence; `where` the file, line, column or cell; `seen` the value
    found there; `allowed` what may stand there; `advice` what to do about it.

    >>> print(ZhishuError("count is negative", where="firms.csv, row 3", seen="-1", allowed=">= 0"))
    count is negative
      where:   firms.csv, row 3
      seen:    -1
      allowed: >= 0
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        seen: object = None,
        allowed: str | None = None,
        advice: str | None = None,
    ) -> None:
        self.what, self.where, self.seen = what, where, seen
        self.allowed, self.advice = allowed, advice
        super().__init__(what)

    def __str__(self) -> str:
        parts = (
            ("where:  ", self.where),
            ("seen:   ", self.seen),
            ("allowed:", self.allowed),
            ("do:     ", self.advice),
        )
        return "\n".join(
            [self.what, *(f"  {label} {shorten(value)}" for label, value in parts if value is not None)]
        )

    def as_dict(self) -> dict[str, str | None]:
        """Return the parts of the message by name, for `--json`."""
        return {
            "error": type(self).__name__,
            "what": self.what,
            "where": self.where,
            "seen": None if self.seen is None else str(self.seen),
            "allowed": self.allowed,
            "advice": self.advice,
        }


class EditionError(ZhishuError):
    """edition.yaml, or a file that it names, is not what it should be."""


class RecordsError(ZhishuError):
    """A source table cannot be read, or too many of its rows are bad."""


class ExpressionError(ZhishuError):
    """An expression is not understood, or uses what is not allowed."""


class PlaceError(ZhishuError):
    """A region is unknown or ambiguous."""


class PanelError(ZhishuError):
    """Indicator values cannot be scored as they stand."""


class MethodError(ZhishuError):
    """A method's parameters, or the data given to it, make no sense."""


class FactError(ZhishuError):
    """A fact of the ledger cannot be read."""


class ClaimError(ZhishuError):
    """A pinned claim cannot be read, or no longer holds: `seen` is what it got, `allowed` what it expects.

    `cells` are the cells that prove what was got, in words, and say where they stand.
    """

    def __init__(self, what: str, *, cells: tuple[str, ...] = (), **parts: Any) -> None:  # noqa: ANN401 - as ZhishuError's
        super().__init__(what, **parts)
        self.cells = cells

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"  cells:   {shorten(cell)}" for cell in self.cells)])

    def as_dict(self) -> dict[str, str | None]:
        """Return the parts of the message by name, for `--json`."""
        return {**super().as_dict(), "cells": "\n".join(self.cells) or None}


def placed(error: MethodError, where: str) -> MethodError:
    """Return the same error with its place, which a function over bare arrays cannot know."""
    place = ", ".join(filter(None, [where, error.where]))
    return MethodError(error.what, where=place, seen=error.seen, allowed=error.allowed, advice=error.advice)


@dataclass(frozen=True, slots=True)
class Repair:
    """Something that was repaired on the way: recorded in the result, printed by the build.

    `kind` is a short stable name (`constant_indicator`, `missing_value`, …), `where` names the
    level, node or table, `message` says it in a sentence; both in Chinese and English.
    """

    kind: str
    where: Text
    message: Text

    def in_language(self, language: str) -> str:
        """Return place and sentence in `language` ("zh" or "en")."""
        colon = ": " if language == "en" else "："
        return f"{self.where.in_language(language)}{colon}{self.message.in_language(language)}"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, or None when none is alike.

    >>> nearest("reciepe", ["recipe", "levels"])
    'recipe'
    """
    found = get_close_matches(name, [str(item) for item in known], n=1, cutoff=0.6)
    return found[0] if found else None


def shorten(value: object, limit: int = 300) -> str:
    """Return `value` as text of at most `limit` characters, so that a hostile value stays readable.

    >>> shorten("a" * 10, limit=4)
    'aaaa… (10 characters)'
    """
    text = str(value)
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"
