"""The checks beside the draws: what each is called, how long it takes, and the tables it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhishu.errors import EditionError, ZhishuError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhishu.doubt.uncertain import Uncertain
    from zhishu.result import Result
    from zhishu.tables import Table

    Progress = Callable[[int], object] | None


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its tables, how to make them, and how many steps its progress has (0: not told)."""

    tables: tuple[str, ...]
    make: Callable[[Result, Uncertain, Progress], tuple[Table, ...]]
    steps: Callable[[Result, Uncertain], int] = lambda _result, _uncertain: 0


def check_tables(
    result: Result, uncertain: Uncertain, names: Sequence[str], *, progress: Progress = None
) -> tuple[Table, ...]:
    """Return the tables of the checks that are named, each check once, in the order of CHECKS.

    A check goes by its own name or by that of any of its tables. An unknown name raises a ZhishuError
    that lists them.
    """
    asked = {check_named(name) for name in names}
    return tuple(
        table for name in CHECKS if name in asked for table in CHECKS[name].make(result, uncertain, progress)
    )


def check_named(name: str) -> str:
    """Return the check that has a name, or a table of that name.

    >>> check_named("overtaking")
    'weight_space'
    """
    for check, known in CHECKS.items():
        if name == check or name in known.tables:
            return check
    close = nearest(name, CHECKS)
    raise ZhishuError(
        f"there is no check '{name}'",
        seen=name,
        allowed=", ".join(CHECKS),
        advice=f"did you mean '{close}'?" if close else None,
    )


def _sensitivity(result: Result, uncertain: Uncertain, progress: Progress) -> tuple[Table, ...]:
    from zhishu.doubt.sensitivity_table import sensitivity_table  # noqa: PLC0415 - only when asked for

    return (sensitivity_table(result, uncertain, progress=progress),)


def _sensitivity_steps(result: Result, uncertain: Uncertain) -> int:
    from zhishu.doubt.sensitivity_table import evaluations  # noqa: PLC0415 - as above

    return evaluations(result, uncertain)


def _leave_one_out(result: Result, uncertain: Uncertain, progress: Progress) -> tuple[Table, ...]:
    from zhishu.doubt.leave_one_out_tables import leave_one_out_tables  # noqa: PLC0415 - as above

    return leave_one_out_tables(result, uncertain, progress=progress)


def _weight_space(result: Result, uncertain: Uncertain, progress: Progress) -> tuple[Table, ...]:
    from zhishu.doubt.weight_space_tables import weight_space_tables  # noqa: PLC0415 - as above

    return weight_space_tables(result, uncertain, progress=progress)


def _regions(result: Result, _: Uncertain) -> int:
    from zhishu.doubt.exact import compared  # noqa: PLC0415 - as above

    panels = [result.levels[level.id].panel for level in result.edition.scored_levels]
    return sum(
        len(panel.regions) * (1 + len(compared(year, len(panel.years))))
        for panel in panels
        for year in range(len(panel.years))
    )


def _leverage(result: Result, uncertain: Uncertain, _: Progress) -> tuple[Table, ...]:
    from zhishu.doubt.leverage_table import leverage_table  # noqa: PLC0415 - reads the records again

    records = result.edition.records
    if not records:
        raise EditionError("leverage needs records, and the edition has none", allowed="a source of records")
    source = uncertain.bootstrap or records[0].name
    return (leverage_table(result, source, above=uncertain.leverage),)


def _shrinkage(result: Result, _: Uncertain, __: Progress) -> tuple[Table, ...]:
    from zhishu.doubt.shrinkage_tables import shrinkage_tables  # noqa: PLC0415 - as above

    return shrinkage_tables(result)


CHECKS: dict[str, Check] = {
    "sensitivity": Check(("sensitivity",), _sensitivity, _sensitivity_steps),
    "leave_one_out": Check(("leave_one_out", "ranks_without"), _leave_one_out),
    "weight_space": Check(
        ("weight_space", "overtaking", "weight_certificates", "weight_space_changes"), _weight_space, _regions
    ),
    "leverage": Check(("leverage",), _leverage),
    "shrinkage": Check(("shrunk_rates", "shrunk_ranks"), _shrinkage),
}
"""What is computed beside the draws when it is asked for by name."""
