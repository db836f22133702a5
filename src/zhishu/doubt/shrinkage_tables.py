"""The tables of small areas: rates drawn towards the overall rate, and the ranks that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.doubt.doubt import level_study
from zhishu.doubt.prepared import prepared_by
from zhishu.doubt.small_areas import index_scores, shrunk_rates
from zhishu.doubt.uncertain import Uncertain
from zhishu.errors import EditionError
from zhishu.indicators.rates import Rates, counted_shares
from zhishu.tables import Table, with_years

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from zhishu.doubt.prepared import Prepared
    from zhishu.panel import Panel
    from zhishu.result import Result

    Row = tuple[Any, ...]

RATES = ("level", "region", "name", "indicator", "cases", "base", "rate", "shrunk")
RANKS = ("level", "region", "name", "score", "rank", "score_shrunk", "rank_shrunk")


def shrinkage_tables(result: Result) -> tuple[Table, ...]:
    """Return `shrunk_rates` and `shrunk_ranks` for every scored level and year.

    A rate is an indicator measured as `share: rows`, or whole numbers that a `denominate` step divides
    by something; its cases and its base are counted. `shrunk_rates` has each rate as it is and drawn
    towards the overall rate of its level and year, the more the fewer cases it rests on (see
    `zhishu.doubt.small_areas.shrunk_rates`); `shrunk_ranks` the index scored anew with all of them in
    place of the rates as they are. Raises an EditionError where the edition has no rates.
    """
    from zhishu.places.setting import setting_of  # noqa: PLC0415 - duckdb

    edition = result.edition
    regions = {level.id: result.levels[level.id].panel.regions for level in edition.scored_levels}
    shares = counted_shares(edition, setting_of(edition), regions)
    rates: list[Row] = []
    ranks: list[Row] = []
    for level in edition.scored_levels:
        study = level_study(result, level.id, Uncertain())
        prepared = prepared_by(study.panel, study.setting, study.recipe)
        found = [shares[level.id], _divided(study.panel, prepared, result.measures.get(level.id, {}))]
        rates += [row for part in found for row in _rate_rows(level.id, study.panel, part)]
        ranks += _rank_rows(result, level.id, prepared, _shrunk(study.panel, *found))
    if not rates:
        raise EditionError(
            "there are no rates to shrink",
            allowed="an indicator with `share: rows`, or counts that a `denominate` step divides",
        )
    return with_years(result, "shrunk_rates", RATES, rates), with_years(result, "shrunk_ranks", RANKS, ranks)


def _divided(panel: Panel, prepared: Prepared, measures: Mapping[str, NDArray[np.float64]]) -> Rates:
    """Return the counts that a `denominate` step divides, with what they are divided by."""
    columns = {**measures, **dict(zip(panel.indicators, np.moveaxis(panel.values, -1, 0), strict=True))}
    names, cases, bases = [], [], []
    for step in prepared.plan.preparation:
        if step.chosen.method.kind == "denominate":
            for name, by in zip(prepared.indicators, step.chosen.options["by"] or (), strict=False):
                if by is not None and _counts(columns[name]) and (columns[by] > 0).all():
                    names.append(name)
                    cases.append(columns[name])
                    bases.append(np.broadcast_to(columns[by], columns[name].shape))
    if not names:
        return Rates((), np.zeros((0, 0, 0)), np.zeros((0, 0, 0)))
    return Rates(tuple(names), np.stack(cases, axis=-1), np.stack(bases, axis=-1))


def _counts(values: NDArray[np.float64]) -> bool:
    known = values[~np.isnan(values)]
    return bool((known >= 0).all() and (known == np.floor(known)).all())


def _rate_rows(level: str, panel: Panel, rates: Rates) -> Iterator[Row]:
    for column, indicator in enumerate(rates.indicators):
        cases, base = rates.cases[..., column], rates.base[..., column]
        shrunk = _by_year(cases, base)
        for year, region in np.ndindex(cases.shape):
            case, number = cases[year, region], base[year, region]
            rate = float(case / number) if number > 0 else None
            who = (level, panel.regions[region], panel.names[region], indicator)
            numbers = [None if np.isnan(value) else float(value) for value in (case, number)]
            after = None if np.isnan(shrunk[year, region]) else float(shrunk[year, region])
            yield (*who, *numbers, rate, after, panel.years[year])


def _by_year(cases: NDArray[np.float64], base: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return shrunk rates (years, regions); NaN in a year without any base."""
    shrunk = np.full(cases.shape, np.nan)
    counted = np.nansum(np.where(np.isnan(cases), np.nan, base), axis=-1) > 0
    if counted.any():
        shrunk[counted] = shrunk_rates(cases[counted], base[counted])
    return shrunk


def _shrunk(panel: Panel, shares: Rates, divided: Rates) -> NDArray[np.float64]:
    """Return the level's raw values with shrunk rates; of what is divided later, the cases they mean."""
    values = np.array(panel.values)
    for rates, counted in ((shares, False), (divided, True)):
        for column, indicator in enumerate(rates.indicators):
            place = panel.indicators.index(indicator)
            base = rates.base[..., column]
            shrunk = _by_year(rates.cases[..., column], base) * (base if counted else 1.0)
            known = ~np.isnan(values[..., place]) & ~np.isnan(shrunk)
            values[..., place] = np.where(known, shrunk, values[..., place])
    return values


def _rank_rows(result: Result, level: str, prepared: Prepared, values: NDArray[np.float64]) -> Iterator[Row]:
    published = result.levels[level]
    assert published.scores is not None and published.ranks is not None  # noqa: S101, PT018 - scored
    kept = values[:, list(prepared.rows)][..., list(prepared.columns)]
    scores = index_scores(prepared, kept[None])[0]
    ranks = prepared.plan.steps["rank"].run(scores, axis=-1)
    panel = published.panel
    for year, label in enumerate(panel.years):
        for place, row in enumerate(prepared.rows):
            own = published.scores[year, row, 0], published.ranks[year, row, 0]
            cells = (*own, scores[year, place], ranks[year, place])
            numbers = (None if np.isnan(cell) else float(cell) for cell in cells)
            yield (level, panel.regions[row], panel.names[row], *numbers, label)
