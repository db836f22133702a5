"""A first, seeded draw of all values: sizes, long tails, zeros, indicators that go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from assumptions import (
    COLUMN,
    FEW_AGENCIES,
    INDICATORS,
    OWN_OTHERWISE,
    TOTALS,
    WITHOUT_AGENCY,
    assumed_cities,
    assumed_provinces,
)
from places import capital, key_cities, places

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.random import Generator
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SIZE_NOISE = 0.75
SHARE_NOISE = 0.08
LARGE_SHARE = 2.5
PRINTED_LISTED = ("北京", "上海", "深圳")
MOST_PATENTS = 90
"""Cap of the weight by which unnamed cities share the rest of patents and software copyrights."""


def draw(generator: Generator) -> tuple[Array, Array]:
    """Return the prior: values (337 units × 18 indicators) and the provinces' own (31 × 18)."""
    firms = draw_firms(generator)
    columns = {
        "market_entities": firms,
        **draw_level(firms, generator),
        **draw_innovation(firms, generator),
        **draw_environment(firms, generator),
    }
    staff = columns["listed_firms"] * generator.lognormal(0.0, 0.6, len(firms))
    columns["technical_staff"] = spread("technical_staff", staff, generator)
    values = np.column_stack([columns[name] for name in INDICATORS])
    return values, draw_own(generator)


def draw_firms(generator: Generator) -> Array:
    """Return whole numbers of firms that add up to the national total."""
    table, scale = places(), assumed_provinces("firms_per_city")
    typical = [scale.get(table.province_shorts[table.province_of(i)], 1.0) for i in range(len(table.codes))]
    drawn = np.array(typical) * generator.lognormal(0.0, SIZE_NOISE, len(typical))
    return whole(named("market_entities", drawn), TOTALS["market_entities"], is_one_of(("北京",)))


def named(indicator: str, otherwise: Array) -> Array:
    """Return `otherwise` with the assumed cities' values put in."""
    result = otherwise.copy()
    for short, value in assumed_cities(indicator).items():
        result[places().city(short)] = value
    return result


def is_one_of(shorts: Collection[str] | Mapping[str, float]) -> NDArray[np.bool_]:
    """Return which units are named."""
    return np.array([short in shorts for short in places().shorts])


def whole(values: Array, total: int, fixed: NDArray[np.bool_]) -> Array:
    """Return whole numbers near `values` with that total: largest remainders, `fixed` untouched."""
    free = ~fixed
    left = total - values[fixed].sum()
    share = values[free] * left / values[free].sum()
    low = np.floor(share)
    order = np.argsort(-(share - low), kind="stable")
    low[order[: round(left - low.sum())]] += 1
    result = values.copy()
    result[free] = low
    return result


def draw_level(firms: Array, generator: Generator) -> dict[str, Array]:
    """Return the columns of the industry level other than the number of firms."""
    count, n = len(firms), firms.astype(np.int64)
    drawn = np.where(firms >= 3, 0.085 * firms * generator.lognormal(0.0, 0.4, count), 0.0)
    listed = whole(named("listed_firms", drawn), TOTALS["listed_firms"], is_one_of(PRINTED_LISTED))
    listed = np.minimum(listed, firms)
    with_website = np.clip(0.52 + 0.03 * np.log1p(firms), 0, 0.8)
    worth = 62.0 * generator.lognormal(0.0, 0.55, count)
    money = 0.34 * firms**1.05 * generator.lognormal(-0.3, 0.9, count)
    unfunded = generator.random(count) < 0.55 * np.exp(-firms / 6)
    return {
        "listed_firms": listed,
        "gazelle_firms": named("gazelle_firms", generator.binomial(n, 0.13).astype(float)),
        "high_tech_firms": named("high_tech_firms", generator.binomial(n, 0.41).astype(float)),
        "websites": generator.binomial(n, with_website).astype(float),
        "listed_value": named("listed_value", listed * worth),
        "unicorn_firms": named("unicorn_firms", np.zeros(count)),
        "unicorn_value": named("unicorn_value", np.zeros(count)),
        "financing": named("financing", np.where(unfunded, 0.0, money)),
    }


def draw_innovation(firms: Array, generator: Generator) -> dict[str, Array]:
    """Return patents, software copyrights and universities; staff follows the listed firms."""
    count = len(firms)
    inventive = generator.lognormal(0.0, 0.5, count)
    patents = firms * inventive * generator.lognormal(0.0, 0.3, count)
    software = firms**0.95 * inventive * generator.lognormal(0.0, 0.3, count)
    few = generator.lognormal(0.0, 0.7, count) * (generator.random(count) >= 0.28)
    fixed = is_one_of(assumed_cities("universities"))
    return {
        "patents": spread("patents", np.minimum(patents, MOST_PATENTS), generator),
        "software_copyrights": spread("software_copyrights", np.minimum(software, MOST_PATENTS), generator),
        "universities": whole(named("universities", few), TOTALS["universities"], fixed),
    }


def spread(indicator: str, weights: Array, generator: Generator) -> Array:
    """Return values with about the assumed percent shares, the remainder in proportion to `weights`.

    Small shares are varied: cities assumed to be equal would otherwise stay exactly equal.
    """
    assumed, total = assumed_cities(indicator), TOTALS[indicator]
    varied = generator.lognormal(0.0, SHARE_NOISE, len(assumed))
    shares = {
        short: share * (noise if share < LARGE_SHARE else 1.0)
        for (short, share), noise in zip(assumed.items(), varied, strict=True)
    }
    values = np.where(is_one_of(shares), 0.0, weights)
    values *= total * (1 - sum(shares.values()) / 100) / values.sum()
    for short, share in shares.items():
        values[places().city(short)] = total * share / 100
    return np.round(values)


def draw_environment(firms: Array, generator: Generator) -> dict[str, Array]:
    """Return policies, laws, agencies, associations and exchanges."""
    table, count = places(), len(firms)
    slow = assumed_provinces("pace_of_policies")
    pace = generator.gamma(2.2, 1.0, count) * (1.3 + 1.1 * np.log1p(firms))
    pace *= [slow.get(table.province_shorts[table.province_of(i)], 1.0) for i in range(count)]
    active = 0.5 * np.log1p(firms) * generator.gamma(2.0, 0.6, count)
    return {
        "policies": named("policies", generator.poisson(pace).astype(float)),
        "laws": named("laws", np.zeros(count)),
        "associations": named("associations", generator.poisson(active).astype(float)),
        "exchanges": named("exchanges", np.zeros(count)),
        "agencies": draw_agencies(firms, generator),
    }


def draw_agencies(firms: Array, generator: Generator) -> Array:
    """Return 1 for the units with an agency, 0 for the 52 without: small ones, never a well-known one."""
    table, known = places(), assumed_cities("policies")
    chance = np.exp(-firms / 5) + 0.12
    chance[[table.province_shorts[table.province_of(i)] in FEW_AGENCIES for i in range(len(firms))]] *= 4.0
    always = {i for i in key_cities(list(firms)) if table.shorts[i] in known}
    always |= {capital(province) for province in range(len(table.provinces))}
    chance[sorted(always)] = 0.0
    without = generator.choice(len(firms), WITHOUT_AGENCY, replace=False, p=chance / chance.sum())
    values = np.ones(len(firms))
    values[without] = 0.0
    return values


def draw_own(generator: Generator) -> Array:
    """Return what provinces have of their own: policies, laws and one agency each."""
    table = places()
    own = np.zeros((len(table.provinces), len(INDICATORS)))
    for province, short in enumerate(table.province_shorts):
        if len(table.cities_of(province)) == 1:
            continue
        for name, span in OWN_OTHERWISE.items():
            drawn = round(generator.uniform(*span))
            own[province, COLUMN[name]] = assumed_provinces(f"own_{name}").get(short, drawn)
        own[province, COLUMN["agencies"]] = 1
    return own
