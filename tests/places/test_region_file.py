from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from zhishu.errors import PlaceError
from zhishu.places import Region, Regions, edition_regions, level_regions, read_regions

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, content: str | bytes, name: str = "regions.csv") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_only_the_code_is_needed(tmp_path: Path) -> None:
    """Without names, a region is called by its code."""
    table = read_regions(write(tmp_path, "code\nDE\nFR\n"), "country")
    assert table.entries == (Region("DE", "DE", "DE", "country"), Region("FR", "FR", "FR", "country"))


def test_names_short_names_and_parents_are_read(tmp_path: Path) -> None:
    """All four columns are taken, in any order; a short name left out is the name."""
    text = "name,code,parent,short\nEurope,EU,,\nGermany,DE,EU,DEU\n"
    table = read_regions(write(tmp_path, text), "country")
    assert table.by_code("DE") == Region("DE", "Germany", "DEU", "country", "EU")
    assert table.by_code("EU").short == "Europe"
    assert [region.code for region in table.ancestors("DE")] == ["EU"]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (b"", "gb18030"), (b"", "utf-16")],
)
def test_encodings_are_read_without_guessing(tmp_path: Path, mark: bytes, encoding: str) -> None:
    """UTF-8 with and without mark, GB18030, and UTF-16 with its mark give the same table."""
    path = write(tmp_path, mark + "code,name\n1,测试昇堃区\n".encode(encoding))
    assert read_regions(path, "area").by_code("1").name == "测试昇堃区"


def test_bytes_of_no_encoding_are_refused(tmp_path: Path) -> None:
    """A file that is no text is answered with the encodings that are read."""
    with pytest.raises(PlaceError, match="not text in a known encoding") as caught:
        read_regions(write(tmp_path, b"code,name\n1,\xff\xff\xff\n"), "area")
    assert "GB18030" in str(caught.value.allowed)


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("code\nA\nA\n", "code 'A' stands twice", "lines 2 and 3"),
        ("code,name\nA,One\n,Two\n", "a region has no code", "line 3"),
        ("code,parent\nA,B\n", "region 'A' has an unknown parent", "line 2"),
        ("name\nOne\n", "the column code is missing", "line 1"),
        ("", "the column code is missing", "line 1"),
        ("code\n", "the file lists no regions", "regions.csv"),
        ("code,nmae\nA,One\n", "column 'nmae' is not known", "line 1"),
        ("code,code\nA,B\n", "column 'code' is repeated", "line 1"),
        ("code,name\nA\n", "another number of cells", "line 2"),
        ("code,name\nA,B,C\n", "another number of cells", "line 2"),
        ('code,name\nA,"B"C\n', "no sound CSV", "regions.csv"),
    ],
)
def test_faults_are_named_with_their_line(tmp_path: Path, text: str, what: str, where: str) -> None:
    """Each fault of a file gives one message that says what and where."""
    with pytest.raises(PlaceError, match=what) as caught:
        read_regions(write(tmp_path, text), "area")
    assert where in str(caught.value.where)


def test_circle_of_parents_is_refused(tmp_path: Path) -> None:
    """Parents that lead back to a region are refused."""
    with pytest.raises(PlaceError, match="lead back to itself"):
        read_regions(write(tmp_path, "code,parent\nA,B\nB,A\n"), "area")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """A path that leads nowhere is answered without a traceback of the system."""
    with pytest.raises(PlaceError, match="cannot be read"):
        read_regions(tmp_path / "none.csv", "area")


def test_blank_lines_are_no_regions(tmp_path: Path) -> None:
    """Lines of nothing but commas, as spreadsheets leave them, are passed over."""
    assert len(read_regions(write(tmp_path, "code,name\nA,One\n,\n\n"), "area")) == 1


def test_division_codes_take_names_and_parents_from_the_standard(tmp_path: Path) -> None:
    """A list of codes of Chinese cities is enough; a name that is given stands."""
    table = read_regions(write(tmp_path, "code,name\n110000,\n441900,\n440300,鹏城\n"), "city")
    assert table.by_code("110000") == Region("110000", "北京市", "北京", "city")
    assert table.by_code("441900") == Region("441900", "东莞市", "东莞", "city", "440000")
    assert table.by_code("440300").short == "鹏城"


def test_code_that_is_no_division_needs_a_name(tmp_path: Path) -> None:
    """Among division codes an abolished one is refused with its successor, unless it is named."""
    with pytest.raises(PlaceError, match="'371200' is no present division code") as caught:
        read_regions(write(tmp_path, "code\n110000\n370100\n371200\n"), "city")
    assert "370100 济南市" in str(caught.value.allowed)
    named = read_regions(write(tmp_path, "code,name\n110000,\n370100,\nzone,示例新区\n"), "city")
    assert named.by_code("zone").name == "示例新区"


def test_parents_may_stand_in_another_table(tmp_path: Path) -> None:
    """A file of towns may name parents of a file of counties."""
    above = Regions((Region("X", "County X", "X", "county"),))
    table = read_regions(write(tmp_path, "code,parent\nx1,X\n"), "town", above=above)
    assert table.by_code("x1").parent == "X"


def test_edition_of_built_in_and_listed_levels(tmp_path: Path) -> None:
    """Records of any district find the listed cities and the built-in provinces."""
    write(tmp_path, "code\n110000\n440300\n", "cities.csv")
    lookup, levels = edition_regions({"province": "builtin/cn/provinces", "city": "cities.csv"}, tmp_path)
    assert [region.name for region in levels["city"]] == ["北京市", "深圳市"]
    assert len(levels["province"]) == 31
    cities = {region.code for region in levels["city"]}
    assert [lookup.containing(code, cities) for code in ("440305", "110108", "440106")] == [
        "440300",
        "110000",
        None,
    ]


def test_edition_without_china_knows_nothing_of_china(tmp_path: Path) -> None:
    """An index of other countries has only its own regions, parents across its files."""
    write(tmp_path, "code,name\nEU,Europe\nAS,Asia\n", "continents.csv")
    write(tmp_path, "code,name,parent\nDE,Germany,EU\n吉林,Jilin,AS\n", "countries.csv")
    lookup, levels = edition_regions({"country": "countries.csv", "continent": "continents.csv"}, tmp_path)
    assert len(lookup) == 4
    assert lookup.find("吉林").name == "Jilin"
    assert lookup.region_at("DE", "continent") == levels["continent"][0]


def test_mixed_edition_keeps_codes_of_its_own(tmp_path: Path) -> None:
    """Zones with codes of their own stand beside the regions of China, in which they may lie."""
    write(tmp_path, "code,name,parent\nz1,Zone one,440300\nz2,Zone two,110000\n", "zones.csv")
    lookup, _ = edition_regions({"province": "builtin/cn/provinces", "zone": "zones.csv"}, tmp_path)
    found = lookup.region_at("z1", "province")
    assert found is not None
    assert found.short == "广东"


def test_level_regions_reads_built_in_sets_and_files(tmp_path: Path) -> None:
    """One source string names a built-in set or a file."""
    write(tmp_path, "code\nA\n")
    assert len(level_regions("builtin/cn/prefectures", "city", tmp_path)) == 337
    assert [region.level for region in level_regions("regions.csv", "area", tmp_path)] == ["area"]
    with pytest.raises(PlaceError, match="no built-in set of regions"):
        level_regions("builtin/cn/prefecture", "city", tmp_path)
