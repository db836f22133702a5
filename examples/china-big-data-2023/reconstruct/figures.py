"""The report's counts, shares and orders of single indicators, as rows of the program."""

from __future__ import annotations

from itertools import pairwise

import targets
from assumptions import INDICATORS, SHARED, TOTALS
from places import part, places
from rows import (
    PROVINCES,
    UNITS,
    Cells,
    Program,
    above,
    all_but,
    at_least,
    at_most,
    cell,
    chain,
    city_above,
    nation,
    position,
    province_sum,
    row,
    value,
)

LED_BY_BEIJING = (*INDICATORS[:6], *INDICATORS[7:11], "technical_staff")
"""Indicators in which Beijing holds the end of the range among provinces as well."""


def add_figures(program: Program) -> None:
    """Add every figure that concerns single indicators."""
    for add in (
        add_totals,
        add_websites,
        add_quality_firms,
        add_listed,
        add_financing,
        add_inventions,
        add_talent,
        add_policies,
        add_associations,
    ):
        add(program)


def add_totals(program: Program) -> None:
    """Hold the national totals."""
    for indicator, total in TOTALS.items():
        if indicator not in SHARED:
            program.equal.append((row(nation(indicator)), float(total), f"total {indicator}"))


def add_websites(program: Program) -> None:
    """The five cities whose firms have the most websites."""
    city_above(program, "websites", targets.FIRST_FIVE, all_but(*targets.FIRST_FIVE), 3)


def add_habits(program: Program) -> None:
    """Keep parts within firms, values within reason, and Beijing in the lead: not printed, but lifelike."""
    limits = (
        (0.95, ("websites",), -1),
        (0.8, ("high_tech_firms",), -1),
        (0.6, ("gazelle_firms",), -1),
        (0.5, ("listed_firms", "unicorn_firms"), -2),
    )
    for unit in range(UNITS):
        for share, kinds, margin in limits:
            firms = [(position(unit, "market_entities"), share)]
            kept = [cell for kind in kinds for cell in value(unit, kind)]
            above(program, firms, kept, margin, f"{kinds[0]} of {unit} within firms")
        worth = [(position(unit, "listed_firms"), 12.0)]
        above(program, value(unit, "listed_value"), worth, 0, f"value per listed firm of {unit}")
        worth = [(position(unit, "unicorn_firms"), 72.0)]
        above(program, value(unit, "unicorn_value"), worth, 0, f"valuation per unicorn of {unit}")
    capital = places().province("北京")
    for name in LED_BY_BEIJING:
        for other in range(PROVINCES):
            if other != capital:
                ahead = [
                    (column, (1 - 0.03 * program.care) * factor)
                    for column, factor in province_sum(capital, name)
                ]
                above(program, ahead, province_sum(other, name), 0, f"{name} led by 北京 before {other}")


def quality_firms(unit: int) -> Cells:
    """Return the number of quality firms: listed, unicorn, gazelle and high-tech."""
    return [(position(unit, kind), 1.0) for kind in targets.QUALITY]


def add_quality_firms(program: Program) -> None:
    """The first five in order, then the five that fill the first ten; who leads in each kind."""
    city, shorts = places().city, places().shorts
    pairs = list(pairwise(targets.FIRST_FIVE))
    pairs += [("广州", name) for name in targets.NEXT_FIVE]
    pairs += [(name, late) for name in targets.NEXT_FIVE[:2] for late in targets.NEXT_FIVE[2:]]
    outside = all_but(*targets.FIRST_FIVE, *targets.NEXT_FIVE)
    pairs += [(name, shorts[other]) for name in targets.NEXT_FIVE for other in outside]
    for a, b in pairs:
        above(program, quality_firms(city(a)), quality_firms(city(b)), 6, f"quality {a} > {b}")
    city_above(program, "gazelle_firms", ["合肥"], all_but("北京", "合肥"), 4)
    city_above(program, "listed_firms", ["深圳"], all_but("北京", "上海", "深圳"), 4)
    chain(program, "unicorn_firms", ("北京", "上海"), 8)
    city_above(program, "unicorn_firms", ["上海"], all_but("北京", "上海"), 4)
    city_above(program, "high_tech_firms", ["上海"], all_but("北京", "上海"), 10)


def add_listed(program: Program) -> None:
    """Market value and valuations; Tianjin has few listed firms of high value."""
    chain(program, "listed_value", targets.BY_MARKET_VALUE, 700)
    city_above(program, "listed_value", ["上海"], all_but(*targets.BY_MARKET_VALUE), 700)
    city_above(program, "listed_value", ["天津"], all_but(*targets.MORE_VALUE_THAN_TIANJIN, "天津"), 100)
    for name in targets.MORE_LISTED_THAN_TIANJIN:
        above(
            program,
            [cell(name, "listed_firms")],
            [cell("天津", "listed_firms")],
            1.5,
            f"listed {name} > 天津",
        )
    city_above(program, "unicorn_value", ["上海"], all_but(*targets.BY_VALUATION), 800)


def add_financing(program: Program) -> None:
    """The provinces and the city where financing is strongest."""
    province, shorts = places().province, places().province_shorts
    leading = [province(p) for p in (*targets.FINANCED_PROVINCES, targets.FINANCED_FOURTEENTH)]
    for a in leading:
        for b in sorted(set(range(PROVINCES)) - set(leading)):
            label = f"financing {shorts[a]} > {shorts[b]}"
            above(program, province_sum(a, "financing"), province_sum(b, "financing"), 2.0, label)
    city_above(program, "financing", ["成都"], all_but(*targets.FINANCED_CITIES), 5)


def add_inventions(program: Program) -> None:
    """Shares and orders of patents and software copyrights."""
    four, six = targets.FOUR_INVENTIVE, targets.SIX_INVENTIVE
    for indicator, shares in targets.INVENTION_SHARES.items():
        size = TOTALS[indicator]
        for names, share in zip((four, six), shares, strict=True):
            cells = [cell(name, indicator) for name in names]
            label = f"share of {indicator} {names[0]}"
            program.equal.append((row([*cells, *nation(indicator, -share / 100)]), 0.0, label))
        city_above(program, indicator, six, all_but(*four, *six), 0.0006 * size)
        city_above(program, indicator, four, [places().city(name) for name in six], 0.004 * size)


def add_talent(program: Program) -> None:
    """Technical staff and universities."""
    staff, table = TOTALS["technical_staff"], places()
    chain(program, "technical_staff", targets.BY_STAFF, 0.002 * staff)
    leaders = ("北京", "杭州", *targets.BY_STAFF)
    city_above(program, "technical_staff", ["拉萨"], all_but(*leaders), 0.001 * staff)
    city_above(program, "universities", ["重庆"], all_but(*targets.MOST_UNIVERSITIES), 1)
    west = [p for p in range(PROVINCES) if part(table.provinces[p]) == "西部"]
    best = [table.province(p) for p in targets.WESTERN_UNIVERSITIES]
    for a in best:
        for b in (p for p in west if p not in best):
            label = f"universities {table.province_shorts[a]} > {table.province_shorts[b]}"
            above(program, province_sum(a, "universities"), province_sum(b, "universities"), 2.5, label)


def add_policies(program: Program) -> None:
    """The cities with the most policies, in the east and inland; the east has the most of all."""
    codes = places().codes
    east = [i for i in all_but(*targets.EASTERN_POLICY) if part(codes[i]) == "东部"]
    inland = [i for i in all_but(*targets.INLAND_POLICY) if part(codes[i]) in ("中部", "西部")]
    city_above(program, "policies", targets.EASTERN_POLICY, east, 7)
    city_above(program, "policies", targets.INLAND_POLICY, inland, 6)


def add_associations(program: Program) -> None:
    """Forty to sixty in five cities, twenty at least in the first fifteen."""
    for name in targets.FORTY_TO_SIXTY:
        at_least(program, name, "associations", 40.0, 3.0)
        at_most(program, name, "associations", 60.0, 3.0)
    for name in targets.TWENTY_AND_MORE:
        at_least(program, name, "associations", 20.0, 4.0)
