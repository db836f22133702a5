"""What the registry says of methods, in Chinese: needs, range, degenerate cases, options; one table."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from zhishu.framework import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhishu.registry import Method


@cache
def chinese_texts() -> Mapping[str, str]:
    """Return English text → Chinese text, of everything that the registry says in English."""
    text = files("zhishu").joinpath("method_texts.csv").read_text(encoding="utf-8")
    return {row["en"]: row["zh"] for row in csv.DictReader(text.splitlines())}


def in_both(english: str) -> Text:
    """Return a text of the registry in both languages; one without a translation stands for both.

    >>> in_both("every value; columns on one scale").zh
    '数值齐全；各列同一标度'
    """
    return Text(chinese_texts().get(english, english), english)


def texts_of(method: Method) -> Iterator[str]:
    """Yield what a method's line says in English: needs, range, degenerate cases, options."""
    yield method.needs
    yield method.range
    yield from method.degenerate.values()
    yield from (option.description for option in method.options.values())
