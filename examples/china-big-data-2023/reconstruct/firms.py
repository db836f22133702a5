"""Firms and their financing, such that every unit's sums come out as solved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from codes import credit_code
from split import long_tailed, shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator

LAST_DAY = date(2023, 6, 30)
SCIENCE = "科学研究和技术服务业"
INDUSTRIES = {
    "信息传输、软件和信息技术服务业": 0.47,
    SCIENCE: 0.27,
    "批发和零售业": 0.09,
    "租赁和商务服务业": 0.07,
    "制造业": 0.06,
    "金融业": 0.02,
    "教育": 0.01,
    "建筑业": 0.01,
}
"""Sections of GB/T 4754 and how often they occur outside Beijing."""
SCIENCE_IN_BEIJING = 0.741
FIELDS = ("数据", "数智", "云算", "智联", "信息", "数科", "算力", "数服", "感知", "数链")
ROUNDS = ("天使轮", "A轮", "B轮", "C轮", "D轮", "战略融资")
FEN_PER_HUNDRED_MILLION = 10_000_000_000
UNICORN_FLOOR = 66 * FEN_PER_HUNDRED_MILLION
LISTED_FLOOR = 4 * FEN_PER_HUNDRED_MILLION
TYPICAL_EVENT = 1.15
"""Financing of one event in 100 million yuan, on average."""


@dataclass(frozen=True, slots=True)
class Firm:
    """One row of firms.csv; money in fen, None where it does not apply."""

    uscc: str
    name: str
    division_code: str
    industry: str
    founded: date
    is_listed: bool = False
    is_unicorn: bool = False
    is_gazelle: bool = False
    is_high_tech: bool = False
    market_value: int | None = None
    valuation: int | None = None
    technical_staff: int | None = None
    patents: int = 0
    software_copyrights: int = 0
    website: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One row of financing.csv; the amount in fen."""

    uscc: str
    division_code: str
    day: date
    round: str
    amount: int


def firms_of(
    short: str, districts: Sequence[str], values: dict[str, float], first: int, generator: Generator
) -> list[Firm]:
    """Return a unit's firms; `values` are its indicators, `first` the first serial number."""
    count = round(values["market_entities"])
    if not count:
        return []
    size = np.sort(long_tailed(count, 1.1, generator))[::-1]
    blank = basic_firms(short, districts, count, first, generator)
    flags = kinds(values, size, generator)
    dated = [replace(f, founded=founding(k, generator), **k) for f, k in zip(blank, flags, strict=True)]
    return with_amounts(dated, values, size, generator)


def basic_firms(
    short: str, districts: Sequence[str], count: int, first: int, generator: Generator
) -> list[Firm]:
    """Return firms with code, name, district and industry."""
    where = districts_of_firms(short, districts, count, generator)
    what = industries(short, count, generator)
    fields = generator.integers(0, len(FIELDS), count)
    return [
        Firm(
            uscc=credit_code(where[i], first + i),
            name=f"示例{short}{FIELDS[fields[i]]}{first + i:04d}号有限公司",
            division_code=where[i],
            industry=what[i],
            founded=LAST_DAY,
        )
        for i in range(count)
    ]


def districts_of_firms(short: str, districts: Sequence[str], count: int, generator: Generator) -> list[str]:
    """Return every firm's district: a few districts hold most of a city's firms."""
    if short == "北京":
        parts = beijing_districts(districts, count, generator)
    else:
        order = generator.permutation(len(districts))
        weights = np.empty(len(districts))
        weights[order] = 1.0 / np.arange(1, len(districts) + 1) ** 1.2
        parts = shares(count, weights)
    where = [code for code, part in zip(districts, parts, strict=True) for _ in range(part)]
    return [where[i] for i in generator.permutation(count)]


def beijing_districts(districts: Sequence[str], count: int, generator: Generator) -> list[int]:
    """Return Beijing's firms by district: more than half in Haidian, then Chaoyang."""
    leading = {"110108": round(count * 0.5455), "110105": round(count * 0.197)}
    others = [code for code in districts if code not in leading]
    rest = shares(count - sum(leading.values()), long_tailed(len(others), 0.8, generator))
    return [{**leading, **dict(zip(others, rest, strict=True))}[code] for code in districts]


def industries(short: str, count: int, generator: Generator) -> list[str]:
    """Return every firm's industry."""
    names = list(INDUSTRIES)
    weights = np.array(list(INDUSTRIES.values()))
    if short != "北京":
        return [names[i] for i in generator.choice(len(names), count, p=weights / weights.sum())]
    weights[names.index(SCIENCE)] = 0.0
    parts = shares(count - round(count * SCIENCE_IN_BEIJING), weights)
    parts[names.index(SCIENCE)] = round(count * SCIENCE_IN_BEIJING)
    what = [name for name, part in zip(names, parts, strict=True) for _ in range(part)]
    return [what[i] for i in generator.permutation(count)]


def kinds(values: dict[str, float], size: np.ndarray, generator: Generator) -> list[dict[str, bool]]:
    """Return every firm's flags: large firms first, a unicorn is not listed, a gazelle is neither."""
    count = len(size)
    listed, unicorn, gazelle, high_tech = (
        round(values[k]) for k in ("listed_firms", "unicorn_firms", "gazelle_firms", "high_tech_firms")
    )
    by_size = np.argsort(-size * generator.lognormal(0.0, 0.5, count), kind="stable")
    special = by_size[: listed + unicorn]
    unicorns = set(generator.choice(special, unicorn, replace=False).tolist()) if unicorn else set()
    quick = by_size[listed + unicorn :]
    gazelles = {*quick[:gazelle].tolist(), *special[: max(0, gazelle - len(quick))].tolist()}
    likely = size**0.6 * np.where(np.isin(np.arange(count), [*special, *gazelles]), 4.0, 1.0)
    chosen = generator.choice(count, high_tech, replace=False, p=likely / likely.sum())
    special_set, tech = set(special.tolist()), set(chosen.tolist())
    return [
        {
            "is_listed": i in special_set and i not in unicorns,
            "is_unicorn": i in unicorns,
            "is_gazelle": i in gazelles,
            "is_high_tech": i in tech,
        }
        for i in range(count)
    ]


def founding(kind: dict[str, bool], generator: Generator) -> date:
    """Return a founding date: listed firms are older, gazelles younger."""
    low, high = (1994, 2014) if kind["is_listed"] else (2009, 2019) if kind["is_gazelle"] else (2000, 2023)
    day = date(low, 1, 1) + timedelta(days=int(generator.beta(2.2, 1.6) * 365.25 * (high - low)))
    return min(day, LAST_DAY)


def with_amounts(
    firms: list[Firm], values: dict[str, float], size: np.ndarray, generator: Generator
) -> list[Firm]:
    """Return the firms with patents, software, websites, values and staff, exact in sum."""
    count = len(firms)
    listed = [i for i, firm in enumerate(firms) if firm.is_listed]
    unicorns = [i for i, firm in enumerate(firms) if firm.is_unicorn]
    idle = generator.random(count) < 0.25
    effort = np.where(idle & (np.arange(count) > 0), 1e-9, size * long_tailed(count, 0.9, generator))
    patents = shares(round(values["patents"]), effort)
    software = shares(round(values["software_copyrights"]), effort**0.7 + 1e-9)
    worth = dict(
        zip(listed, shares(fen(values["listed_value"]), size[listed] ** 1.3, LISTED_FLOOR), strict=True)
    )
    staff = dict(zip(listed, shares(round(values["technical_staff"]), size[listed], 1), strict=True))
    valued = dict(
        zip(unicorns, shares(fen(values["unicorn_value"]), size[unicorns] ** 1.3, UNICORN_FLOOR), strict=True)
    )
    online = set(generator.choice(count, round(values["websites"]), replace=False).tolist())
    return [
        replace(
            firm,
            market_value=worth.get(i),
            valuation=valued.get(i),
            technical_staff=staff.get(i),
            patents=patents[i],
            software_copyrights=software[i],
            website=f"https://firm-{firm.uscc[11:16]}.invalid" if i in online else None,
        )
        for i, firm in enumerate(firms)
    ]


def fen(hundred_million_yuan: float) -> int:
    """Return an amount in fen."""
    return round(hundred_million_yuan * FEN_PER_HUNDRED_MILLION)


def events_of(firms: list[Firm], total: float, generator: Generator) -> Iterator[Event]:
    """Yield the financing events of a unit's firms, exact in sum."""
    if total <= 0:
        return
    count = max(1, min(round(total / TYPICAL_EVENT), 4 * len(firms)))
    amounts = shares(fen(total), long_tailed(count, 1.2, generator), 1_000_000_00)
    open_firms = [firm for firm in firms if not firm.is_listed] or firms
    for amount in amounts:
        firm = open_firms[int(generator.beta(0.7, 2.0) * len(open_firms))]
        earliest = max(date(2018, 1, 1), firm.founded)
        day = earliest + timedelta(days=int(generator.random() * ((date(2023, 8, 15) - earliest).days)))
        yield Event(firm.uscc, firm.division_code, day, round_of(amount, generator), amount)


def round_of(amount: int, generator: Generator) -> str:
    """Return the round of an event: larger amounts come later."""
    step = np.log10(amount / 1_000_000_00) * 1.3 + generator.normal(0.0, 0.7)
    return ROUNDS[int(np.clip(step, 0, len(ROUNDS) - 1))]
