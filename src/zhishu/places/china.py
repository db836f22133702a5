"""The regions of China, from the national standard of division codes (GB/T 2260).

Codes and names are read at run time from the installed boundary package. Levels:

- `province`: 31 provinces, autonomous regions and municipalities, with Taiwan, Hong Kong and Macao;
- `prefecture`: 333 prefecture-level units and the four municipalities, which stand at both levels;
- `district`: counties, districts and county-level cities. Units directly under a province (仙桃) are
  county-level and have no prefecture; a city without districts (东莞) is its own district.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhishu.errors import PlaceError, nearest
from zhishu.places.cache import cached, source_features
from zhishu.places.names import short_name
from zhishu.places.regions import Change, Region, Regions

if TYPE_CHECKING:
    from collections.abc import Iterable

COUNTRY = "156"
CODE_LENGTH = 6
MUNICIPALITIES = ("110000", "120000", "310000", "500000")
NOT_SCORED = ("710000", "810000", "820000")
NOT_RANKED = ("629700", "629800", "629900")
"""Three reserves of Gansu: areas on the map, no units of the standard."""
PLACEHOLDERS = {
    **dict.fromkeys(("110100", "110200"), "110000"),
    **dict.fromkeys(("120100", "120200"), "120000"),
    **dict.fromkeys(("310100", "310200"), "310000"),
    **dict.fromkeys(("500100", "500200", "500300"), "500000"),
    **{f"{province}9000": f"{province}0000" for province in ("41", "42", "46", "65")},
}
"""Codes for 市辖区, 县 and 省直辖县级行政区划: headings of the standard that are no units."""
TABLES = Path(__file__).parent


@cache
def china() -> Regions:
    """Return all regions of China, the provinces first; codes in ascending order within a level.

    >>> china().find("海淀区").code, china().region_at("440305", "prefecture").short
    ('110108', '深圳')
    """
    return regions_of_china(cached("divisions", read_divisions))


def read_divisions() -> dict[str, Any]:
    """Return {layer: [[code, name], …]} of the installed package, in order of code."""
    return {layer: _codes_and_names(source_features(layer)) for layer in ("province", "city", "district")}


def regions_of_china(divisions: dict[str, Any]) -> Regions:
    """Return the table of regions for the codes and names that `read_divisions` gives."""
    provinces = tuple(
        Region(code, name, short_name(name), "province") for code, name in divisions["province"]
    )
    prefectures = tuple(
        Region(code, name, short_name(name), "prefecture", _province(code))
        for code, name in divisions["city"]
        if code.endswith("00") and code not in (*NOT_SCORED, *NOT_RANKED)
    )
    cities = frozenset(region.code for region in prefectures)
    districts = tuple(
        _district(code, name, cities) for code, name in divisions["district"] if code not in NOT_RANKED
    )
    return Regions(
        provinces + prefectures + districts,
        changes=read_changes(),
        aliases=_aliases(districts),
        code_length=CODE_LENGTH,
    )


def builtin_regions(name: str) -> tuple[Region, ...]:
    """Return the regions of a set that comes with zhishu, such as `builtin/cn/provinces`.

    A code or name after the set's name keeps the regions inside that one: `builtin/cn/districts/北京`.
    A name that does not exist raises a PlaceError that lists those that do.

    >>> len(builtin_regions("builtin/cn/prefectures")), len(builtin_regions("builtin/cn/districts/110000"))
    (337, 16)
    """
    base, _, area = name.rpartition("/")
    if base in REGION_SETS:
        inside = china().find(area).code
        return tuple(region for region in builtin_regions(base) if china().containing(region.code, (inside,)))
    if name not in REGION_SETS:
        close = nearest(name, REGION_SETS)
        raise PlaceError(
            f"there is no built-in set of regions '{name}'",
            seen=name,
            allowed=", ".join(REGION_SETS),
            advice=f"did you mean '{close}'?" if close else "or name a CSV file with the column code",
        )
    level, left_out = REGION_SETS[name]
    return tuple(region for region in china().at_level(level) if region.code not in left_out)


REGION_SETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "builtin/cn/provinces": ("province", NOT_SCORED),
    "builtin/cn/provinces_all": ("province", ()),
    "builtin/cn/prefectures": ("prefecture", ()),
    "builtin/cn/districts": ("district", ()),
}
"""Name of a set → its level, and the codes that are left out."""


def read_changes() -> tuple[Change, ...]:
    """Return the abolished or renamed units that still occur in records."""
    with (TABLES / "changes.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Change(
                code=row["code"],
                name=row["name"],
                short=short_name(row["name"]),
                successor=row["successor"],
                year=int(row["year"]),
                source=row["source"],
            )
            for row in csv.DictReader(file)
        )


@cache
def _english() -> dict[str, str]:
    with (TABLES / "english.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def english_name(region: Region) -> str:
    """Return the English name of a region of China, or its short name where none is written down.

    >>> english_name(china().find("陕西省"))
    'Shaanxi'
    """
    return _english().get(region.code, region.short)


def _codes_and_names(features: Iterable[dict[str, Any]]) -> list[list[str]]:
    properties = (feature["properties"] for feature in features)
    named = ([str(item["gb"]).removeprefix(COUNTRY), str(item["name"])] for item in properties if item["gb"])
    return sorted(named)


def _province(code: str) -> str:
    return f"{code[:2]}0000"


def _district(code: str, name: str, cities: frozenset[str]) -> Region:
    city = f"{code[:4]}00"
    parent = city if city in cities else _province(code)
    directly_administered = city not in cities and parent not in (*MUNICIPALITIES, *NOT_SCORED)
    short = short_name(name) if directly_administered or code == parent else name
    return Region(code, name, short, "district", parent)


def _aliases(districts: Iterable[Region]) -> dict[str, tuple[str, ...]]:
    """Return what a county may be called in short, and the standard's placeholder codes."""
    found: dict[str, tuple[str, ...]] = {code: (parent,) for code, parent in PLACEHOLDERS.items()}
    for region in districts:
        short = short_name(region.name)
        if short not in (region.name, region.short):
            found[short] = (*found.get(short, ()), region.code)
    return found
