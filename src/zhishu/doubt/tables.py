"""The tables of a doubt: what `out/tables` holds of it, in the same style as all others."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.doubt.intervals import (
    alike_run,
    mean_places,
    published_order,
    quantile_places,
    tie_groups,
    tier_shares,
    tiers_by_place,
    told_apart,
)
from zhishu.doubt.places import ranks_of_places, steps_per_place
from zhishu.errors import ZhishuError
from zhishu.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from zhishu.doubt.doubt import Doubt, LevelDoubt

Row = tuple[Any, ...]


def doubt_tables(doubt: Doubt) -> tuple[Table, ...]:
    """Return every table of a doubt, in a fixed order; the columns are a contract.

    An edition with several years has a further last column `year`, and the table `changes`.
    """
    return (*(maker(doubt) for maker in MAKERS.values()), *doubt.further)


def doubt_table(doubt: Doubt, name: str) -> Table:
    """Return one table by its name; an unknown name raises a ZhishuError that lists them."""
    further = {table.name: table for table in doubt.further}
    if name in further:
        return further[name]
    if name not in MAKERS:
        raise ZhishuError(f"there is no table '{name}'", seen=name, allowed=", ".join((*MAKERS, *further)))
    return MAKERS[name](doubt)


def intervals_table(doubt: Doubt) -> Table:
    """Return the rank of every region at every node with its interval over all draws.

    `rank_low` to `rank_high` is the edition's interval (5 to 95 % of the draws); `rank_best` and
    `rank_worst` the extremes. Scores are those of draws with the recipe's own normaliser.
    """
    columns = (
        *("level", "region", "name", "node", "score", "rank", "median_rank", "rank_low", "rank_high"),
        *("rank_best", "rank_worst", "mean_rank", "score_low", "median_score", "score_high", "draws"),
    )
    return _table(doubt, "intervals", columns, _interval_rows)


def acceptability_table(doubt: Doubt) -> Table:
    """Return the share of draws in which a region takes each place, places that are never taken left out."""
    columns = ("level", "region", "name", "node", "rank", "share")
    return _table(doubt, "acceptability", columns, _acceptability_rows)


def pairwise_table(doubt: Doubt) -> Table:
    """Return for every pair, the better placed first: the shares of draws ahead, tied and behind."""
    columns = ("level", "region", "name", "node", "other", "other_name", "ahead", "tie", "behind")
    return _table(doubt, "pairwise", columns, _pairwise_rows)


def tie_groups_table(doubt: Doubt) -> Table:
    """Return which regions cannot be told apart: the group, and the places around that are alike."""
    columns = ("level", "region", "name", "node", "rank", "group", "alike_from", "alike_to")
    return _table(doubt, "tie_groups", columns, _tie_rows)


def tier_probability_table(doubt: Doubt) -> Table:
    """Return the share of draws in which a region is in each tier."""
    columns = ("level", "region", "name", "published_tier", "tier", "probability")
    return _table(doubt, "tier_probability", columns, _tier_rows)


def neighbours_table(doubt: Doubt) -> Table:
    """Return the share of draws in which a region is not behind the one published right after it."""
    columns = ("level", "node", "rank", "region", "name", "next", "next_name", "holds")
    return _table(doubt, "neighbours", columns, _neighbour_rows)


def changes_table(doubt: Doubt) -> Table:
    """Return the change of every region's rank since the year before, with its interval.

    Every draw makes the same choices in all years, so what both years share cancels out. A negative
    change is a rise. `rose` and `fell` are shares of draws.
    """
    columns = ("level", "region", "name", "change", "median_change", "change_low", "change_high")
    return _table(doubt, "changes", (*columns, "rose", "fell"), _change_rows)


MAKERS: Mapping[str, Callable[[Doubt], Table]] = {
    "intervals": intervals_table,
    "acceptability": acceptability_table,
    "pairwise": pairwise_table,
    "tie_groups": tie_groups_table,
    "tier_probability": tier_probability_table,
    "neighbours": neighbours_table,
    "changes": changes_table,
}


def _table(
    doubt: Doubt,
    name: str,
    columns: tuple[str, ...],
    rows: Callable[[Doubt, str, LevelDoubt, int], Iterator[Row]],
) -> Table:
    found = [
        (*row, found.published.panel.years[year])
        for level, found in doubt.levels.items()
        for year in range(found.places.shape[0])
        for row in rows(doubt, level, found, year)
    ]
    if len(doubt.edition.years) > 1:
        return Table(name, (*columns, "year"), tuple(found))
    return Table(name, columns, tuple(row[:-1] for row in found))


def _interval_rows(doubt: Doubt, level: str, found: LevelDoubt, year: int) -> Iterator[Row]:
    low, high = doubt.uncertain.interval
    counts = found.places[year, :, :, :-1]
    shares = (0.5, low, high, 0.0, 1.0)
    ranks = [_as_ranks(quantile_places(counts, share), found) for share in shares]
    ranks.append(_as_ranks(mean_places(counts), found))
    ranked = counts.sum(axis=-1)
    for node, region in np.ndindex(ranked.shape):
        score, rank = _published(found, year, node, region)
        middle = found.scores[1, year, node, region]
        yield (
            *_who(level, found, region),
            found.nodes[node],
            score,
            rank,
            *(_whole(values[node, region]) for values in ranks[:-1]),
            _cell(ranks[-1][node, region]),
            _cell(found.scores[0, year, node, region]),
            _cell(middle),
            _cell(found.scores[2, year, node, region]),
            int(ranked[node, region]),
        )


def _acceptability_rows(_: Doubt, level: str, found: LevelDoubt, year: int) -> Iterator[Row]:
    ranks = ranks_of_places(found.study.bins, found.study.ties)
    for node, region, place in np.argwhere(found.places[year, :, :, :-1]).tolist():
        share = found.places[year, node, region, place] / found.draws
        yield (*_who(level, found, region), found.nodes[node], _whole(ranks[place]), float(share))


def _pairwise_rows(_: Doubt, level: str, found: LevelDoubt, year: int) -> Iterator[Row]:
    for node, ahead in enumerate([] if found.ahead is None else found.ahead[year]):
        order = _order(found, year, node)
        shares, ties = _shares_of_pairs(ahead[np.ix_(order, order)], found.draws)
        who = [_who(level, found, region) for region in order.tolist()]
        for first, second in zip(*np.triu_indices(len(order), 1), strict=True):
            both = (*who[first], found.nodes[node], *who[second][1:])
            yield (*both, shares[first][second], ties[first][second], shares[second][first])


def _shares_of_pairs(ahead: NDArray[np.int32], draws: int) -> tuple[list[list[float]], list[list[float]]]:
    """Return the shares of draws ahead and tied, each (regions, regions), from counts."""
    return (ahead / draws).tolist(), ((draws - ahead - ahead.T) / draws).tolist()


def _tie_rows(doubt: Doubt, level: str, found: LevelDoubt, year: int) -> Iterator[Row]:
    for node, ahead in enumerate([] if found.ahead is None else found.ahead[year]):
        apart = told_apart(ahead, found.draws, doubt.uncertain.told_apart)
        order = _order(found, year, node)
        groups, (first, last) = tie_groups(apart, order), alike_run(apart, order)
        ranks = [_published(found, year, node, region)[1] for region in order.tolist()]
        for rank, region in zip(ranks, order.tolist(), strict=True):
            bounds = ranks[first[region]], ranks[last[region]]
            yield (*_who(level, found, region), found.nodes[node], rank, int(groups[region]), *bounds)


def _tier_rows(_: Doubt, level: str, found: LevelDoubt, year: int) -> Iterator[Row]:
    published = found.published
    if published.tiers is None or published.ranks is None:
        return
    ranks = ranks_of_places(found.study.bins, found.study.ties)
    by_place = tiers_by_place(published.ranks[year, :, 0], published.tiers[year], ranks.tolist())
    shares = tier_shares(found.places[year, 0, :, :-1], by_place)
    for region, row in enumerate(shares.tolist()):
        for tier, share in enumerate(row, start=1):
            yield (*_who(level, found, region), int(published.tiers[year, region]), tier, share)


def _neighbour_rows(_: Doubt, level: str, found: LevelDoubt, year: int) -> Iterator[Row]:
    panel = found.published.panel
    for node, name in enumerate(found.nodes):
        order = _order(found, year, node).tolist()
        for place, (region, after) in enumerate(pairwise(order)):
            rank = _published(found, year, node, region)[1]
            if rank is not None:
                own = (panel.regions[region], panel.names[region], panel.regions[after], panel.names[after])
                yield (level, name, rank, *own, float(found.neighbours[year, node, place] / found.draws))


def _change_rows(doubt: Doubt, level: str, found: LevelDoubt, year: int) -> Iterator[Row]:
    if not year:
        return
    low, high = doubt.uncertain.interval
    counts = found.changes[year - 1, :, :-1]
    zero, per_place = found.study.bins - 1, steps_per_place(found.study.ties)
    middle, lows, highs = ((quantile_places(counts, share) - zero) / per_place for share in (0.5, low, high))
    total = np.maximum(counts.sum(axis=-1), 1)
    rose, fell = counts[:, :zero].sum(axis=-1) / total, counts[:, zero + 1 :].sum(axis=-1) / total
    for region in range(len(counts)):
        now, before = (_published(found, at, 0, region)[1] for at in (year, year - 1))
        change = None if now is None or before is None else now - before
        found_changes = (_whole(values[region]) for values in (middle, lows, highs))
        yield (*_who(level, found, region), change, *found_changes, float(rose[region]), float(fell[region]))


def _who(level: str, found: LevelDoubt, region: int) -> tuple[str, str, str]:
    return level, found.published.panel.regions[region], found.published.panel.names[region]


def _published(found: LevelDoubt, year: int, node: int, region: int) -> tuple[float | None, Any]:
    scores, ranks = found.published.scores, found.published.ranks
    assert scores is not None and ranks is not None  # noqa: S101, PT018 - only scored levels are studied
    at = (year, region, found.study.nodes[node])
    return _cell(scores[at]), _whole(ranks[at])


def _order(found: LevelDoubt, year: int, node: int = 0) -> NDArray[np.intp]:
    assert found.published.ranks is not None  # noqa: S101 - as above
    return published_order(found.published.ranks[year, :, found.study.nodes[node]])


def _as_ranks(places: NDArray[np.float64], found: LevelDoubt) -> NDArray[np.float64]:
    return 1.0 + places / steps_per_place(found.study.ties)


def _cell(value: Any) -> float | None:  # noqa: ANN401 - a NumPy number
    return None if np.isnan(value) else float(value)


def _whole(value: Any) -> int | float | None:  # noqa: ANN401 - a NumPy number
    """Return a rank as a whole number, except where a tie rule made halves or there is none."""
    if np.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)
