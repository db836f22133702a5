from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from zhishu.places import china
from zhishu.places.cache import cache_folder, cached, source_version

if TYPE_CHECKING:
    from pathlib import Path


class Counting:
    """A derivation that counts how often it ran."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self) -> dict[str, Any]:
        self.runs += 1
        return {"regions": [["110000", "北京市"]] * 1000}


def test_second_reading_derives_nothing(tmp_path: Path) -> None:
    """What was derived once is read from the cache, unchanged."""
    derive = Counting()
    first, second = (cached("names", derive, tmp_path) for _ in range(2))
    assert (derive.runs, first) == (1, second)
    (file,) = tmp_path.iterdir()
    assert source_version() in file.name


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"\xff\xfe\x00", b"[]", b"{}", b'{"stamp": "other", "value": {}}', b"null"],
)
def test_damaged_cache_is_derived_again_and_replaced(tmp_path: Path, damage: bytes) -> None:
    """A cache file that is cut, foreign or of an older layout does no harm."""
    derive = Counting()
    expected = cached("names", derive, tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    assert cached("names", derive, tmp_path) == expected
    assert json.loads(file.read_text(encoding="utf-8"))["value"] == expected


def test_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """Where the folder is a file, or lies below one, everything works as before."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    derive = Counting()
    for folder in (blocked, blocked / "below"):
        assert cached("names", derive, folder)["regions"][0] == ["110000", "北京市"]
    assert derive.runs == 2
    assert blocked.read_text(encoding="utf-8") == "in the way"


def test_place_of_the_cache_file_taken_by_a_folder(tmp_path: Path) -> None:
    """A folder where the file should be leaves no half-written file behind."""
    derive = Counting()
    cached("names", derive, tmp_path)
    (file,) = tmp_path.iterdir()
    file.unlink()
    file.mkdir()
    assert cached("names", derive, tmp_path)["regions"]
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_file_of_another_version_is_removed_and_other_names_stay(tmp_path: Path) -> None:
    """The cache holds one file for each name."""
    for name in ("map-province", "map-province-fine"):
        (tmp_path / f"{name}-0.1-00000000.json").write_text("{}", encoding="utf-8")
    cached("map-province", Counting(), tmp_path)
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert len(kept) == 2
    assert "map-province-fine-0.1-00000000.json" in kept
    assert "map-province-0.1-00000000.json" not in kept


def test_many_readers_at_once_agree(tmp_path: Path) -> None:
    """Readers that start together all get the whole value, and one sound file remains."""
    with ThreadPoolExecutor(8) as pool:
        values = list(pool.map(lambda _: cached("names", Counting(), tmp_path), range(32)))
    assert all(value == values[0] for value in values)
    (file,) = tmp_path.iterdir()
    assert json.loads(file.read_text(encoding="utf-8"))["value"] == values[0]


def test_cache_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ZHISHU_CACHE moves the cache; without it the user's cache folder is used."""
    monkeypatch.setenv("ZHISHU_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("ZHISHU_CACHE")
    assert cache_folder().name == "zhishu"


def test_regions_are_the_same_with_and_without_a_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The regions of China do not depend on where they were read from."""
    monkeypatch.setenv("ZHISHU_CACHE", str(tmp_path))
    fresh = china.__wrapped__()
    assert [path.name.split("-")[0] for path in tmp_path.iterdir()] == ["divisions"]
    assert china.__wrapped__().entries == fresh.entries == china().entries
