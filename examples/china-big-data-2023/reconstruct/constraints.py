"""The figures of the report as rows of the linear program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import targets
from assumptions import INDICATORS, TOTALS
from places import CIRCLES, part, places
from scipy import sparse
from solve import Program, position, row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from method import Scored
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

UNITS = 337
PROVINCES = 31
SIZE = (UNITS + PROVINCES) * len(INDICATORS)


def build(city: Scored, province: Scored, key: Sequence[int]) -> Program:
    """Return the program for the ranges and weights of both levels."""
    program = Program()
    cities = score_rows(city, {k: (k,) for k in key})
    provinces = score_rows(province, {p: members(p) for p in range(PROVINCES)})
    add_orders(program, "city", targets.CITY, cities, places().city)
    add_orders(program, "province", targets.PROVINCE, provinces, places().province)
    add_circles(program, cities)
    add_gaps(program, cities)
    for add in (add_totals, add_firms, add_quality, add_money, add_innovation, add_environment):
        add(program)
    add_ranges(program, province)
    return program


def members(province: int) -> tuple[int, ...]:
    """Return the units that add up to a province, its own records among them."""
    return (*places().cities_of(province), UNITS + province)


def score_rows(level: Scored, regions: dict[int, tuple[int, ...]]) -> dict[str, dict[int, sparse.csr_array]]:
    """Return, for every dimension and region, the row whose product with the values is the score.

    The row leaves out the constant that the lower ends of the ranges make; it cancels in differences.
    """
    found: dict[str, dict[int, sparse.csr_array]] = {}
    for node in targets.MARGINS:
        weights = level.effective[node] / (level.high - level.low)
        used = np.flatnonzero(weights)
        found[node] = {
            region: row(((u * len(INDICATORS) + j, weights[j]) for u in units for j in used), SIZE)
            for region, units in regions.items()
        }
    return found


def add_orders(
    program: Program,
    level: str,
    orders: dict[str, targets.Order],
    scores: dict[str, dict[int, sparse.csr_array]],
    find: Callable[[str], int],
) -> None:
    """Require every group of an order to lie above the next, and the last above all others."""
    for node, groups in orders.items():
        placed = [tuple(find(name) for name in group) for group in groups]
        named = {region for group in placed for region in group}
        rest = tuple(region for region in scores[node] if region not in named)
        for above, below in zip(placed, [*placed[1:], rest], strict=True):
            for a in above:
                for b in below:
                    close = targets.CLOSE.get((level, node), frozenset())
                    near = {short_of(level, a), short_of(level, b)} <= close
                    margin = targets.CLOSE_MARGIN if near else targets.MARGINS[node]
                    label = f"{level} {node} {short_of(level, a)} > {short_of(level, b)}"
                    program.rows.append((scores[node][a] - scores[node][b], margin, label))


def mean(rows: Iterable[sparse.csr_array]) -> sparse.csr_array:
    """Return the mean of rows."""
    found = list(rows)
    return sparse.vstack(found).tocsr().mean(axis=0, keepdims=True) if False else _sum(found) / len(found)


def _sum(rows: list[sparse.csr_array]) -> sparse.csr_array:
    stacked = sparse.vstack(rows).tocsr()
    return sparse.csr_array(np.ones((1, len(rows)))) @ stacked


def add_circles(program: Program, scores: dict[str, dict[int, sparse.csr_array]]) -> None:
    """Require the order of the circles' means and of the cities inside them."""
    city = places().city
    means = {
        (node, circle): mean(scores[node][city(name)] for name in names)
        for node in scores
        for circle, names in CIRCLES.items()
    }
    pairs = [
        (node, a, b)
        for node in ("level", "innovation")
        for a, b in (("京津冀", "长三角"), ("长三角", "珠三角"), ("珠三角", "成渝"))
    ]
    pairs += [("environment", a, b) for a in ("长三角", "珠三角") for b in ("京津冀", "成渝")]
    pairs += [("index", a, "成渝") for a in ("京津冀", "长三角", "珠三角")]
    for node, a, b in pairs:
        program.rows.append((means[node, a] - means[node, b], 0.004, f"circle {node} {a} > {b}"))
    inside = [
        ("石家庄", CIRCLES["京津冀"][3:]),
        *((name, ("江门", "肇庆")) for name in "东莞 佛山 珠海 中山 惠州".split()),
    ]
    wings = "绵阳 德阳 宜宾 自贡".split()
    inside += [(w, tuple(n for n in CIRCLES["成渝"][2:] if n not in wings)) for w in wings]
    for name, others in inside:
        for other in others:
            difference = scores["index"][city(name)] - scores["index"][city(other)]
            program.rows.append((difference, 0.003, f"circle {name} > {other}"))


def add_gaps(program: Program, scores: dict[str, dict[int, sparse.csr_array]]) -> None:
    """Keep the first tier's followers, and the second tier, close together."""
    city, index = places().city, scores["index"]
    for a, b, most in (("上海", "广州", 0.2), ("南京", "重庆", 0.085)):
        program.rows.append((index[city(b)] - index[city(a)], -most, f"gap {a} {b}"))


def cell(name: str, indicator: str, factor: float = 1.0) -> tuple[int, float]:
    """Return a coefficient for a city's value."""
    return position(places().city(name), indicator), factor


def above(program: Program, a: Iterable[tuple[int, float]], b: Iterable[tuple[int, float]], margin: float, label: str) -> None:
    """Require a sum of cells to exceed another by a margin."""
    cells = [*a, *((column, -factor) for column, factor in b)]
    program.rows.append((row(cells, SIZE), margin, label))


def city_above(program: Program, indicator: str, names: Sequence[str], others: Iterable[int], margin: float) -> None:
    """Require each named city's value to exceed each other unit's."""
    for name in names:
        for other in others:
            above(program, [cell(name, indicator)], [(position(other, indicator), 1.0)], margin, f"{indicator} {name} > {places().shorts[other]}")


def chain(program: Program, indicator: str, names: Sequence[str], margin: float) -> None:
    """Require the named cities' values to fall in that order."""
    for a, b in zip(names, names[1:], strict=False):
        above(program, [cell(a, indicator)], [cell(b, indicator)], margin, f"{indicator} {a} > {b}")


def others(*names: str) -> list[int]:
    """Return the units not named."""
    return [i for i, short in enumerate(places().shorts) if short not in names]


def nation(indicator: str, units: int = UNITS) -> list[tuple[int, float]]:
    """Return the coefficients of a national total."""
    return [(position(unit, indicator), 1.0) for unit in range(units)]


def add_totals(program: Program) -> None:
    """Hold the national totals."""
    for indicator, total in TOTALS.items():
        program.equal.append((row(nation(indicator), SIZE), float(total), f"total {indicator}"))


def add_firms(program: Program) -> None:
    """Firms, and what is a part of them: websites, high-tech, listed and unicorn firms."""
    for unit in range(UNITS):
        firms = [(position(unit, "market_entities"), 0.93)]
        above(program, firms, [(position(unit, "websites"), 1.0)], 0, f"websites {unit}")
        firms = [(position(unit, "market_entities"), 0.8)]
        above(program, firms, [(position(unit, "high_tech_firms"), 1.0)], -1, f"high tech {unit}")
        firms = [(position(unit, "market_entities"), 0.6)]
        above(program, firms, [(position(unit, "gazelle_firms"), 1.0)], -1, f"gazelles {unit}")
        firms = [(position(unit, "market_entities"), 0.5)]
        part_of = [(position(unit, "listed_firms"), 1.0), (position(unit, "unicorn_firms"), 1.0)]
        above(program, firms, part_of, -2, f"listed {unit}")
    top = ("北京", "上海", "深圳", "杭州", "广州")
    for other in others(*top):
        for name in top:
            above(program, [cell(name, "websites")], [(position(other, "websites"), 1.0)], 3, f"websites {name}")


def add_quality(program: Program) -> None:
    """Quality firms: the first five in order, then the five that fill the first ten."""
    top = ("北京", "上海", "深圳", "杭州", "广州")
    six = ("南京", "苏州", "成都", "合肥", "武汉")

    def total(unit: int) -> list[tuple[int, float]]:
        return [(position(unit, kind), 1.0) for kind in targets.QUALITY]

    city = places().city
    for a, b in zip(top, top[1:], strict=False):
        above(program, total(city(a)), total(city(b)), 6, f"quality {a} > {b}")
    for name in six:
        above(program, total(city("广州")), total(city(name)), 6, f"quality 广州 > {name}")
        for other in others(*top, *six):
            above(program, total(city(name)), total(other), 5, f"quality {name} > {other}")
    for name in six[:2]:
        for late in six[2:]:
            above(program, total(city(name)), total(city(late)), 3, f"quality {name} > {late}")
    city_above(program, "gazelle_firms", ["合肥"], others("北京", "合肥"), 4)
    city_above(program, "listed_firms", ["深圳"], others("北京", "上海", "深圳"), 4)
    chain(program, "unicorn_firms", ("北京", "上海"), 10)
    city_above(program, "unicorn_firms", ["上海"], others("北京", "上海"), 4)
    city_above(program, "high_tech_firms", ["上海"], others("北京", "上海"), 10)


def add_money(program: Program) -> None:
    """Market value, valuations and financing."""
    top = ("北京", "深圳", "杭州", "广州", "上海")
    chain(program, "listed_value", top, 700)
    city_above(program, "listed_value", ["上海"], others(*top), 700)
    city_above(program, "listed_value", ["天津"], others(*top, "南京", "苏州", "天津"), 100)
    for name in "成都 武汉 合肥 无锡 青岛 长沙 济南 福州 宁波 厦门".split():
        above(program, [cell(name, "listed_firms")], [cell("天津", "listed_firms")], 1, f"listed {name} > 天津")
    for unit in range(UNITS):
        value, count = position(unit, "listed_value"), position(unit, "listed_firms")
        above(program, [(value, 1.0)], [(count, 12.0)], 0, f"value per listed firm {unit}")
    city_above(program, "unicorn_value", ["上海"], others("北京", "上海", "深圳", "杭州"), 800)
    leading = [places().province(p) for p in (*targets.FINANCED_PROVINCES, targets.FINANCED_FOURTEENTH)]
    for a in leading:
        for b in set(range(PROVINCES)) - set(leading):
            sums = [[(position(u, "financing"), 1.0) for u in members(p)] for p in (a, b)]
            above(program, *sums, 2.0, f"financing {places().province_shorts[a]} > {places().province_shorts[b]}")
    large = "北京 上海 深圳 杭州 广州 南京 苏州 成都 武汉 天津 重庆 西安 无锡".split()
    city_above(program, "financing", ["成都"], others(*large), 5)


def add_innovation(program: Program) -> None:
    """Shares and orders of patents, software copyrights, universities and technical staff."""
    four, six = targets.FOUR_INVENTIVE, targets.SIX_INVENTIVE
    for indicator, shares in (("patents", (65.20, 16.76)), ("software_copyrights", (56.78, 19.50))):
        total = TOTALS[indicator]
        for names, share in zip((four, six), shares, strict=True):
            program.equal.append((row([cell(n, indicator) for n in names], SIZE), total * share / 100, f"share {indicator} {names}"))
        city_above(program, indicator, six, others(*four, *six), 0.0006 * total)
        city_above(program, indicator, four, [places().city(n) for n in six], 0.004 * total)
    staff = TOTALS["technical_staff"]
    chain(program, "technical_staff", ("深圳", "上海", "广州", "武汉", "拉萨"), 0.002 * staff)
    city_above(program, "technical_staff", ["拉萨"], others(*"北京 杭州 深圳 上海 广州 武汉 拉萨".split()), 0.001 * staff)
    city_above(program, "universities", ["重庆"], others(*"武汉 北京 西安 广州 重庆".split()), 1)
    west = [p for p in range(PROVINCES) if part(places().provinces[p]) == "西部"]
    best = [places().province(p) for p in ("四川", "陕西")]
    for a in best:
        for b in set(west) - set(best):
            sums = [[(position(u, "universities"), 1.0) for u in members(p)] for p in (a, b)]
            above(program, *sums, 2.0, f"universities {a} > {b}")


def add_environment(program: Program) -> None:
    """Policies and associations."""
    codes = places().codes
    east_top = ("深圳", "厦门", "南京", "苏州")
    west_top = ("重庆", "合肥", "银川", "成都", "西安")
    east = [i for i in others(*east_top) if part(codes[i]) == "东部"]
    inland = [i for i in others(*west_top) if part(codes[i]) in ("中部", "西部")]
    city_above(program, "policies", east_top, east, 2)
    city_above(program, "policies", west_top, inland, 2)
    for name in "上海 广州 杭州 重庆 济南".split():
        program.rows.append((row([cell(name, "associations")], SIZE), 41.0, f"associations {name} >= 41"))
        program.rows.append((row([cell(name, "associations", -1.0)], SIZE), -59.0, f"associations {name} <= 59"))
    for name in "天津 青岛 成都 武汉 苏州 合肥 郑州 南京 西安 贵阳".split():
        program.rows.append((row([cell(name, "associations")], SIZE), 21.0, f"associations {name} >= 21"))


def add_ranges(program: Program, province: Scored) -> None:
    """Keep every province within the range on which its normalisation rests."""
    for name in INDICATORS:
        j = INDICATORS.index(name)
        for p in range(PROVINCES):
            cells = [(position(u, name), 1.0) for u in members(p)]
            program.rows.append((row(cells, SIZE), province.low[j], f"low {name} {p}"))
            negative = [(c, -f) for c, f in cells]
            program.rows.append((row(negative, SIZE), -province.high[j], f"high {name} {p}"))


def short_of(level: str, region: int) -> str:
    """Return a region's short name, for messages."""
    return (places().shorts if level == "city" else places().province_shorts)[region]
