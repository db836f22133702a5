"""The table of sensitivity: which uncertain choice makes ranks move, for the whole and for each region."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.doubt.blocks import rank_function
from zhishu.doubt.doubt import level_study, units_of
from zhishu.doubt.radial import radial_design
from zhishu.doubt.sobol import NOISE, rank_outputs, sobol_indices
from zhishu.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zhishu.doubt.sobol import SobolIndices
    from zhishu.doubt.study import Study
    from zhishu.doubt.uncertain import Uncertain
    from zhishu.result import LevelResult, Result

ROWS = 512
"""Rows of the radial design unless said otherwise; each is (factors + 2) evaluations."""
WHOLE = ("mean_shift", "first_place")


def sensitivity_table(result: Result, uncertain: Uncertain, *, rows: int = ROWS) -> Table:
    """Return Sobol' indices of every uncertain choice, with their intervals, in each level's last year.

    Columns: level, output (mean_shift against the published ranks, first_place, or a region's code),
    name, factor, first and total order with low and high ends (5 to 95 %), and a status for each
    order. Where the status is `noise` the estimate says nothing, and its cells are empty.
    """
    units = units_of(result, uncertain.bootstrap) if uncertain.bootstrap else {}
    found = []
    for level in result.edition.scored_levels:
        study = level_study(result, level.id, uncertain, None, units.get(level.id))
        study = replace(study, nodes=study.nodes[:1])
        if study.factors:
            indices = _indices(study, result.levels[level.id], rows)
            found += list(_rows(level.id, result.levels[level.id], indices))
    columns = ("level", "output", "name", "factor", "first", "first_low", "first_high", "first_status")
    return Table("sensitivity", (*columns, "total", "total_low", "total_high", "total_status"), tuple(found))


def _indices(study: Study, published: LevelResult, rows: int) -> SobolIndices:
    assert published.ranks is not None  # noqa: S101 - only scored levels come here
    own = published.ranks[-1, :, 0]
    design_generator, resampling = np.random.default_rng(study.uncertain.seed).spawn(2)
    ranks = rank_function(study)

    def evaluate(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return rank_outputs(ranks(points)[:, -1, 0], own)

    return sobol_indices(evaluate, radial_design(study.factors, rows, design_generator), resampling)


def _rows(level: str, published: LevelResult, indices: SobolIndices) -> Iterator[tuple[Any, ...]]:
    outputs = [*zip(WHOLE, ("", ""), strict=True)]
    outputs += zip(published.panel.regions, published.panel.names, strict=True)
    for output, (code, name) in enumerate(outputs):
        for factor, label in enumerate(indices.factors):
            cells: list[Any] = []
            for estimate in (indices.first, indices.total):
                at = factor, output
                numbers = [float(part[at]) for part in (estimate.value, estimate.low, estimate.high)]
                status = str(estimate.status[at])
                cells += [*([None] * 3 if status == NOISE else numbers), status]
            yield (level, code, name, label, *cells)
