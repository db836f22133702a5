"""Ready panels: a wide or long file of indicator values → a Piece of a level's panel."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import PanelError, PlaceError, Repair, nearest
from zhishu.framework import Framework, Node, Text, text_of
from zhishu.indicators.merge import Piece
from zhishu.records.read import read_sheet, refuse_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.edition import Edition, ReadyPanel
    from zhishu.records.sheet import Sheet

    Find = Callable[[str], str | None]
    """A region's code or name → its code at the panel's level, None when it is not of the level."""

MISSING = frozenset(
    ("", "nan", "na", "n/a", "#n/a", "null", "none", "-", "--", "—", "——", "…", "……", "...", "无")
)
"""What stands for a missing value in a ready panel (capitals do not matter)."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a ready panel, as it stands in the file."""

    row: int
    column: str
    region: str
    year: str | None
    indicator: str
    text: str


def read_panel(
    edition: Edition, source: ReadyPanel, regions: Sequence[str], find: Find | None = None
) -> Piece:
    """Return the Piece that a ready panel gives its level, whose region codes are `regions`.

    `find` turns what the file calls a region into its code (without it, the file must hold codes).
    An empty cell, NaN, NA, N/A, -, … and 无 are missing values. Raises PanelError, with file, row,
    column and value, for text in place of a number, an infinite value, a region that is not of the
    level, a value that stands twice, and a heading that is like an indicator's but is none.
    """
    cells = _cells(edition, source)
    years = edition.years or (edition.edition,)
    year_index = {str(year): index for index, year in enumerate(years)}
    indicators = [name for name in edition.framework.indicators if name in {cell.indicator for cell in cells}]
    region_index = {region: index for index, region in enumerate(regions)}
    positions = {
        text: _position(source, cell, find, region_index) for text, cell in _first_of_each(cells).items()
    }
    values = np.full((len(years), len(regions), len(indicators)), np.nan)
    seen: dict[tuple[int, int, str], Cell] = {}
    other_years: set[str] = set()
    for cell in cells:
        year = year_index.get(_year(cell, source, edition))
        number = _number(cell, source)
        if year is None:
            other_years.add(_year(cell, source, edition))
            continue
        _refuse_second(seen, (year, positions[cell.region], cell.indicator), cell, source)
        values[year, positions[cell.region], indicators.index(cell.indicator)] = number
    repairs = _absent_regions(source, regions, values)
    if other_years:
        message = Text(
            f"年份 {'、'.join(sorted(other_years))} 不属于本版，已略去",
            f"the years {', '.join(sorted(other_years))} are not of the edition and are left out",
        )
        repairs.append(Repair("outside_years", text_of(source.name), message))
    return Piece(
        f"the panel '{source.name}'", years, tuple(regions), tuple(indicators), values, tuple(repairs)
    )


def panel_measures(
    edition: Edition, source: ReadyPanel, regions: Sequence[str], find: Find | None = None
) -> dict[str, NDArray[np.float64]]:
    """Return the further columns that a ready panel keeps, name → values (years, regions).

    They are read as indicators are, with the same checks.
    """
    if not source.measures:
        return {}
    sheet = _sheet(edition, source)
    named = _column(sheet, source, source.indicator) if source.layout == "long" else sheet.headings
    others = tuple(dict.fromkeys(name for name in named if name not in source.measures))
    label = Text("", "")
    leaves = [Node(name, label, "measures") for name in source.measures]
    beside = replace(edition, framework=Framework((Node("measures", label, None, source.measures), *leaves)))
    only = replace(source, measures=(), ignore=others, rename={})
    piece = read_panel(beside, only, regions, find)
    absent = [name for name in source.measures if name not in piece.indicators]
    if absent:
        raise PanelError(
            f"the panel '{source.name}' has no column '{absent[0]}'",
            where=f"sources, {source.name}, measures",
            seen=", ".join(absent),
            allowed="columns of the file",
        )
    return {name: piece.values[:, :, column] for column, name in enumerate(piece.indicators)}


def panel_regions(edition: Edition, source: ReadyPanel) -> tuple[tuple[str, str], ...]:
    """Return (code, name) of the regions of a ready panel, in the order of the file.

    For a level that has no list of its own regions. The names stand in the column `label`; without
    one the codes are the names.
    """
    sheet = _sheet(edition, source)
    codes = _column(sheet, source, source.region)
    names = _column(sheet, source, source.label) if source.label else codes
    first: dict[str, str] = {}
    for code, name in zip(codes, names, strict=True):
        first.setdefault(code, name or code)
    return tuple(first.items())


def _sheet(edition: Edition, source: ReadyPanel) -> Sheet:
    sheet = read_sheet(edition.folder, source.file, sheet=source.sheet)
    refuse_faults(sheet)
    named = () if source.layout == "long" else (*source.rename, *source.ignore)
    for heading in (*named, *([source.label] if source.label else [])):
        if heading not in sheet.headings:
            raise _no_column(sheet, source, heading)
    return sheet


def _column(sheet: Sheet, source: ReadyPanel, heading: str) -> list[str]:
    if heading not in sheet.headings:
        raise _no_column(sheet, source, heading)
    return list(sheet.columns[sheet.headings.index(heading)])


def _no_column(sheet: Sheet, source: ReadyPanel, heading: str) -> PanelError:
    close = nearest(heading, sheet.headings)
    return PanelError(
        f"the panel '{source.name}' has no column '{heading}'",
        where=f"{source.file}, headings",
        seen=", ".join(sheet.headings),
        allowed=heading,
        advice=f"did you mean '{close}'?" if close else "name the column in edition.yaml",
    )


def _cells(edition: Edition, source: ReadyPanel) -> list[Cell]:
    sheet = _sheet(edition, source)
    regions = _column(sheet, source, source.region)
    years: Sequence[str | None] = (
        _column(sheet, source, source.year) if source.year is not None else [None] * len(sheet.rows)
    )
    _refuse_nameless(sheet, source, regions)
    if source.layout == "long":
        return _long_cells(edition, source, sheet, regions, years)
    return [
        Cell(row, heading, region, year, indicator, text)
        for heading, indicator in _wide_columns(edition, source, sheet).items()
        for row, region, year, text in zip(
            sheet.rows, regions, years, _column(sheet, source, heading), strict=True
        )
    ]


def _refuse_nameless(sheet: Sheet, source: ReadyPanel, regions: Sequence[str]) -> None:
    for row, region in zip(sheet.rows, regions, strict=True):
        if not region:
            raise PanelError(
                "a row of a panel names no region",
                where=f"{source.file}, row {row}, column {source.region}",
                seen="an empty cell",
                allowed="a region's code or name",
            )


def _long_cells(
    edition: Edition, source: ReadyPanel, sheet: Sheet, regions: Sequence[str], years: Sequence[str | None]
) -> list[Cell]:
    known = _known_headings(edition)
    named = _column(sheet, source, source.indicator)
    texts = _column(sheet, source, source.value)
    cells = []
    for row, region, year, name, text in zip(sheet.rows, regions, years, named, texts, strict=True):
        indicator = source.rename.get(name, known.get(name.casefold()))
        if name in source.measures or (indicator is None and name in source.ignore):
            continue
        if indicator not in edition.framework.indicators:
            raise _unknown_indicator(edition, name, f"{source.file}, row {row}, column {source.indicator}")
        cells.append(Cell(row, source.value, region, year, indicator, text))
    return cells


def _wide_columns(edition: Edition, source: ReadyPanel, sheet: Sheet) -> dict[str, str]:
    """Return which heading is which indicator; every other one must have a part or be ignored."""
    known = _known_headings(edition)
    others = {source.region, source.year, source.label, *source.ignore, *source.measures}
    columns = {
        heading: source.rename.get(heading, known.get(heading.casefold(), heading))
        for heading in sheet.headings
        if heading not in others
    }
    absent = [name for name in edition.framework.indicators if name not in columns.values()]
    for heading, name in columns.items():
        where = f"{source.file}, column {heading}"
        if name not in edition.framework.indicators:
            raise _unknown_indicator(edition, name, where, absent)
        if list(columns.values()).count(name) > 1:
            raise PanelError("two columns stand for one indicator", where=where, seen=name)
    return columns


def _known_headings(edition: Edition) -> dict[str, str]:
    """Return what a heading may be called: an indicator's id, or its name in either language."""
    leaves = [node for node in edition.framework if node.is_indicator]
    names = {name.casefold(): node.id for node in leaves for name in (node.name.zh, node.name.en) if name}
    return names | {node.id.casefold(): node.id for node in leaves}


def _unknown_indicator(
    edition: Edition, seen: str, where: str, candidates: Sequence[str] | None = None
) -> PanelError:
    close = nearest(seen, candidates or edition.framework.indicators)
    year = f" (or, if it holds years, write `year: {seen}`)" if re.search("year|年", seen.lower()) else ""
    slip = f"did you mean '{close}'? then write `rename: {{{seen}: {close}}}`; else " if close else ""
    return PanelError(
        "a panel names an indicator that the framework does not have",
        where=where,
        seen=seen,
        allowed=", ".join(edition.framework.indicators),
        advice=f"{slip}list a column of something else under `ignore:`{year}",
    )


def _first_of_each(cells: Sequence[Cell]) -> dict[str, Cell]:
    first: dict[str, Cell] = {}
    for cell in cells:
        first.setdefault(cell.region, cell)
    return first


def _position(source: ReadyPanel, cell: Cell, find: Find | None, index: Mapping[str, int]) -> int:
    where = f"{source.file}, row {cell.row}, column {source.region}"
    if cell.region in index:
        return index[cell.region]
    try:
        code = find(cell.region) if find else None
    except PlaceError as error:
        raise PanelError(
            f"a panel's region is not known: {error.what}",
            where=where,
            seen=cell.region,
            allowed=error.allowed,
            advice=error.advice,
        ) from error
    if code is not None and code in index:
        return index[code]
    close = nearest(cell.region, index)
    raise PanelError(
        f"a panel has a region that is not of level '{source.level}'",
        where=where,
        seen=cell.region,
        allowed=f"the {len(index)} regions of the level",
        advice=f"did you mean '{close}'?" if close else "remove the row, or add the region to the level",
    )


def _year(cell: Cell, source: ReadyPanel, edition: Edition) -> str:
    if cell.year is None:
        return str(edition.edition)
    found = re.fullmatch(r"([0-9]{4})(\.0+)?", cell.year)
    if found is None:
        where = f"{source.file}, row {cell.row}, column {source.year}"
        raise PanelError("a year is no year", where=where, seen=repr(cell.year), allowed="four digits")
    return found[1]


def _number(cell: Cell, source: ReadyPanel) -> float:
    if cell.text.casefold() in MISSING:
        return float("nan")
    number = float(cell.text) if _NUMBER.fullmatch(cell.text) else float("inf")
    if not np.isfinite(number):
        large = re.match(r"[+-]?(inf|∞)", cell.text, re.IGNORECASE) or _NUMBER.fullmatch(cell.text)
        raise PanelError(
            f"a value of a panel is {'infinite' if large else 'no number'}",
            where=f"{source.file}, row {cell.row}, column {cell.column} ({cell.region}, {cell.indicator})",
            seen=repr(cell.text),
            allowed="a plain number such as 12.5 or 1.2e6, or nothing for a missing value",
        )
    return number


def _refuse_second(
    seen: dict[tuple[int, int, str], Cell], place: tuple[int, int, str], cell: Cell, source: ReadyPanel
) -> None:
    if place in seen:
        raise PanelError(
            "a panel has two values for one region, year and indicator",
            where=f"{source.file}, rows {seen[place].row} and {cell.row}, column {cell.column}",
            seen=f"{cell.region}, {cell.indicator}: {seen[place].text!r} and {cell.text!r}",
            allowed="one row per region (and year)",
            advice=None if source.year else "does the file have a column of years? name it with `year:`",
        )
    seen[place] = cell


def _absent_regions(source: ReadyPanel, regions: Sequence[str], values: NDArray[np.float64]) -> list[Repair]:
    """Return what is to be said of regions without any value; a panel without any is an error."""
    absent = [region for index, region in enumerate(regions) if np.isnan(values[:, index]).all()]
    if absent and len(absent) == len(regions):
        raise PanelError(
            f"the panel '{source.name}' has no value for any region",
            where=source.file,
            seen="empty cells only, or headings only",
            allowed="a row of values for each region",
        )
    if not absent:
        return []
    message = Text(
        f"现成面板中有 {len(absent)} 个地区没有任何数值：{'、'.join(absent)}",
        f"the panel has no value for {len(absent)} regions: {', '.join(absent)}",
    )
    return [Repair("absent_regions", text_of(source.name), message)]
