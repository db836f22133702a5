"""How sure a result is: every level's draws, counted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.blocks import run_blocks, usable_threads
from zhishu.doubt.default import default_uncertain
from zhishu.doubt.design import choices_of, draw_design
from zhishu.doubt.intervals import published_order
from zhishu.doubt.prepared import Setting
from zhishu.doubt.study import study_of
from zhishu.doubt.tally import empty_tallies
from zhishu.errors import EditionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from zhishu.doubt.study import Study
    from zhishu.doubt.tally import Tally
    from zhishu.doubt.uncertain import Uncertain
    from zhishu.edition import Edition
    from zhishu.indicators.contributions import Contributions
    from zhishu.result import LevelResult, Result
    from zhishu.tables import Table

PAIRS_UP_TO = 1000
"""The largest number of regions whose pairs are all counted unless one asks otherwise."""
PAIR_CELLS = 2**23
"""As many pairs, over years and nodes, are counted at every node; more are counted at the index alone."""


@dataclass(frozen=True, slots=True, eq=False)
class LevelDoubt:
    """What the draws say about one level.

    `nodes` are the ids looked at, the index first; node axes below run over them. `places` (years,
    nodes, regions, bins) counts places (see `zhishu.doubt.places`), the last bin being no rank;
    `ahead` (years, counted nodes, regions, regions) the draws in which the row's region is ahead of
    the column's, the index first, or None (see `probability_ahead`); `neighbours` (years, nodes,
    regions - 1) the draws in which a region is not behind the one published right after it, in the
    published order; `changes` (years - 1, regions, 2 · bins); `scores` (3, years, nodes, regions) the
    low, median and high score over draws with the recipe's own normaliser, NaN where there are none.
    """

    study: Study
    nodes: tuple[str, ...]
    draws: int
    places: NDArray[np.int32]
    ahead: NDArray[np.int32] | None
    neighbours: NDArray[np.int64]
    changes: NDArray[np.int32]
    scores: NDArray[np.float64]
    published: LevelResult


@dataclass(frozen=True, slots=True, eq=False)
class Doubt:
    """How sure a result is: `table` gives each finding as a pandas DataFrame.

    `uncertain` is what varied; `levels` holds the counts of every scored level; `further` are tables
    of checks beside the draws (leverage …).
    """

    edition: Edition
    uncertain: Uncertain
    levels: Mapping[str, LevelDoubt] = field(default_factory=dict)
    further: tuple[Table, ...] = ()

    @property
    def intervals(self) -> pd.DataFrame:
        """Ranks and scores with their intervals: one row per level, region and node."""
        return self.table("intervals")

    def table(self, name: str) -> pd.DataFrame:
        """Return one table of the draws by its name, or of a check that was asked for.

        Those of the draws are intervals, acceptability, pairwise, tie_groups, tier_probability,
        neighbours and changes.
        """
        from zhishu.doubt.tables import doubt_table  # noqa: PLC0415 - it needs this module

        return doubt_table(self, name).to_pandas()


def doubt_of(  # noqa: PLR0913 - settings of one study, each by name
    result: Result,
    *,
    uncertain: Uncertain | None = None,
    draws: int | None = None,
    seed: int | None = None,
    nodes: tuple[str, ...] | None = None,
    pairs: bool | None = None,
    threads: int | None = None,
    what: Sequence[str] = (),
    progress: Callable[[int], None] | None = None,
) -> Doubt:
    """Return how sure a result is, from draws of everything that the edition says may vary.

    `uncertain` replaces the edition's own part, `draws` and `seed` (0 counts) what it says of them.
    `nodes` are the index and its dimensions unless named; `pairs` counts every pair of regions at each
    of them. By itself that is done up to 1,000 regions, at the index alone where years, nodes and
    regions make more than eight million pairs. The same seed gives the same result with any number of
    `threads`. `what` names checks beside the draws (sensitivity, leave_one_out, weight_space, leverage,
    shrinkage), whose tables `Doubt.table` then gives as well. `progress` is called with the number of
    draws finished, over all levels.
    """
    from zhishu.doubt.checks import check_tables  # noqa: PLC0415 - it needs this module

    edition = result.edition
    settings = uncertain or edition.uncertain or default_uncertain(result)
    settings = replace(
        settings,
        draws=settings.draws if draws is None else draws,
        seed=settings.seed if seed is None else seed,
    )
    if settings.draws < 1:
        raise EditionError("there are no draws", seen=settings.draws, allowed="1 or more")
    units = units_of(result, settings.bootstrap) if settings.bootstrap else {}
    levels = {}
    for level in edition.scored_levels:
        found = result.levels[level.id]
        study = level_study(result, level.id, settings, nodes, units.get(level.id))
        levels[level.id] = level_doubt(study, found, pairs=pairs, threads=threads, progress=progress)
    return Doubt(edition, settings, levels, check_tables(result, settings, what))


def units_of(result: Result, source: str) -> dict[str, Contributions]:
    """Return what the units of a source of records add to every scored level; the records are read anew."""
    from zhishu.indicators.contributions import contributions_of  # noqa: PLC0415 - duckdb
    from zhishu.places.setting import setting_of  # noqa: PLC0415 - as above

    edition = result.edition
    regions = {level.id: result.levels[level.id].panel.regions for level in edition.scored_levels}
    return contributions_of(edition, setting_of(edition), source, regions)


def level_study(
    result: Result,
    level: str,
    uncertain: Uncertain,
    nodes: tuple[str, ...] | None = None,
    units: Contributions | None = None,
) -> Study:
    """Return the Study of one level of a result; `units` are needed for a bootstrap over them."""
    edition, found = result.edition, result.levels[level]
    around = (edition.folder, result.regions_groups, result.measures.get(level))
    setting = Setting(edition.framework, *around, contributions=units)
    return study_of(found.raw or found.panel, setting, edition.recipe, uncertain, nodes)


def level_doubt(  # noqa: PLR0913 - what is drawn, then options by name
    study: Study,
    published: LevelResult,
    *,
    pairs: bool | None = None,
    threads: int | None = None,
    size: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> LevelDoubt:
    """Return the counts of one level's draws; `size` is the number of draws in a block."""
    assert published.ranks is not None  # noqa: S101 - only scored levels come here
    settings = study.uncertain
    generator = np.random.default_rng(settings.seed)
    design = draw_design(study.factors, settings.draws, generator, settings.sampler)
    ranks = np.moveaxis(published.ranks[..., list(study.nodes)], -1, -2)
    tallies = empty_tallies(
        study,
        published_order(ranks),
        settings.draws,
        usable_threads(threads),
        pairs=_nodes_with_pairs(ranks.shape, pairs),
    )
    run_blocks(
        study,
        choices_of(study.factors, design),
        [tally.receive for tally in tallies],
        size=size,
        progress=progress,
    )
    return _counted(study, _together(tallies), published, len(tallies))


def _nodes_with_pairs(shape: tuple[int, ...], asked: bool | None) -> int:  # noqa: FBT001 - a setting passed on
    """Return at how many nodes pairs are counted, from the shape (years, nodes, regions)."""
    years, nodes, regions = shape
    if asked is not None:
        return nodes if asked else 0
    if regions > PAIRS_UP_TO:
        return 0
    return nodes if years * nodes * regions**2 <= PAIR_CELLS else 1


def _together(tallies: list[Tally]) -> Tally:
    whole, *others = tallies
    for other in others:
        whole.add(other)
    return whole


def _counted(study: Study, tally: Tally, published: LevelResult, threads: int) -> LevelDoubt:
    low, high = study.uncertain.interval
    ids = study.setting.framework.ids
    return LevelDoubt(
        study,
        tuple(ids[node] for node in study.nodes),
        tally.draws,
        tally.places,
        tally.ahead,
        tally.neighbours,
        tally.changes,
        tally.scores.quantiles((low, 0.5, high), threads),
        published,
    )
