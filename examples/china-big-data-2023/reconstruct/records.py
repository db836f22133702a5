"""The tables of records: firms, financing, universities, policies, laws, agencies and the like."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from firms import Firm, events_of, firms_of
from places import MUNICIPALITIES, places

from zhishu.places.china import builtin_regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator

Row = tuple[str, ...]

HEADERS: dict[str, Row] = {
    "firms": (
        "uscc", "name", "division_code", "industry", "founded", "is_listed", "is_unicorn", "is_gazelle",
        "is_high_tech", "market_value_yuan", "valuation_yuan", "technical_staff", "patents",
        "software_copyrights", "website",
    ),
    "financing": ("event_id", "uscc", "division_code", "date", "round", "amount_yuan"),
    "universities": ("university_id", "name", "division_code", "major"),
    "policies": ("policy_id", "title", "division_code", "issued"),
    "laws": ("law_id", "title", "division_code", "issued"),
    "agencies": ("agency_id", "name", "division_code", "established"),
    "associations": ("association_id", "name", "division_code", "founded"),
    "exchanges": ("exchange_id", "name", "division_code", "status", "established"),
}  # fmt: skip
MAJORS = ("数据科学与大数据技术", "大数据管理与应用", "大数据技术", "大数据工程技术")
OPERATING = frozenset(("北京", "天津", "上海", "贵阳"))
PLANNED = frozenset(("青岛",))

Values = list[dict[str, float]]


def tables(values: Values, own: Values, generator: Generator) -> dict[str, list[Row]]:
    """Return every table's rows for the units' values and the provinces' own."""
    firms = all_firms(values, generator)
    events = [
        event
        for group, value in zip(firms, values, strict=True)
        for event in events_of(group, value["financing"], generator)
    ]
    events.sort(key=lambda event: (event.day, event.uscc, event.amount))
    financing = [
        (f"F{i:05d}", e.uscc, e.division_code, e.day.isoformat(), e.round, yuan(e.amount))
        for i, e in enumerate(events, 1)
    ]
    return {
        "firms": [firm_row(firm) for group in firms for firm in group],
        "financing": financing,
        "universities": universities(values, generator),
        **{name: issued(name, values, own, generator) for name in ("policies", "laws")},
        "agencies": agencies(values, own, generator),
        "associations": associations(values, generator),
        "exchanges": exchanges(values, generator),
    }


def all_firms(values: Values, generator: Generator) -> list[list[Firm]]:
    """Return the firms of every unit, with serial numbers that run through the nation."""
    found: list[list[Firm]] = []
    first = 1
    for short, code, value in zip(places().shorts, places().codes, values, strict=True):
        found.append(firms_of(short, districts_of(code), value, first, generator))
        first += len(found[-1])
    return found


def districts_of(unit: str) -> Sequence[str]:
    """Return the district codes inside a unit; a city without districts is its own."""
    start = unit[:2] if unit in MUNICIPALITIES else unit[:4]
    return [
        region.code for region in builtin_regions("builtin/cn/districts") if region.code.startswith(start)
    ]


def firm_row(firm: Firm) -> Row:
    """Return a firm as text."""
    flags = (firm.is_listed, firm.is_unicorn, firm.is_gazelle, firm.is_high_tech)
    return (
        firm.uscc,
        firm.name,
        firm.division_code,
        firm.industry,
        firm.founded.isoformat(),
        *("true" if flag else "false" for flag in flags),
        yuan(firm.market_value),
        yuan(firm.valuation),
        "" if firm.technical_staff is None else str(firm.technical_staff),
        str(firm.patents),
        str(firm.software_copyrights),
        firm.website or "",
    )


def yuan(fen: int | None) -> str:
    """Return an amount in yuan with two decimals, or nothing for none.

    >>> yuan(123456)
    '1234.56'
    """
    return "" if fen is None else f"{fen // 100}.{fen % 100:02d}"


def day_between(first: date, last: date, generator: Generator) -> str:
    """Return a date of the span, later ones more often."""
    return (first + timedelta(days=int(generator.beta(2.0, 1.4) * (last - first).days))).isoformat()


def universities(values: Values, generator: Generator) -> list[Row]:
    """Return universities with a big-data major, each in a district of its unit."""
    rows: list[Row] = []
    for short, code, value in zip(places().shorts, places().codes, values, strict=True):
        districts = districts_of(code)
        for i in range(round(value["universities"])):
            major = MAJORS[int(generator.choice(len(MAJORS), p=(0.5, 0.2, 0.25, 0.05)))]
            where = districts[int(generator.beta(1.0, 1.8) * len(districts))]
            rows.append((f"U{len(rows) + 1:04d}", f"示例{short}第{i + 1:02d}高校", where, major))
    return rows


def issuers(column: str, values: Values, own: Values) -> Iterator[tuple[str, str, int]]:
    """Yield name, code and number for every unit and then for every province's own."""
    table = places()
    for name, code, value in zip(table.names, table.codes, values, strict=True):
        yield name, code, round(value[column])
    for name, code, value in zip(table.province_shorts, table.provinces, own, strict=True):
        yield name, code, round(value[column])


def issued(table: str, values: Values, own: Values, generator: Generator) -> list[Row]:
    """Return policies or laws, of cities and of provinces."""
    letter, kind = {"policies": ("P", "大数据产业政策"), "laws": ("L", "大数据法规")}[table]
    rows: list[Row] = []
    for name, code, count in issuers(table, values, own):
        for i in range(count):
            day = day_between(date(2015, 1, 1), date(2023, 8, 20), generator)
            rows.append((f"{letter}{len(rows) + 1:04d}", f"示例{name}{kind}第{i + 1:03d}号", code, day))
    return rows


def agencies(values: Values, own: Values, generator: Generator) -> list[Row]:
    """Return big-data agencies, of cities and of provinces."""
    rows: list[Row] = []
    for name, code, count in issuers("agencies", values, own):
        for _ in range(count):
            day = day_between(date(2014, 1, 1), date(2023, 5, 1), generator)
            rows.append((f"G{len(rows) + 1:03d}", f"示例{name}大数据管理机构", code, day))
    return rows


def associations(values: Values, generator: Generator) -> list[Row]:
    """Return alliances and associations."""
    rows: list[Row] = []
    for short, code, value in zip(places().shorts, places().codes, values, strict=True):
        for i in range(round(value["associations"])):
            day = day_between(date(2012, 1, 1), date(2023, 6, 1), generator)
            kind = ("联盟", "协会")[int(generator.integers(2))]
            rows.append((f"A{len(rows) + 1:04d}", f"示例{short}大数据{kind}第{i + 1:02d}号", code, day))
    return rows


def exchanges(values: Values, generator: Generator) -> list[Row]:
    """Return data exchanges; a city's first one operates more often than its second."""
    rows: list[Row] = []
    for short, code, value in zip(places().shorts, places().codes, values, strict=True):
        for i in range(round(value["exchanges"])):
            works = (
                short in OPERATING
                if i == 0 and short in OPERATING | PLANNED
                else generator.random() < 0.6 - 0.2 * i
            )
            status = "operating" if works else "planned"
            day = day_between(date(2015, 4, 1), date(2023, 7, 1), generator) if works else ""
            rows.append((f"X{len(rows) + 1:02d}", f"示例{short}数据交易场所第{i + 1}号", code, status, day))
    return rows
