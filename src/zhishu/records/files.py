"""Finding a source file inside its edition's folder, and turning its bytes into text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path, PureWindowsPath

from zhishu.errors import RecordsError, nearest, shorten

MAXIMUM_TEXT_BYTES = 1 << 30
"""A CSV above this size is refused: it would fill the memory, and Parquet reads it in a fraction."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CLEARLY_UTF8 = 20
"""Text in GB 18030 does not read as this many characters of UTF-8 by chance before it fails."""


def source_path(folder: Path, file: str) -> Path:
    """Return the path of `file` inside `folder`, or raise RecordsError.

    Refused: absolute paths, `..`, symbolic links that lead outside, folders, devices, and files
    that do not exist (with the nearest name that does).
    """
    where = f"source file {shorten(file)!r}"
    parts = re.split(r"[\\/]", file)
    if not file.strip() or "\0" in file or ".." in parts or parts[0] == "" or PureWindowsPath(file).drive:
        raise RecordsError(
            "a source file must be named relative to the edition's folder",
            where=where,
            seen=repr(file),
            allowed="a path such as data/firms.csv, without '..'",
        )
    try:
        path = (folder / file).resolve()
        inside = path.is_relative_to(folder.resolve())
        exists, is_file = path.exists(), path.is_file()
    except (OSError, RuntimeError, ValueError) as error:
        raise RecordsError(
            "the name of a source file cannot be followed", where=where, seen=str(error)
        ) from error
    if not inside:
        raise RecordsError(
            "a source file lies outside of the edition's folder",
            where=where,
            seen="a symbolic link that leads outside",
            allowed=f"files inside {folder}",
            advice="copy the file into the edition",
        )
    if not exists:
        raise _missing(folder, file)
    if not is_file:
        raise RecordsError("a source is a folder, not a file", where=where, seen=str(path), allowed="a file")
    return path


def _missing(folder: Path, file: str) -> RecordsError:
    near = (folder / file).parent
    there = sorted(entry.name for entry in near.iterdir() if entry.is_file()) if near.is_dir() else []
    close = nearest(Path(file).name, there)
    return RecordsError(
        "a source file does not exist",
        where=str(folder / file),
        seen=f"there: {', '.join(there)}" if there else "the folder is empty or missing",
        advice=f"did you mean '{close}'?"
        if close
        else "put the file there, or correct `file:` in edition.yaml",
    )


def read_bytes(path: Path, file: str) -> bytes:
    """Return the content of a text file that is neither empty nor too large to hold."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAXIMUM_TEXT_BYTES else b""
    except OSError as error:
        raise RecordsError("a source file cannot be read", where=file, seen=str(error)) from error
    if size > MAXIMUM_TEXT_BYTES:
        raise RecordsError(
            "a text file is too large",
            where=file,
            seen=f"{size:,} bytes",
            allowed=f"at most {MAXIMUM_TEXT_BYTES:,} bytes",
            advice="store it as Parquet",
        )
    return content


def decoded(content: bytes, file: str) -> str:
    """Return the text of `content` by rule: byte order mark, else UTF-8, else GB 18030, all strict.

    Nothing is guessed. A file that reads as UTF-8 for a good while and then breaks is a damaged
    UTF-8 file, not one in GB 18030. Raises RecordsError with the offset of the byte that fails.

    >>> decoded("名称".encode("gb18030"), "firms.csv")
    '名称'
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding, file)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        if sum(character > "\x7f" for character in before) >= _CLEARLY_UTF8:
            raise _undecodable(content, error, file) from error
    return _strictly(content, "gb18030", file)


def _strictly(content: bytes, encoding: str, file: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(content, error, file) from error


def _undecodable(content: bytes, error: UnicodeDecodeError, file: str) -> RecordsError:
    line = content.count(b"\n", 0, error.start) + 1
    return RecordsError(
        "the encoding of a text file is not understood",
        where=f"{file}, line {line}, byte {error.start}",
        seen=content[error.start : error.start + 8].hex(" "),
        allowed="UTF-8, UTF-16 with a byte order mark, GB 18030 (GBK, GB 2312)",
        advice="save the file as UTF-8",
    )
