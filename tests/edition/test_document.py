"""Tests of reading YAML with positions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishu.document import read_document
from zhishu.errors import EditionError


def document(folder: Path, text: str | bytes):
    path = folder / "edition.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_document(path)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("NO", "NO"),
        ("2020-01-01", "2020-01-01"),
        ("011000", "011000"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("-12", -12),
        ("1e3", 1000.0),
        ("0.5", 0.5),
        ("'7'", "7"),
        (".nan", ".nan"),
        ("-.inf", "-.inf"),
        ("1e999", "1e999"),
    ],
)
def test_plain_scalars(tmp_path: Path, text: str, value: object):
    """Region codes, dates and words survive: only true/false, null and decimal numbers are special."""
    assert document(tmp_path, f"key: {text}\n").data == {"key": value}


def test_positions_point_at_key_and_value(tmp_path: Path):
    """Every value and key knows its line and column, counted from 1."""
    read = document(tmp_path, "a:\n  - x: 1\n    yy: 2\n")
    assert read.positions["a", 0, "yy"] == (3, 9)
    assert read.key_positions["a", 0, "yy"] == (3, 5)
    assert read.where(("a", 0, "yy")) == "edition.yaml, line 3, column 9 (a.0.yy)"


def test_where_falls_back_to_the_nearest_parent(tmp_path: Path):
    """A path that does not exist is placed at what contains it."""
    assert "line 1, column 4" in document(tmp_path, "a: {b: 1}\n").where(("a", "missing", "deep"))


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("a: 1\na: 2\n", "stands twice", "line 2"),
        ("a: [1, 2\nb: 3\n", "not valid YAML", "line 2"),
        ("a: !!python/object/apply:os.system ['true']\n", "not allowed", "line 1"),
        ("a: &x [*x]\n", "unfolds without end", "line 1"),
        ("? [1, 2]\n: 3\n", "plain text", "line 1"),
        ("\t- a\n", "not valid YAML", "line 1"),
    ],
)
def test_faulty_yaml_is_placed(tmp_path: Path, text: str, what: str, line: str):
    """Broken, repeated, hostile YAML is refused with its line."""
    with pytest.raises(EditionError, match=what) as caught:
        document(tmp_path, text)
    assert line in str(caught.value.where)


def test_an_alias_bomb_is_refused(tmp_path: Path):
    """A file of a few lines that unfolds to billions of values is refused at once."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    with pytest.raises(EditionError, match="too many values"):
        document(tmp_path, "\n".join(lines))


def test_deep_nesting_is_refused(tmp_path: Path):
    """Nesting beyond reason is a clear error, not a crash."""
    with pytest.raises(EditionError, match="nests too deeply"):
        document(tmp_path, "[" * 5000 + "]" * 5000)


@pytest.mark.parametrize("content", ["", "# only a comment\n"])
def test_an_empty_file_says_so(tmp_path: Path, content: str):
    """An empty edition names the command that writes one."""
    with pytest.raises(EditionError, match="is empty"):
        document(tmp_path, content)


def test_another_encoding_is_placed(tmp_path: Path):
    """GBK bytes in edition.yaml are refused with their line."""
    with pytest.raises(EditionError, match="not UTF-8") as caught:
        document(tmp_path, b"a: 1\nb: " + "指数".encode("gbk"))
    assert "line 2" in str(caught.value.where)


def test_a_byte_order_mark_is_accepted(tmp_path: Path):
    """A file saved by a Windows editor reads as any other."""
    assert document(tmp_path, b"\xef\xbb\xbfa: 1\n").data == {"a": 1}


def test_a_missing_file_says_what_to_do(tmp_path: Path):
    """The error names the path and `zhishu init`."""
    with pytest.raises(EditionError, match="cannot read") as caught:
        read_document(tmp_path / "edition.yaml")
    assert "zhishu init" in str(caught.value)


@given(st.binary(max_size=200))
def test_any_bytes_give_data_or_one_clear_error(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    """Whatever stands in the file, the answer is data or an EditionError."""
    try:
        document(tmp_path_factory.mktemp("any"), content)
    except EditionError as error:
        assert error.where  # noqa: PT017 - either outcome is right; this one must say where
