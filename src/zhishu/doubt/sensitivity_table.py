"""The table of sensitivity: which uncertain choice makes ranks move, for the whole and for each region."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.doubt.blocks import rank_function
from zhishu.doubt.doubt import level_study, units_of
from zhishu.doubt.radial import radial_design
from zhishu.doubt.sobol import NOISE, rank_outputs, sobol_indices
from zhishu.tables import Table, with_years

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.sobol import SobolIndices
    from zhishu.doubt.study import Study
    from zhishu.doubt.uncertain import Uncertain
    from zhishu.result import LevelResult, Result

ROWS = 512
"""Rows of the radial design unless said otherwise; each is (factors + 2) evaluations."""
COLUMNS = (
    *("level", "output", "name", "factor", "first", "first_low", "first_high", "first_status"),
    *("total", "total_low", "total_high", "total_status"),
)


def sensitivity_table(
    result: Result,
    uncertain: Uncertain,
    *,
    rows: int = ROWS,
    progress: Callable[[int], object] | None = None,
) -> Table:
    """Return Sobol' indices of every uncertain choice, with their intervals, in every level and year.

    Columns: level, output, name, factor, first and total order with low and high ends (5 to 95 %),
    and a status for each order. Outputs are mean_shift (the mean absolute shift against the published
    ranks), first_place (whether it holds), a region's code (its own rank) and, from the second year
    on, mean_shift_of_changes (that of the changes since the year before). Where the status is `noise`
    the estimate says nothing, and its cells are empty. `progress` is called with the number of
    evaluations done.
    """
    found = []
    for level, study in _studies(result, uncertain).items():
        published = result.levels[level]
        outputs = list(_outputs(published))
        indices = _indices(study, published, rows, progress)
        found += list(_rows(level, outputs, indices))
    return with_years(result, "sensitivity", COLUMNS, found)


def evaluations(result: Result, uncertain: Uncertain, rows: int = ROWS) -> int:
    """Return how many evaluations the table of sensitivity takes."""
    studies = _studies(result, replace(uncertain, bootstrap=None)).values()
    more = int(uncertain.bootstrap is not None)
    return sum(rows * (len(study.factors) + more + 2) for study in studies)


def _studies(result: Result, uncertain: Uncertain) -> dict[str, Study]:
    """Return the study of every level in which anything varies, of the index alone."""
    units = units_of(result, uncertain.bootstrap) if uncertain.bootstrap else {}
    studies = {
        level.id: level_study(result, level.id, uncertain, None, units.get(level.id))
        for level in result.edition.scored_levels
    }
    return {level: replace(study, nodes=study.nodes[:1]) for level, study in studies.items() if study.factors}


def _indices(
    study: Study, published: LevelResult, rows: int, progress: Callable[[int], object] | None
) -> SobolIndices:
    assert published.ranks is not None  # noqa: S101 - only scored levels come here
    own = published.ranks[..., 0]
    design_generator, resampling = np.random.default_rng(study.uncertain.seed).spawn(2)
    ranks = rank_function(study)

    def evaluate(points: NDArray[np.float64]) -> NDArray[np.float64]:
        found = outputs_of_years(ranks(points)[:, :, 0], own)
        if progress is not None:
            progress(len(points))
        return found

    return sobol_indices(evaluate, radial_design(study.factors, rows, design_generator), resampling)


def outputs_of_years(ranks: NDArray[np.float64], published: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the outputs of every year in turn, (draws, outputs), from ranks (draws, years, regions).

    Those of `rank_outputs`; from the second year on also the mean absolute shift of the changes since
    the year before, against the published ones.
    """
    outputs = []
    for year in range(len(published)):
        outputs.append(rank_outputs(ranks[:, year], published[year]))
        if year:
            moved = np.diff(ranks[:, year - 1 : year + 1], axis=1) - np.diff(
                published[year - 1 : year + 1], axis=0
            )
            known = ~np.isnan(moved[:, 0])
            total = np.where(known, np.abs(moved[:, 0]), 0.0).sum(axis=-1, keepdims=True)
            outputs.append(total / np.maximum(known.sum(axis=-1, keepdims=True), 1))
    return np.concatenate(outputs, axis=-1)


def _outputs(published: LevelResult) -> Iterator[tuple[str, str, int]]:
    """Yield the name, the region's name and the year of every output, in order."""
    panel = published.panel
    for place, year in enumerate(panel.years):
        yield from (("mean_shift", "", year), ("first_place", "", year))
        yield from ((code, name, year) for code, name in zip(panel.regions, panel.names, strict=True))
        if place:
            yield ("mean_shift_of_changes", "", year)


def _rows(
    level: str, outputs: Sequence[tuple[str, str, int]], indices: SobolIndices
) -> Iterator[tuple[Any, ...]]:
    for output, (code, name, year) in enumerate(outputs):
        for factor, label in enumerate(indices.factors):
            cells: list[Any] = []
            for estimate in (indices.first, indices.total):
                at = factor, output
                numbers = [float(part[at]) for part in (estimate.value, estimate.low, estimate.high)]
                status = str(estimate.status[at])
                cells += [*([None] * 3 if status == NOISE else numbers), status]
            yield (level, code, name, label, *cells, year)
