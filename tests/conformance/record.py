"""What agrees with whom: the rows from which docs/conformance.md is made, and a watch over that page.

A test that compares a method with a paper, a program or a calculation by hand records an Agreement.
`scripts/conformance_docs.py` runs these tests and writes the page; in any other run, in whatever
order and however many processes, a row that the page does not hold fails the test that recorded it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from zhishu.registry import methods
from zhishu.step_kinds import STEPS

PAPER, TEXTBOOK, BY_HAND, CLOSED_FORM = "paper", "textbook", "by hand", "closed form"
"""What a method is compared with beside programs. BY_HAND: worked out here, printed nowhere."""
MANUAL = "manual or tutorial"
"""Numbers printed in a program's documentation, a tutorial, lecture notes or an exam with its answers."""
QUOTED = "numbers as the tests of pymcdm quote them"
"""What is said of a printed example that was found quoted elsewhere."""
QUOTED_JMCDM = "numbers as the tests of JMcDM (Julia) quote them"
"""The same, found in the tests of another program."""
QUOTED_SKCRITERIA = "numbers as the tests of scikit-criteria quote them"
"""The same, found in the tests of a third."""
QUOTED_TWICE = "numbers as the tests of pymcdm and of crispyn quote them, alike"
"""What is said of a printed example that two programs quote with the same numbers."""
COINR, COMPIND = "COINr 1.1.14", "Compind 3.4"
"""The programs in R whose results stand as files in the golden cases."""
PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"
WRITING = "ZHISHU_WRITES_CONFORMANCE"
"""The environment variable that says: the page is being written, do not look at the old one."""


def program(package: str) -> str:
    """Return a package's name and its installed version major and minor: "pymcdm 1.4".

    A version 0.0.x keeps all of its parts.
    """
    installed = version(package)
    return f"{package} {installed if installed.startswith('0.0.') else '.'.join(installed.split('.')[:2])}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One comparison: our `method` of a `kind` of step against a paper or a program (`against`, `source`).

    `what` was compared, within the relative `tolerance`; `holds` says whether they agree, and `note`,
    where they do not, who is right and why.
    """

    kind: str
    method: str
    against: str
    source: str
    what: str
    tolerance: float
    holds: bool
    note: str = ""

    @property
    def row(self) -> str:
        """The row of the page's table: against, what, tolerance, result, note."""
        compared = f"{self.source}: {self.what}" if self.source else self.what
        result = "agrees" if self.holds else "**differs**"
        within = f"{self.tolerance:g}" if self.tolerance else "exact" if self.holds else "–"
        cells = (self.against, compared, within, result, self.note)
        return "| " + " | ".join(cell.replace("|", "\\|").strip() for cell in cells) + " |"


AGREEMENTS: list[Agreement] = []


def record(agreement: Agreement) -> Agreement:
    """Append a row, once, and return it; fail if the page does not hold it."""
    if agreement not in AGREEMENTS:
        AGREEMENTS.append(agreement)
    if WRITING not in os.environ:
        assert agreement.row in _page(), (
            f"docs/conformance.md is out of date: run `make docs`\n{agreement.row}"
        )
    return agreement


def kind_of(method: str) -> str:
    """Return the kind of the step before weighing that has a method of that name."""
    before = [kind for kind in STEPS if STEPS[kind].prepares or kind == "normalise"]
    return next(kind for kind in before if method in {entry.id for entry in methods(kind)})


@cache
def _page() -> frozenset[str]:
    return frozenset(PAGE.read_text(encoding="utf-8").splitlines())
