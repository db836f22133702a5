"""What other programs and textbooks call a method, and which of ours it is: one table, read once."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from zhishu.framework import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

BESIDE = "analyse"
"""The step of what looks at an index and is no method of a recipe: statistics, checks, figures."""


TEXTBOOKS = "Chinese textbooks"


class Elsewhere(NamedTuple):
    """A method of another program: `here` are the ids of ours that do the same, none if it is not offered.

    `program` may be a book. `note` says with which options, or why there is none; at the step `BESIDE`,
    which table, figure or check answers instead.
    """

    program: str
    step: str
    name: str
    here: tuple[str, ...]
    note: str

    @property
    def said(self) -> Text:
        """The note in both languages."""
        return Text(chinese_notes().get(self.note, self.note), self.note)

    @property
    def source(self) -> Text:
        """The program or book in both languages."""
        return (
            Text("中文教材", self.program) if self.program == TEXTBOOKS else Text(self.program, self.program)
        )


@cache
def methods_elsewhere() -> tuple[Elsewhere, ...]:
    """Return the methods of other programs, program by program and step by step.

    >>> [(one.program, one.here) for one in methods_elsewhere() if one.name == "WSM"]
    [('pymcdm 1.4', ('arithmetic',))]
    """
    text = files("zhishu").joinpath("elsewhere.csv").read_text(encoding="utf-8")
    return tuple(
        Elsewhere(row["program"], row["step"], row["name"], tuple(row["here"].split()), row["note"])
        for row in csv.DictReader(text.splitlines())
    )


@cache
def chinese_notes() -> Mapping[str, str]:
    """Return English note → Chinese note."""
    text = files("zhishu").joinpath("elsewhere_notes.csv").read_text(encoding="utf-8")
    return {row["en"]: row["zh"] for row in csv.DictReader(text.splitlines())}


def named_elsewhere(name: str) -> tuple[Elsewhere, ...]:
    """Return what other programs offer under a name, whatever its case.

    >>> [one.here for one in named_elsewhere("wsm")]
    [('arithmetic',)]
    """
    wanted = name.casefold()
    return tuple(one for one in methods_elsewhere() if one.name.casefold() == wanted)
