"""A first, seeded draw of all values: sizes, long tails, zeros, indicators that go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import assumptions as given
from places import capital, key_cities, places

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SIZE_NOISE = 0.75
COLUMN = {name: position for position, name in enumerate(given.INDICATORS)}


def draw(generator: Generator) -> tuple[Array, Array]:
    """Return the prior: values (337 units × 18 indicators) and the provinces' own (31 × 18)."""
    firms = draw_firms(generator)
    values = np.zeros((len(firms), len(given.INDICATORS)))
    values[:, COLUMN["market_entities"]] = firms
    draw_level(values, firms, generator)
    draw_innovation(values, firms, generator)
    draw_environment(values, firms, generator)
    return values, draw_own(generator)


def draw_firms(generator: Generator) -> Array:
    """Return whole numbers of firms that add up to the national total."""
    table = places()
    firms = np.zeros(len(table.codes))
    for city, short in enumerate(table.shorts):
        if short in given.FIRMS:
            firms[city] = given.FIRMS[short]
        else:
            scale = given.PROVINCE_SCALE[table.province_shorts[table.province_of(city)]]
            firms[city] = scale * generator.lognormal(0.0, SIZE_NOISE)
    fixed = np.isin(table.shorts, ["北京"])
    return whole(firms, given.TOTALS["market_entities"], fixed)


def named(table: dict[str, float], otherwise: Array) -> Array:
    """Return `otherwise` with the named cities' values put in."""
    result = otherwise.copy()
    for short, value in table.items():
        result[places().city(short)] = value
    return result


def is_named(*tables: dict[str, float]) -> NDArray[np.bool_]:
    """Return which units one of the tables names."""
    known = {short for table in tables for short in table}
    return np.array([short in known for short in places().shorts])


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


def draw_level(values: Array, firms: Array, generator: Generator) -> None:
    """Fill the nine columns of the industry level."""
    n = firms.astype(np.int64)
    noise = generator.lognormal(0.0, 0.4, len(firms))
    listed = np.where(firms >= 3, 0.085 * firms * noise, 0.0)
    values[:, COLUMN["listed_firms"]] = np.minimum(
        whole(named(given.LISTED, listed), given.TOTALS["listed_firms"], is_named({"北京": 0, "上海": 0, "深圳": 0})),
        firms,
    )
    values[:, COLUMN["gazelle_firms"]] = named(given.GAZELLES, generator.binomial(n, 0.13).astype(float))
    values[:, COLUMN["high_tech_firms"]] = named(given.HIGH_TECH, generator.binomial(n, 0.41).astype(float))
    websites = generator.binomial(n, np.clip(0.52 + 0.03 * np.log1p(firms), 0, 0.8)).astype(float)
    values[:, COLUMN["websites"]] = websites
    each = 62.0 * generator.lognormal(0.0, 0.55, len(firms))
    values[:, COLUMN["listed_value"]] = named(given.LISTED_VALUE, values[:, COLUMN["listed_firms"]] * each)
    for short, (count, valuation) in given.UNICORNS.items():
        city = places().city(short)
        values[city, COLUMN["unicorn_firms"]] = count
        values[city, COLUMN["unicorn_value"]] = valuation
    money = np.where(firms > 0, 0.34 * firms**1.05 * generator.lognormal(-0.3, 0.9, len(firms)), 0.0)
    none = generator.random(len(firms)) < 0.55 * np.exp(-firms / 6)
    values[:, COLUMN["financing"]] = named(given.FINANCING, np.where(none, 0.0, money))


def draw_innovation(values: Array, firms: Array, generator: Generator) -> None:
    """Fill patents, software copyrights, universities and technical staff."""
    inventive = generator.lognormal(0.0, 0.5, len(firms))
    for name, shares, power in (
        ("patents", given.PATENT_SHARES, 1.0),
        ("software_copyrights", given.SOFTWARE_SHARES, 0.95),
    ):
        rest = firms**power * inventive * generator.lognormal(0.0, 0.3, len(firms))
        values[:, COLUMN[name]] = spread(shares, np.minimum(rest, 90), given.TOTALS[name])
    listed = values[:, COLUMN["listed_firms"]]
    staff = listed * generator.lognormal(0.0, 0.6, len(firms))
    values[:, COLUMN["technical_staff"]] = spread(given.STAFF_SHARES, staff, given.TOTALS["technical_staff"])
    values[:, COLUMN["universities"]] = draw_universities(generator)


def spread(shares: dict[str, float], weights: Array, total: int) -> Array:
    """Return values with the named percent shares, the remainder in proportion to `weights`."""
    free = ~is_named(shares)
    left = total * (1 - sum(shares.values()) / 100)
    values = np.where(free, weights, 0.0)
    values *= left / values.sum()
    return np.round(named({short: total * share / 100 for short, share in shares.items()}, values))


def draw_universities(generator: Generator) -> Array:
    """Return universities per unit: the named ones, the others few and many of them none."""
    units = len(places().codes)
    few = generator.lognormal(0.0, 0.7, units) * np.where(generator.random(units) < 0.28, 0.0, 1.0)
    fixed = is_named(given.UNIVERSITIES)
    return whole(named(given.UNIVERSITIES, few), given.TOTALS["universities"], fixed)


def draw_environment(values: Array, firms: Array, generator: Generator) -> None:
    """Fill policies, laws, agencies, associations and exchanges."""
    units = len(firms)
    pace = generator.gamma(2.2, 1.0, units) * (1.3 + 1.1 * np.log1p(firms))
    table = places()
    pace *= [given.SLOW.get(table.province_shorts[table.province_of(i)], 1.0) for i in range(units)]
    values[:, COLUMN["policies"]] = named(given.POLICIES, generator.poisson(pace).astype(float))
    values[:, COLUMN["laws"]] = named(given.LAWS, np.zeros(units))
    active = generator.poisson(0.5 * np.log1p(firms) * generator.gamma(2.0, 0.6, units)).astype(float)
    values[:, COLUMN["associations"]] = named(given.ASSOCIATIONS, active)
    values[:, COLUMN["exchanges"]] = named({k: float(v) for k, v in given.EXCHANGES.items()}, np.zeros(units))
    values[:, COLUMN["agencies"]] = draw_agencies(firms, generator)


def draw_agencies(firms: Array, generator: Generator) -> Array:
    """Return 1 for the units with an agency, 0 for the 52 without: small ones, rarely a named one."""
    table = places()
    never = set(key_cities(list(firms))) & {i for i, s in enumerate(table.shorts) if s in given.POLICIES}
    never |= {capital(province) for province in range(len(table.provinces))}
    chance = np.exp(-firms / 5) + 0.12
    few = [table.province_shorts[table.province_of(i)] in given.FEW_AGENCIES for i in range(len(firms))]
    chance[few] *= 4.0
    chance[list(never)] = 0.0
    without = generator.choice(len(firms), given.WITHOUT_AGENCY, replace=False, p=chance / chance.sum())
    values = np.ones(len(firms))
    values[without] = 0.0
    return values


def draw_own(generator: Generator) -> Array:
    """Return what provinces have of their own: policies, laws and one agency each."""
    table = places()
    own = np.zeros((len(table.provinces), len(given.INDICATORS)))
    for province, short in enumerate(table.province_shorts):
        if len(table.cities_of(province)) == 1:
            continue
        for name, stated in (("policies", given.OWN_POLICIES), ("laws", given.OWN_LAWS)):
            drawn = round(generator.uniform(*given.OWN_OTHERS[name]))
            own[province, COLUMN[name]] = stated.get(short, drawn)
        own[province, COLUMN["agencies"]] = 1
    return own
