from __future__ import annotations

import os
from pathlib import Path

import pytest

from zhishu.errors import RecordsError
from zhishu.records.files import decoded, source_path

HOSTILE_PATHS = (
    "/etc/passwd",
    "../secret.csv",
    "data/../../secret.csv",
    "..",
    "data/..",
    "..\\secret.csv",
    "data\\..\\..\\secret.csv",
    "C:\\secret.csv",
    "\\\\server\\share\\secret.csv",
    "",
    "   ",
    "a\0b.csv",
    "x" * 5000 + ".csv",
    "http://example.org/firms.csv",
    "data",
    ".",
    "missing.csv",
    "outside.csv",
    "loop.csv",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an edition's folder with a file, a folder, and links that lead outside or in a circle."""
    edition = tmp_path / "edition"
    (edition / "data").mkdir(parents=True)
    (edition / "data" / "firms.csv").write_text("a\n1\n")
    (tmp_path / "secret.csv").write_text("a\n1\n")
    (edition / "outside.csv").symlink_to(tmp_path / "secret.csv")
    (edition / "loop.csv").symlink_to(edition / "loop.csv")
    (edition / "inside.csv").symlink_to(edition / "data" / "firms.csv")
    return edition


@pytest.mark.parametrize("file", HOSTILE_PATHS)
def test_path_outside_or_absent_is_refused(folder: Path, file: str) -> None:
    """No path that is absolute, climbs, leads outside, is a folder or is absent is read."""
    with pytest.raises(RecordsError):
        source_path(folder, file)


@pytest.mark.parametrize("file", ["data/firms.csv", "inside.csv", "./data/firms.csv"])
def test_path_inside_is_found(folder: Path, file: str) -> None:
    """A path inside the folder is found, through a link that stays inside, too."""
    assert source_path(folder, file) == (folder / "data" / "firms.csv").resolve()


def test_pipe_is_no_file(folder: Path) -> None:
    """A named pipe, which would block for ever, is refused."""
    os.mkfifo(folder / "pipe.csv")
    with pytest.raises(RecordsError, match="not a file"):
        source_path(folder, "pipe.csv")


def test_missing_file_names_the_nearest(folder: Path) -> None:
    """A misspelt file name is answered with the nearest that exists."""
    with pytest.raises(RecordsError) as caught:
        source_path(folder, "data/firm.csv")
    assert caught.value.advice == "did you mean 'firms.csv'?"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings_by_rule(encoding: str) -> None:
    """UTF-8, UTF-16 with a mark and the Chinese encodings all give the same text."""
    text = "统一社会信用代码,企业名称\n1,示例昇\n"
    assert decoded(text.encode(encoding), "t.csv") == text


def test_wrong_encoding_says_where() -> None:
    """Bytes that are text in no known encoding are answered with line and byte."""
    with pytest.raises(RecordsError) as caught:
        decoded(b"name\nM\xffller\n", "t.csv")
    assert caught.value.where == "t.csv, line 2, byte 6"


def test_damaged_utf8_is_not_taken_for_another_encoding() -> None:
    """A UTF-8 file with one broken byte is refused, not read as GB 18030 gibberish."""
    text = "省份名称在此处只是一段比较长的示例文字以便判断".encode()
    with pytest.raises(RecordsError) as caught:
        decoded(text + b"\xff\xfe" + text, "t.csv")
    assert caught.value.where == f"t.csv, line 1, byte {len(text)}"
