"""The regions of the reconstruction: prefecture-level units, provinces, circles, and the scored cities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from zhishu.places.china import MUNICIPALITIES, builtin_regions
from zhishu.places.groups import builtin_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhishu.places.regions import Region

__all__ = ["MUNICIPALITIES", "Places", "capital", "circles", "key_cities", "part", "places"]

PLANNED_SEPARATELY = ("大连", "宁波", "厦门", "青岛", "深圳")
SCORED_CITIES = 163


@dataclass(frozen=True, slots=True)
class Places:
    """All prefecture-level units and provinces, as parallel tuples in the order of their codes."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    shorts: tuple[str, ...]
    provinces: tuple[str, ...]
    province_shorts: tuple[str, ...]

    def city(self, short: str) -> int:
        """Return the position of the unit with that short name."""
        return self.shorts.index(short)

    def province(self, short: str) -> int:
        """Return the position of the province with that short name."""
        return self.province_shorts.index(short)

    def province_of(self, city: int) -> int:
        """Return the position of the province in which the unit lies."""
        return self.provinces.index(self.codes[city][:2] + "0000")

    def cities_of(self, province: int) -> tuple[int, ...]:
        """Return the positions of the province's units."""
        start = self.provinces[province][:2]
        return tuple(i for i, code in enumerate(self.codes) if code.startswith(start))


@cache
def places() -> Places:
    """Return the 337 prefecture-level units and the 31 provinces."""
    cities, provinces = units(), builtin_regions("builtin/cn/provinces")
    return Places(
        tuple(r.code for r in cities),
        tuple(r.name for r in cities),
        tuple(r.short for r in cities),
        tuple(r.code for r in provinces),
        tuple(r.short for r in provinces),
    )


def units() -> tuple[Region, ...]:
    """Return the 337 prefecture-level units."""
    return builtin_regions("builtin/cn/prefectures")


@cache
def circles() -> dict[str, tuple[str, ...]]:
    """Return the short names of every economic circle's cities."""
    named = {region.code: region.short for region in units()}
    members = builtin_groups("builtin/cn/circles", units())
    return {circle: tuple(named[code] for code in codes) for circle, codes in members.items()}


@cache
def parts() -> dict[str, str]:
    """Return the part of the country of every province and unit, by code."""
    regions = (*units(), *builtin_regions("builtin/cn/provinces"))
    return {
        code: name for name, codes in builtin_groups("builtin/cn/parts", regions).items() for code in codes
    }


def part(code: str) -> str:
    """Return the part of the country in which a region lies."""
    return parts()[code]


def key_cities(firms: Sequence[float]) -> dict[int, str]:
    """Return the scored cities by the written rule: position → why it is scored.

    Members of the four economic circles, provincial capitals and municipalities, cities planned
    separately, then the units with the most firms until there are 163 (of equals, the lower code).
    """
    table = places()
    found: dict[int, str] = {}
    for circle, members in circles().items():
        for short in members:
            found.setdefault(table.city(short), f"{circle}成员")
    for province in range(len(table.provinces)):
        found.setdefault(capital(province), "省会、首府或直辖市")
    for short in PLANNED_SEPARATELY:
        found.setdefault(table.city(short), "计划单列市")
    for city in sorted(range(len(table.codes)), key=lambda i: (-firms[i], table.codes[i])):
        if len(found) == SCORED_CITIES:
            break
        found.setdefault(city, "企业数量居前")
    return found


def capital(province: int) -> int:
    """Return the position of the province's capital: the unit with the lowest code in it."""
    return min(places().cities_of(province))
