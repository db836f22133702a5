"""Ranks of earlier editions: from the result's own earlier years, and from what was published then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import EditionError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from zhishu.edition import Edition
    from zhishu.publish.findings import LevelFindings
    from zhishu.records.sheet import Sheet
    from zhishu.result import Result

COLUMNS = ("edition", "level", "region", "rank")


def earlier_ranks(result: Result, level: LevelFindings) -> Mapping[int, NDArray[np.float64]]:
    """Return edition → ranks of the index then, (regions,), NaN where not known, the oldest first.

    An edition that the result computes itself is taken from there, not from the file. A row of the
    file about a region that is not scored now raises an EditionError.
    """
    found = dict(_published(result.edition, level))
    ranks, panel = level.found.ranks, level.found.panel
    if ranks is not None:
        found |= {year: ranks[at, :, 0] for at, year in enumerate(panel.years[:-1])}
    latest = panel.years[-1]
    return {year: found[year] for year in sorted(found) if year < latest}


def _published(edition: Edition, level: LevelFindings) -> Iterator[tuple[int, NDArray[np.float64]]]:
    from zhishu.records.read import read_sheet  # noqa: PLC0415 - only where a file is named

    if edition.earlier is None:
        return
    sheet = read_sheet(edition.folder, edition.earlier)
    _refuse_headings(sheet)
    found: dict[int, NDArray[np.float64]] = {}
    columns = [sheet.columns[sheet.headings.index(name)] for name in COLUMNS]
    for number, year, name, region, rank in zip(sheet.rows, *columns, strict=True):
        where = f"{edition.earlier}, row {number}"
        _refuse_level(edition, name, where)
        if name == level.id:
            ranks = found.setdefault(_whole(year, where), np.full(len(level.codes), np.nan))
            ranks[_row(level, region, where)] = _whole(rank, where)
    yield from found.items()


def _refuse_headings(sheet: Sheet) -> None:
    missing = [name for name in COLUMNS if name not in sheet.headings]
    if missing:
        raise EditionError(
            f"the ranks of earlier editions have no column '{missing[0]}'",
            where=sheet.file,
            seen=", ".join(sheet.headings),
            allowed=", ".join(COLUMNS),
        )


def _refuse_level(edition: Edition, level: str, where: str) -> None:
    known = [declared.id for declared in edition.levels]
    if level not in known:
        raise EditionError(f"there is no level '{level}'", where=where, seen=level, allowed=", ".join(known))


def _whole(text: str, where: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise EditionError("a rank or an edition is no number", where=where, seen=text, allowed="1, 2, 3 …")
    return int(text)


def _row(level: LevelFindings, region: str, where: str) -> int:
    try:
        return level.row(region)
    except EditionError as error:
        close = nearest(region, [name.full.zh for name in level.names])
        raise EditionError(
            error.what,
            where=where,
            seen=region,
            allowed="a region that is scored now",
            advice=f"did you mean '{close}'?" if close else "leave the row out",
        ) from error
