"""The labelled tables of a result: what `out/tables` holds and what notebooks get as DataFrames."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import ZhishuError
from zhishu.panel import Status
from zhishu.prepare.log import Change, Screened, Treatment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from zhishu.result import LevelResult, Result

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A named table: `columns` are its headings, `rows` its cells, None where empty."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def to_csv(self) -> bytes:
        r"""Return the table as UTF-8 CSV, floats with full double precision.

        >>> Table("t", ("a", "b"), (("x", 0.1), ("y", None))).to_csv()
        b'a,b\nx,0.1\ny,\n'
        """
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return text.getvalue().encode()

    def to_pandas(self) -> pd.DataFrame:
        """Return the table as a pandas DataFrame."""
        import pandas as pd  # noqa: PLC0415 - imported when a table is asked for

        return pd.DataFrame(list(self.rows), columns=list(self.columns))


def result_tables(result: Result) -> tuple[Table, ...]:
    """Return every table of the result, in the order of the flow; the columns are a contract.

    An edition with several years has a further last column `year` in each table but the panel,
    which always has one.
    """
    makers: tuple[Callable[[Result], Table], ...] = (
        panel_table,
        normalised_table,
        weights_table,
        scores_table,
        tiers_table,
        groups_table,
        measures_table,
    )
    return (
        *(maker(result) for maker in makers),
        *_preparation_tables(result),
        *_diagnosis_tables(result),
        *_doubt_tables(result),
    )


def table_named(result: Result, name: str) -> Table:
    """Return one table by its name; an unknown name raises a ZhishuError that lists them."""
    tables = {table.name: table for table in result_tables(result)}
    if name not in tables:
        raise ZhishuError(f"there is no table '{name}'", seen=name, allowed=", ".join(tables))
    return tables[name]


def ranking_table(result: Result, level: str) -> Table:
    """Return region, name, score, rank and one rank per dimension, best first."""
    dimensions = result.edition.framework.dimensions
    found = result.levels[result.edition.level(level).id]
    if found.scores is None or found.ranks is None:
        scored = ", ".join(scored.id for scored in result.edition.scored_levels)
        raise ZhishuError(f"the level '{level}' is not scored", seen=level, allowed=scored)
    ids = result.edition.framework.ids
    columns = [0, *(ids.index(dimension) for dimension in dimensions)]
    rows = [
        (found.panel.regions[place], found.panel.names[place], score, *ranks, year)
        for year, scores, places in zip(
            found.panel.years, _cells(found.scores[:, :, 0]), _places(found.ranks[:, :, columns]), strict=True
        )
        for place, (score, ranks) in enumerate(zip(scores, places, strict=True))
    ]
    rows.sort(key=lambda row: (row[-1], row[3] is None, row[3]))
    headings = ("region", "name", "score", "rank", *(f"rank_{dimension}" for dimension in dimensions))
    return with_years(result, "ranking", headings, rows)


def panel_table(result: Result) -> Table:
    """Return level, region, name, year, indicator, value, status: one row per cell of the panel."""
    labels = [status.name.lower() for status in Status]
    rows = [
        (level, region, name, year, indicator, value, labels[status])
        for level, found in result.levels.items()
        for year, values, statuses in zip(
            found.panel.years, _cells(found.panel.values), found.panel.status.tolist(), strict=True
        )
        for region, name, row, row_status in zip(
            found.panel.regions, found.panel.names, values, statuses, strict=True
        )
        for indicator, value, status in zip(found.panel.indicators, row, row_status, strict=True)
    ]
    columns = ("level", "region", "name", "year", "indicator", "value", "status")
    return Table("panel", columns, tuple(rows))


def normalised_table(result: Result) -> Table:
    """Return level, region, indicator, value: the comparable values that scores are made of."""
    rows = [
        (level, region, indicator, value, year)
        for level, found in scored_levels(result)
        for year, values in zip(found.panel.years, _cells(found.normalised), strict=True)
        for region, row in zip(found.panel.regions, values, strict=True)
        for indicator, value in zip(found.panel.indicators, row, strict=True)
    ]
    return with_years(result, "normalised", ("level", "region", "indicator", "value"), rows)


def weights_table(result: Result) -> Table:
    """Return level, node, parent, weight (within its parent), effective (up to the index)."""
    rows = [
        (level, node.id, node.parent, weight, effective, year)
        for level, found in scored_levels(result)
        for year, weights, products in zip(
            found.panel.years, _cells(found.weights), _cells(found.effective), strict=True
        )
        for node, weight, effective in zip(result.edition.framework, weights, products, strict=True)
    ]
    return with_years(result, "weights", ("level", "node", "parent", "weight", "effective"), rows)


def scores_table(result: Result) -> Table:
    """Return level, region, name, node, score, rank for every node of the framework, root included."""
    nodes = result.edition.framework.ids
    rows = [
        (level, region, name, node, score, rank, year)
        for level, found in scored_levels(result)
        for year, scores, ranks in zip(
            found.panel.years, _cells(found.scores), _places(found.ranks), strict=True
        )
        for region, name, row, places in zip(
            found.panel.regions, found.panel.names, scores, ranks, strict=True
        )
        for node, score, rank in zip(nodes, row, places, strict=True)
    ]
    return with_years(result, "scores", ("level", "region", "name", "node", "score", "rank"), rows)


def tiers_table(result: Result) -> Table:
    """Return level, region, name, tier (1 is the best), in the order of the ranking."""
    rows = [
        (level, found.panel.regions[place], found.panel.names[place], int(tiers[place]), year)
        for level, found in scored_levels(result)
        if found.tiers is not None and found.ranks is not None
        for year, tiers, ranks in zip(found.panel.years, found.tiers, found.ranks, strict=True)
        for place in np.argsort(ranks[:, 0], kind="stable")
    ]
    return with_years(result, "tiers", ("level", "region", "name", "tier"), rows)


def groups_table(result: Result) -> Table:
    """Return grouping, group, node, score, rank, and by which statistic, at which level."""
    nodes = result.edition.framework.ids
    rows = [
        (scored.grouping, group, node, score, rank, scored.statistic, level, year)
        for level, found in scored_levels(result)
        for scored in found.groups
        for year, scores, ranks in zip(
            found.panel.years, _cells(scored.scores), _places(scored.ranks), strict=True
        )
        for group, row, places in zip(scored.groups, scores, ranks, strict=True)
        for node, score, rank in zip(nodes, row, places, strict=True)
    ]
    columns = ("grouping", "group", "node", "score", "rank", "statistic", "level")
    return with_years(result, "groups", columns, rows)


def measures_table(result: Result) -> Table:
    """Return level, region, name, measure, value of the edition's further measures."""
    rows = [
        (level, region, name, measure, value, year)
        for level, measures in result.measures.items()
        for measure, values in measures.items()
        for year, row in zip(result.levels[level].panel.years, _cells(values), strict=True)
        for region, name, value in zip(
            result.levels[level].panel.regions, result.levels[level].panel.names, row, strict=True
        )
    ]
    return with_years(result, "measures", ("level", "region", "name", "measure", "value"), rows)


def _preparation_tables(result: Result) -> tuple[Table, ...]:
    """Return what the recipe's preparation did: the panel as it was, and every change; none without any."""
    if not any(found.log for found in result.levels.values()):
        return ()
    tables = (raw_table(result), *(_log_table(result, name) for name in _LOGGED))
    return tuple(table for table in tables if table.rows)


def _diagnosis_tables(result: Result) -> tuple[Table, ...]:
    """Return what there is to say of the weights and of what keeps regions down, where anything is."""
    from zhishu.diagnosis_tables import diagnosis_tables  # noqa: PLC0415 - it makes tables itself

    return tuple(table for table in diagnosis_tables(result) if table.rows)


def _doubt_tables(result: Result) -> tuple[Table, ...]:
    """Return how sure the ranks are, where that was computed."""
    if result.uncertainty is None:
        return ()
    from zhishu.doubt.tables import doubt_tables  # noqa: PLC0415 - it makes tables itself

    return tuple(table for table in doubt_tables(result.uncertainty) if table.rows)


def raw_table(result: Result) -> Table:
    """Return level, region, name, year, indicator, value of the panels before any preparation."""
    rows = [
        (level, region, name, year, indicator, value)
        for level, found in result.levels.items()
        if found.raw is not None
        for year, values in zip(found.raw.years, _cells(found.raw.values), strict=True)
        for region, name, row in zip(found.raw.regions, found.raw.names, values, strict=True)
        for indicator, value in zip(found.raw.indicators, row, strict=True)
    ]
    return Table("raw", ("level", "region", "name", "year", "indicator", "value"), tuple(rows))


def _log_table(result: Result, name: str) -> Table:
    """Return the records of one part of the preparation's log, level first."""
    part, kind = _LOGGED[name]
    columns = tuple(field.name for field in fields(kind))
    rows = [
        (level, *(_cell(getattr(entry, column)) for column in columns))
        for level, found in result.levels.items()
        for entry in getattr(found.log, part, ())
    ]
    return Table(name, ("level", *columns), tuple(rows))


def _cell(value: Any) -> Cell:  # noqa: ANN401 - a field of a record
    return None if isinstance(value, float) and np.isnan(value) else value


_LOGGED: Mapping[str, tuple[str, type]] = {
    "screened": ("screened", Screened),
    "imputed_points": ("imputed", Change),
    "treatments": ("treatments", Treatment),
    "treated_points": ("treated", Change),
}
"""Table of the result → the part of the preparation's log that it shows, and its records."""


def scored_levels(result: Result) -> Iterator[tuple[str, LevelResult]]:
    """Return the levels that were scored, each with its id."""
    return ((level, found) for level, found in result.levels.items() if found.scores is not None)


def with_years(result: Result, name: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> Table:
    """Return the table of rows whose last cell is the year, without that column if there is one year."""
    if len(result.edition.years) > 1:
        return Table(name, (*columns, "year"), tuple(rows))
    return Table(name, columns, tuple(row[:-1] for row in rows))


def _cells(values: NDArray[np.float64] | None) -> list[Any]:
    """Return nested lists of floats in which NaN has become None, an empty cell."""
    if values is None:
        return []
    if not np.isnan(values).any():
        return list(values.tolist())
    cells = values.astype(object)
    cells[np.isnan(values)] = None
    return list(cells.tolist())


def _places(ranks: NDArray[np.float64] | None) -> list[Any]:
    """Return ranks as whole numbers, except where a tie rule made halves or a score is missing."""
    if ranks is None:
        return []
    if np.array_equal(ranks, np.round(ranks)):
        return list(ranks.astype(np.int64).tolist())
    return _cells(ranks)
