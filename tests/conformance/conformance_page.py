"""The page docs/conformance.md, made of the rows that the tests have recorded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from record import BY_HAND, CLOSED_FORM, MANUAL, PAPER, TEXTBOOK

from zhishu.registry import methods
from zhishu.step_kinds import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from record import Agreement

    from zhishu.registry import Method

HEAD = """\
# Conformance: who agrees with each method

<!-- generated from the tests by scripts/conformance_docs.py -->

Every method that a recipe can name is compared with papers and textbooks, with other programs, and, where
no printed numbers were at hand, with numbers worked out by hand. The tests of `tests/conformance` and `tests/golden`
make these comparisons and write this page; a test fails when its row is not here.

- **paper**, **textbook**: numbers printed there. **manual or tutorial**: numbers printed in a program's
  documentation, a tutorial, lecture notes or an exam with its answers. **closed form**: what a formula or a
  count of all cases gives. **by hand**: worked out for this project and printed nowhere; it proves the
  arithmetic, not the reading of the source.
- **COINr 1.1.14**, **Compind 3.4**: files that these programs wrote (`golden/…`), which stand outside of the
  repository. What programs answered that are not installed here (R, and Python packages that the tests do not
  need) stands in `tests/conformance/recorded`, with the scripts that asked them; **sympy** and **pulp** are
  solvers there, for which the equations of a method were stated anew. The other programs are installed and run
  beside ours, on random data.
- Tolerances are relative. *differs* is a difference on purpose; the note says who is right and why.
"""
_TABLE = "| against | what | tolerance | result | note |\n|---|---|--:|---|---|"
_PRINTED = frozenset((PAPER, TEXTBOOK, MANUAL))
_EVIDENCE = {PAPER: 0, TEXTBOOK: 1, MANUAL: 2, CLOSED_FORM: 3, BY_HAND: 4}


def conformance_page(agreements: Sequence[Agreement]) -> str:
    """Return the page: a count, the differences in one table, then every method with its rows."""
    known = [(kind, method.id) for kind in STEPS for method in methods(kind)]
    parts = [
        HEAD,
        _counts(agreements),
        _unprinted(agreements),
        "## Differences, and who is right\n",
        _differences(agreements),
    ]
    for kind in STEPS:
        parts.append(f"## {kind}\n")
        parts += [_section(method, agreements) for method in methods(kind)]
    others = sorted({(one.kind, one.method) for one in agreements} - set(known))
    parts.append("## Beyond the methods of a recipe\n")
    parts += [f"### {name}\n\n{_rows(agreements, kind, name)}" for kind, name in others]
    return "\n".join(parts).rstrip() + "\n"


def _counts(agreements: Sequence[Agreement]) -> str:
    programs = Counter(one.against for one in agreements if one.holds)
    listed = ", ".join(f"{name} {count}" for name, count in sorted(programs.items()))
    differing = sum(not one.holds for one in agreements)
    return f"{len(agreements)} comparisons; {differing} differ on purpose. Those that agree: {listed}.\n"


def _unprinted(agreements: Sequence[Agreement]) -> str:
    """Say which methods have no printed numbers, and which printed ones were not seen in their source."""
    ids = [(kind, method.id) for kind in STEPS for method in methods(kind)]
    printed = {(one.kind, one.method) for one in agreements if one.against in _PRINTED}
    without = ", ".join(f"`{name}` ({kind})" for kind, name in ids if (kind, name) not in printed)
    with_programs = {(one.kind, one.method) for one in agreements if one.against not in _EVIDENCE}
    alone = [f"`{name}` ({kind})" for kind, name in ids if (kind, name) not in printed | with_programs]
    apart = ", ".join(f"`{name}` ({kind})" for kind, name in ids if (kind, name) not in with_programs)
    lacking = (
        f"For the others none were found: {without}. Of these, compared with no other program either: "
        f"{', '.join(alone) or 'none'}. "
    )
    return (
        f"Of {len(ids)} methods {len(printed & set(ids))} have numbers printed elsewhere. "
        f"{lacking if without else ''}{len(with_programs & set(ids))} methods are compared with programs or "
        f"solvers of others{f'; those that are not: {apart}' if apart else ''}.\n"
    )


def _differences(agreements: Sequence[Agreement]) -> str:
    rows = [
        f"| `{one.method}` | {one.against} | {_cell(one.what)} | {_cell(one.note)} |"
        for one in _ordered(agreements)
        if not one.holds
    ]
    head = "| method | program | what | who is right |\n|---|---|---|---|"
    return "\n".join([head, *dict.fromkeys(rows)]) + "\n"


def _section(method: Method, agreements: Sequence[Agreement]) -> str:
    title = f"### {method.id}: {method.name.zh} {method.name.en}"
    return f"{title}\n\n{_cell(method.citation)}\n\n{_rows(agreements, method.kind, method.id)}"


def _rows(agreements: Sequence[Agreement], kind: str, name: str) -> str:
    rows = [one.row for one in _ordered(agreements) if (one.kind, one.method) == (kind, name)]
    return "\n".join([_TABLE, *rows]) + "\n"


def _ordered(agreements: Iterable[Agreement]) -> Iterator[Agreement]:
    """Yield papers first, then closed forms and hands, then programs by name: the same in every run."""
    places = {kind: place for place, kind in enumerate(STEPS)}
    return iter(
        sorted(
            agreements,
            key=lambda one: (
                places.get(one.kind, len(places)),
                one.method if one.kind not in places else "",
                _EVIDENCE.get(one.against, len(_EVIDENCE)),
                one.row,
                one.method,
            ),
        )
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
