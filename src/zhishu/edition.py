"""The edition: one release of an index, as declared in a folder's edition.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from zhishu.errors import EditionError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from pathlib import Path

    from zhishu.doubt.uncertain import Uncertain
    from zhishu.framework import Framework, Measure, Text
    from zhishu.recipe import Recipe
    from zhishu.result import Result

ColumnType = Literal["text", "code", "integer", "decimal", "real", "boolean", "date"]
PINNED_CLAIMS = "claims.yaml"
"""The file of an edition's folder that pins sentences of its report to what they must say."""
GroupStatistic = Literal["mean", "sum", "weighted_mean"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a record table: its type and what may stand in it.

    `decimal` is exact money (38 digits, 2 after the point); `code` is text whose leading zeros
    count. An empty cell is null, which `required` forbids.
    """

    name: str
    type: ColumnType
    required: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    allowed: tuple[str, ...] = ()
    check: Literal["uscc"] | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """A source of records: one row per firm, event or policy.

    `table` names a built-in set of columns (records/tables.py) or is None; `columns` are declared
    in the edition and override or extend it. `rename` maps the file's headings to column names.
    `region` is the column that holds the region's code or name; `key` must not repeat.
    `year` is the column (integer year or date) that places a row in a year, None when the edition
    has one year.
    """

    name: str
    file: str
    table: str | None = None
    columns: tuple[Column, ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    key: str | None = None
    region: str | None = None
    year: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class ReadyPanel:
    """A source that already is a panel: wide (regions down, indicators across) or long.

    `region` names the column of region codes or names; in the long layout `indicator` and `value`
    name theirs; `year` is optional in both. `rename` maps headings to indicator ids; `ignore` lists
    headings that are no indicators; `label` is the column of region names. `measures` are columns
    (or, in the long layout, names) that are kept beside the indicators, such as denominators.
    """

    name: str
    file: str
    level: str
    layout: Literal["wide", "long"] = "wide"
    region: str = "region"
    indicator: str = "indicator"
    value: str = "value"
    year: str | None = None
    rename: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    label: str | None = None
    sheet: str | None = None
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A set of regions that are ranked together.

    `regions` is `builtin/cn/…` or a CSV (code, name, short, parent; only `code` is required).
    A level with `score` false gets a panel but no scores.
    """

    id: str
    name: Text
    regions: str
    score: bool = True


@dataclass(frozen=True, slots=True)
class Grouping:
    """Named sets of regions of some levels: economic circles, parts of the country.

    `members` is either `builtin/cn/…` or a mapping from group name to region codes or names.
    """

    id: str
    name: Text
    levels: tuple[str, ...]
    members: str | Mapping[str, tuple[str, ...]]
    statistics: tuple[GroupStatistic, ...] = ("mean",)
    weight: str | None = None
    """The indicator that weighs the regions in `weighted_mean`."""


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """A file of boundaries of the edition's own: GeoJSON or TopoJSON, a path below the edition's folder.

    `code` and `name` are the properties of its features that hold a region's code and name; `source`
    is printed on every map.
    """

    file: str
    code: str = "code"
    name: str = "name"
    source: Text | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that edition.yaml declares, checked and resolved against nothing but itself."""

    folder: Path
    id: str
    name: Text
    edition: int
    levels: tuple[Level, ...]
    groupings: tuple[Grouping, ...]
    records: tuple[Records, ...]
    panels: tuple[ReadyPanel, ...]
    framework: Framework
    recipe: Recipe
    note: Text | None = None
    publisher: Text | None = None
    years: tuple[int, ...] = ()
    quarantine_limit: float = 0.0
    """The largest share of a table's rows that may be quarantined before the build fails."""
    measures: Mapping[str, Mapping[str, Measure]] = field(default_factory=dict)
    """Further named measures (by level) that facts and figures use, but the index does not."""
    facts: str | None = None
    """The edition's own ledger of published facts, a CSV."""
    earlier: str | None = None
    """Ranks that earlier editions published, a CSV; the report shows who rose and fell."""
    uncertain: Uncertain | None = None
    """What may vary, for intervals of ranks; None: the default of `zhishu.doubt.default`."""
    map_review: str = ""
    """The review number (审图号) of the edition's maps; empty as long as nobody has reviewed them."""
    boundaries: BoundaryFile | None = None
    """The boundaries of the report's maps; None: those of the installed package, for China."""

    def level(self, level: str) -> Level:
        """Return the level with that id, or raise an EditionError that lists what exists."""
        for candidate in self.levels:
            if candidate.id == level:
                return candidate
        known = [candidate.id for candidate in self.levels]
        close = nearest(level, known)
        raise EditionError(
            f"the edition has no level '{level}'",
            seen=level,
            allowed=", ".join(known),
            advice=f"did you mean '{close}'?" if close else None,
        )

    def build(self) -> Result:
        """Return the Result computed anew from the edition's sources; nothing is written."""
        from zhishu.build import build  # noqa: PLC0415 - numpy and duckdb, only when something is computed

        return build(self).result

    @property
    def scored_levels(self) -> tuple[Level, ...]:
        """The levels that get scores and ranks."""
        return tuple(level for level in self.levels if level.score)
