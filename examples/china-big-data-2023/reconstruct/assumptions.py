"""What is assumed before any figure of the report is imposed: the framework, totals, starting values.

The starting values stand in two tables beside this file. They are round and invented; their order of
size follows what everybody knows (Beijing is large, a remote prefecture small). The solver moves them
until the published figures hold.

- assumed_cities.csv: a city's values by indicator; money in units of 100 million yuan (亿元), patents,
  software copyrights and technical staff in percent of the nation. An empty cell is drawn, except for
  unicorn firms, laws and exchanges, which then do not exist.
- assumed_provinces.csv: firms in a city that the first table does not name; policies and laws of the
  province itself; how many policies its other cities issue, against the same size elsewhere.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

TREE = {
    "level": {
        "firm_numbers": (
            "market_entities",
            "listed_firms",
            "unicorn_firms",
            "gazelle_firms",
            "high_tech_firms",
        ),
        "industry_quality": ("listed_value", "unicorn_value", "financing", "websites"),
    },
    "innovation": {
        "intellectual_property": ("patents", "software_copyrights"),
        "talent": ("universities", "technical_staff"),
    },
    "environment": {
        "policy": ("policies", "laws"),
        "services": ("agencies", "associations", "exchanges"),
    },
}
"""The framework of the edition: dimension → sub-dimension → indicators."""

INDICATORS = tuple(leaf for branches in TREE.values() for leaves in branches.values() for leaf in leaves)
"""The order of columns everywhere in this program."""
COLUMN = {name: position for position, name in enumerate(INDICATORS)}

FINE = ("listed_value", "unicorn_value", "financing", "patents", "software_copyrights", "technical_staff")
"""Money and large counts: they take up what is left after the small counts are made whole."""
MONEY = frozenset(FINE[:3])
COUNTS = frozenset(INDICATORS) - MONEY
"""Indicators that can only be whole numbers."""

TOTALS = {
    "market_entities": 8780,
    "listed_firms": 1007,
    "universities": 988,
    "patents": 152_000,
    "software_copyrights": 268_000,
    "technical_staff": 431_000,
}
"""National totals: the first from the report (the second by its share of 45 %), the last three chosen."""
SHARED = frozenset(("patents", "software_copyrights"))
"""Indicators of which only shares are printed, and none by itself: their totals may move."""

OWN_OTHERWISE = {"policies": (6.0, 16.0), "laws": (0.0, 3.0)}
"""Span of what a province has of its own where the table is empty. Municipalities have none apart."""
FEW_AGENCIES = frozenset(("湖南", "陕西", "河北", "江西", "黑龙江", "广西"))
"""Provinces where more units than elsewhere have no big-data agency."""
WITHOUT_AGENCY = 52
"""Prefecture-level units without a big-data agency: 337 less 285."""

FOLDER = Path(__file__).resolve().parent


def assumed_cities(indicator: str) -> dict[str, float]:
    """Return the starting values of an indicator by the city's short name."""
    return table_column("assumed_cities.csv", indicator)


def assumed_provinces(column: str) -> dict[str, float]:
    """Return a column of the table of provinces by the province's short name."""
    return table_column("assumed_provinces.csv", column)


@cache
def table_column(file: str, column: str) -> dict[str, float]:
    """Return the filled cells of a column by the name in the first column."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    key = next(iter(rows[0]))
    return {row[key]: float(row[column]) for row in rows if row[column]}
