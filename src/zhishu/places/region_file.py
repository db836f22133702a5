"""Regions from a plain CSV, for an index of any country or of none."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

from zhishu.errors import PlaceError, nearest
from zhishu.places.china import CODE_LENGTH, REGION_SETS, builtin_regions, china
from zhishu.places.regions import Region, Regions, combine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

COLUMNS = ("code", "name", "short", "parent", "note")
BUILTIN = "builtin/"


def level_regions(source: str, level: str, folder: Path, above: Regions | None = None) -> tuple[Region, ...]:
    """Return the regions of one level of an edition, as `source` names them, in their order.

    `source` is a built-in set (`builtin/cn/provinces`), whose regions keep their own level names, or
    a CSV below `folder` as `read_regions` reads it. `above` holds the regions of the other levels,
    among which parents are looked up.
    """
    if source.startswith(BUILTIN) or source in REGION_SETS:
        return builtin_regions(source)
    return read_regions(folder / source, level, above=above).entries


def edition_regions(levels: Mapping[str, str], folder: Path) -> tuple[Regions, dict[str, tuple[Region, ...]]]:
    """Return where an edition's records are located, and the regions of each of its levels.

    `levels` maps level ids to sources, in any order. The first value is the table for look-ups
    (`find`, `containing`, `roll_up`): every region of the files and, as soon as one level is Chinese,
    all of China. Parents may name regions of any level.
    """
    files = {level: source for level, source in levels.items() if not source.startswith(BUILTIN)}
    rows = {level: _checked_rows(folder / source) for level, source in files.items()}
    codes = [row["code"] for table in rows.values() for row in table]
    standard = {
        level: china() if is_chinese(row["code"] for row in table) else Regions(())
        for level, table in rows.items()
    }
    with_china = len(files) < len(levels) or any(len(table) for table in standard.values())
    base = china() if with_china else Regions(())
    known = [*codes, *base.codes]
    sets = {
        level: _regions_of(rows[level], folder / source, level, base=standard[level], parents=known)
        if level in files
        else builtin_regions(source)
        for level, source in levels.items()
    }
    tables = [base, *(Regions(sets[level]) for level in files)]
    return combine(tables), sets


def read_regions(path: Path, level: str, above: Regions | None = None) -> Regions:
    """Return the regions of a CSV with the columns code, name, short and parent; only code is needed.

    A further column `note` says why a region is there; it is for readers and not used.

    The encoding is a byte order mark's, else UTF-8, else GB18030, and never guessed. When most codes
    are division codes of China, names and parents left out are the standard's, and a code that it
    does not know needs a name; otherwise a name left out is the code. A short name left out is the
    name. `parent` names a code of this file or of `above`. An empty or repeated code, an unknown
    column, an unknown parent or a circle of parents raises a PlaceError with its line.
    """
    rows = _checked_rows(path)
    base = china() if is_chinese(row["code"] for row in rows) else Regions(())
    known = [*(row["code"] for row in rows), *(above.codes if above else ()), *base.codes]
    return Regions(_regions_of(rows, path, level, base=base, parents=known))


def is_chinese(codes: Iterable[str]) -> bool:
    """Return whether most of these are division codes of China.

    >>> is_chinese(["110000", "440300"]), is_chinese(["DE", "FR"])
    (True, False)
    """
    codes = tuple(codes)
    alike = [code for code in codes if len(code) == CODE_LENGTH and code.isdigit()]
    return 2 * len(alike) > len(codes) and 2 * sum(code in china() for code in alike) > len(codes)


def decoded(content: bytes, where: str) -> str:
    """Return the text of a file: by its byte order mark, else strict UTF-8, else strict GB18030.

    >>> decoded("北京".encode("gb18030"), "regions.csv")
    '北京'
    """
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    marked = [encoding for mark, encoding in marks if content.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PlaceError(
        "the file is not text in a known encoding",
        where=where,
        allowed="UTF-8 (with or without byte order mark), UTF-16 with byte order mark, GB18030",
        advice="save it as CSV UTF-8",
    )


def _checked_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows as text, with their line under the key "line"; codes present and unique."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise PlaceError(
            "the file of regions cannot be read",
            where=str(path),
            seen=fault.strerror,
            advice="check the path",
        ) from None
    reader = csv.DictReader(io.StringIO(decoded(content, str(path))), strict=True)
    _check_columns(tuple(reader.fieldnames or ()), path)
    rows: list[dict[str, str]] = []
    seen: dict[str, str] = {}
    for row in _lines(reader, path):
        code = row["code"]
        if not code:
            raise PlaceError(
                "a region has no code", where=f"{path}, line {row['line']}", allowed="a code on every line"
            )
        if code in seen:
            raise PlaceError(
                f"code '{code}' stands twice",
                where=f"{path}, lines {seen[code]} and {row['line']}",
                seen=code,
                allowed="every code once",
            )
        seen[code] = row["line"]
        rows.append(row)
    if not rows:
        raise PlaceError("the file lists no regions", where=str(path), allowed="one line per region")
    return rows


def _lines(reader: csv.DictReader[str], path: Path) -> Iterable[dict[str, str]]:
    try:
        for row in reader:
            if None in row or None in row.values():
                raise PlaceError(
                    "a line has another number of cells than the heading",
                    where=f"{path}, line {reader.line_num}",
                    allowed=f"{len(reader.fieldnames or ())} cells",
                )
            cells = {column: value.strip() for column, value in row.items()}
            if any(cells.values()):
                yield {**cells, "line": str(reader.line_num)}
    except csv.Error as fault:
        raise PlaceError(
            "the file is no sound CSV", where=f"{path}, line {reader.line_num}", seen=fault
        ) from None


def _check_columns(columns: tuple[str, ...], path: Path) -> None:
    for column in columns:
        if column not in COLUMNS or columns.count(column) > 1:
            close = nearest(column, COLUMNS)
            raise PlaceError(
                f"column '{column}' is {'repeated' if column in COLUMNS else 'not known'}",
                where=f"{path}, line 1",
                seen=column,
                allowed=", ".join(COLUMNS),
                advice=f"did you mean '{close}'?" if close and close != column else None,
            )
    if "code" not in columns:
        raise PlaceError(
            "the column code is missing",
            where=f"{path}, line 1",
            seen=", ".join(columns) or "an empty file",
            allowed=", ".join(COLUMNS),
        )


def _regions_of(
    rows: Iterable[dict[str, str]], path: Path, level: str, *, base: Regions, parents: Iterable[str]
) -> tuple[Region, ...]:
    known = frozenset(parents)
    found = []
    for row in rows:
        parent = row.get("parent") or None
        if parent is not None and parent not in known:
            close = nearest(parent, known)
            raise PlaceError(
                f"region '{row['code']}' has an unknown parent",
                where=f"{path}, line {row['line']}",
                seen=parent,
                allowed="a code of this file or of another level",
                advice=f"did you mean '{close}'?" if close else None,
            )
        found.append(_region(row, path, level=level, parent=parent, base=base))
    return tuple(found)


def _region(row: Mapping[str, str], path: Path, *, level: str, parent: str | None, base: Regions) -> Region:
    code = row["code"]
    if len(base) and code not in base and not row.get("name"):
        _refuse_nameless(row, path, base)
    standard = base.by_code(code) if code in base else Region(code, code, code, level)
    name = row.get("name") or standard.name
    short = row.get("short") or (standard.short if name == standard.name else name)
    return Region(code, name, short, level, parent or standard.parent)


def _refuse_nameless(row: Mapping[str, str], path: Path, base: Regions) -> None:
    now = base.current_code(row["code"])
    raise PlaceError(
        f"code '{row['code']}' is no present division code of China, and the line gives no name",
        where=f"{path}, line {row['line']}",
        seen=row["code"],
        allowed=f"{base.describe(now)}, which took its place"
        if now
        else "a code of GB/T 2260, or a code with a name",
        advice="correct the code, or give the region a name of its own",
    )
