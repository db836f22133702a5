"""The regions of the reconstruction: prefecture-level units, provinces, and who belongs to whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from zhishu.places.china import builtin_regions

CIRCLES: dict[str, tuple[str, ...]] = {
    "京津冀": tuple("北京 天津 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水".split()),
    "长三角": tuple(
        "上海 南京 无锡 常州 苏州 南通 盐城 扬州 镇江 泰州 杭州 宁波 嘉兴 湖州 绍兴 金华 舟山 台州 "
        "合肥 芜湖 马鞍山 铜陵 安庆 滁州 池州 宣城".split()
    ),
    "珠三角": tuple("广州 深圳 珠海 佛山 江门 肇庆 惠州 东莞 中山".split()),
    "成渝": tuple("重庆 成都 自贡 泸州 德阳 绵阳 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 资阳".split()),
}
EAST = frozenset("11 12 13 31 32 33 35 37 44 46".split())
CENTRE = frozenset("14 34 36 41 42 43".split())
NORTHEAST = frozenset("21 22 23".split())
PLANNED_SEPARATELY = ("大连", "宁波", "厦门", "青岛", "深圳")
MUNICIPALITIES = ("110000", "120000", "310000", "500000")
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
    cities = builtin_regions("builtin/cn/prefectures")
    provinces = builtin_regions("builtin/cn/provinces")
    return Places(
        tuple(r.code for r in cities),
        tuple(r.name for r in cities),
        tuple(r.short for r in cities),
        tuple(r.code for r in provinces),
        tuple(r.short for r in provinces),
    )


def part(code: str) -> str:
    """Return the part of the country in which a region lies (国家统计局's four)."""
    start = code[:2]
    if start in EAST:
        return "东部"
    if start in CENTRE:
        return "中部"
    return "东北" if start in NORTHEAST else "西部"


def key_cities(firms: list[float]) -> dict[int, str]:
    """Return the scored cities by the written rule: position → why it is scored."""
    table = places()
    found: dict[int, str] = {}
    for circle, members in CIRCLES.items():
        for short in members:
            found.setdefault(table.city(short), f"{circle}成员")
    for province in range(len(table.provinces)):
        found.setdefault(capital(province), "省会、首府或直辖市")
    for short in PLANNED_SEPARATELY:
        found.setdefault(table.city(short), "计划单列市")
    order = sorted(range(len(table.codes)), key=lambda i: (-firms[i], table.codes[i]))
    for city in order:
        if len(found) == SCORED_CITIES:
            break
        found.setdefault(city, "企业数量居前")
    return found


def capital(province: int) -> int:
    """Return the position of the province's capital: the unit with the lowest code in it."""
    return min(places().cities_of(province))
