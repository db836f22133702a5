"""Tables of a result that judge it: how sound weights are, what goes together, what keeps a region down."""

from __future__ import annotations

from dataclasses import astuple
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np

from zhishu.cluster_tables import cluster_tables
from zhishu.score.change_tree import PARTS
from zhishu.score.coherence import coherence, columns_left, flag, pearson, spearman
from zhishu.score.kendall import kendall
from zhishu.score.obstacle import obstacle_table
from zhishu.score.suitability import of_those_left
from zhishu.tables import Table, scored_levels, with_years

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zhishu.result import LevelResult, Result
from zhishu.score.obstacle import Obstacle


def diagnosis_tables(result: Result) -> tuple[Table, ...]:
    """Return the tables that judge the result, those of clusters last; some have no rows."""
    makers = (
        weighting_table,
        coherence_table,
        suitability_table,
        correlations_table,
        links_table,
        obstacles_table,
        change_parts_table,
        catching_up_table,
    )
    return (*(maker(result) for maker in makers), *cluster_tables(result))


def weighting_table(result: Result) -> Table:
    """Return level, node, method, about, measure, value: what there is to say of a group's weights.

    `about` is an expert, a column of the group, or `panel` for all of them together. The consistency
    ratio of comparisons, the spread and the concordance of a panel, the importance wanted and reached.
    Where an aggregator joins several methods, also how far these agree, `about` a method or `panel`; where
    it learns known scores, how far it errs in them.
    """
    rows = [
        (level, found.node, found.method, found.about, found.measure, found.value, found.year)
        for level, scored in scored_levels(result)
        for found in scored.findings
    ]
    columns = ("level", "node", "method", "about", "measure", "value")
    return with_years(result, "weighting", columns, rows)


def coherence_table(result: Result) -> Table:
    """Return level, node, children, alpha, standardised_alpha, first_component, two correlations, four more.

    How far the children of a node go together, from their scores (for indicators the normalised
    values): Cronbach's alpha, the share of the first principal component in their variance, the least
    and the mean of their correlations. And whether they suit factor analysis: KMO; Bartlett's sphericity,
    its degrees of freedom and p, which takes the regions for a sample. A cell is empty where that cannot
    be told, as beside a constant child. A child that a screen dropped is not counted.
    """
    rows = [
        (level, node, int(columns_left(x[..., :-1]).sum()), *measures, year)
        for level, scored in scored_levels(result)
        for node, _, x in _families(result, scored)
        for year, *measures in zip(scored.panel.years, *_of_a_family(x[..., :-1]), strict=True)
    ]
    measured = ("alpha", "standardised_alpha", "first_component", "least_correlation", "mean_correlation")
    tested = ("kmo", "sphericity", "degrees", "p")
    return with_years(result, "coherence", ("level", "node", "children", *measured, *tested), rows)


def _of_a_family(x: NDArray[np.float64]) -> Iterator[tuple[float | None, ...]]:
    """Yield each measure of a family, one value per year."""
    suits = of_those_left(x)
    for measure in (*astuple(coherence(x)), suits.kmo, suits.sphericity):
        yield tuple(None if np.isnan(one) else float(one) for one in measure)
    for told in (np.full(len(x), suits.degrees).tolist(), suits.p.tolist()):
        yield tuple(None if np.isnan(of) else one for one, of in zip(told, suits.sphericity, strict=True))


def suitability_table(result: Result) -> Table:
    """Return level, node, child, kmo, vif: how each child suits factor analysis beside its siblings.

    The Kaiser-Meyer-Olkin measure of the child, and its variance inflation factor: how often its siblings
    say what it says. Empty where the correlations of the siblings have no inverse.
    """
    rows = [
        (level, node, child, *(None if np.isnan(one) else float(one) for one in (adequacy, inflation)), year)
        for level, scored in scored_levels(result)
        for node, children, x in _families(result, scored)
        for suits in (of_those_left(x[..., :-1]),)
        for year, *of_children in zip(scored.panel.years, suits.kmo_of, suits.inflation, strict=True)
        for child, adequacy, inflation in zip(children, *of_children, strict=True)
    ]
    return with_years(result, "suitability", ("level", "node", "child", "kmo", "vif"), rows)


def correlations_table(result: Result) -> Table:
    """Return level, node, one, two, three correlations, flag: siblings, and children with their parent.

    Pearson's, Spearman's and Kendall's. `node` is the parent; where it stands under `two` as well, `one`
    is compared with it. A flag says what is worth a look: negative, weak, redundant.
    """
    rows = [
        (level, node, *pair, year)
        for level, scored in scored_levels(result)
        for node, children, x in _families(result, scored)
        for year, *found in zip(scored.panel.years, pearson(x), spearman(x), kendall(x), strict=True)
        for pair in _pairs((*children, node), *found)
    ]
    columns = ("level", "node", "one", "two", "pearson", "spearman", "kendall", "flag")
    return with_years(result, "correlations", columns, rows)


def links_table(result: Result) -> Table:
    """Return level, node, measure, regions, three correlations: how scores go with what is no part of them.

    Pearson's, Spearman's and Kendall's correlation of the index and of every group with each further
    measure of the edition, and how many regions have both. Empty cells as in `correlations_table`.
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 9.
    """
    groups = [(place, node.id) for place, node in enumerate(result.edition.framework) if node.children]
    rows = [
        (level, node, measure, *cells, year)
        for level, scored in scored_levels(result)
        for place, node in groups
        for measure, values in result.measures.get(level, {}).items()
        for year, cells in zip(scored.panel.years, _links(scored.scores, place, values), strict=True)
    ]
    columns = ("level", "node", "measure", "regions", "pearson", "spearman", "kendall")
    return with_years(result, "links", columns, rows)


def _links(
    scores: NDArray[np.float64] | None, place: int, values: NDArray[np.float64]
) -> Iterator[tuple[int | float | None, ...]]:
    """Yield for each year how many regions have a score and a value, and their correlations."""
    assert scores is not None  # noqa: S101 - only scored levels come here
    both = np.stack([scores[..., place], values], axis=-1)
    known = (~np.isnan(both).any(axis=-1)).sum(axis=-1)
    found = [of(both)[..., 0, 1] for of in (pearson, spearman, kendall)]
    for count, *three in zip(known.tolist(), *found, strict=True):
        yield count, *(None if np.isnan(one) else float(one) for one in three)


def _families(
    result: Result, scored: LevelResult
) -> Iterator[tuple[str, tuple[str, ...], NDArray[np.float64]]]:
    """Yield each node with several children, those, and the scores of both, the node's own last."""
    ids = result.edition.framework.ids
    for node in result.edition.framework:
        if len(node.children) > 1 and scored.scores is not None:
            places = [ids.index(one) for one in (*node.children, node.id)]
            yield node.id, node.children, scored.scores[..., places]


def _pairs(
    ids: tuple[str, ...], linear: NDArray[np.float64], *ranked: NDArray[np.float64]
) -> Iterator[tuple[str | float | None, ...]]:
    """Yield the pairs of one family, whose last member is the parent."""
    parent = len(ids) - 1
    for one, two in combinations(range(len(ids)), 2):
        r, *others = (None if np.isnan(m[one, two]) else float(m[one, two]) for m in (linear, *ranked))
        yield ids[one], ids[two], r, *others, None if r is None else flag(r, siblings=two != parent)


def obstacles_table(result: Result) -> Table:
    """Return level, region, name, indicator, weight, shortfall, degree, place: the greatest obstacle first.

    The obstacle degree (障碍度) is an indicator's share in the region's weighted shortfall from the
    full score. Values beyond the full score fall short by nothing. Empty where the normalisation has
    no full score.
    """
    leaves = [result.edition.framework.ids.index(leaf) for leaf in result.edition.framework.indicators]
    rows = [
        (level, row.region, name, row.indicator, row.weight, row.shortfall, row.degree, row.place, year)
        for level, scored in scored_levels(result)
        for year, name, row in _obstacles(scored, leaves)
    ]
    columns = ("level", "region", "name", "indicator", "weight", "shortfall", "degree", "place")
    return with_years(result, "obstacles", columns, rows)


def _obstacles(scored: LevelResult, leaves: list[int]) -> Iterator[tuple[int, str, Obstacle]]:
    if scored.full is None or scored.normalised is None or scored.effective is None:
        return
    panel = scored.panel
    names = dict(zip(panel.regions, panel.names, strict=True))
    reached = np.minimum(scored.normalised, scored.full)
    for year, x, weights in zip(panel.years, reached, scored.effective[:, leaves], strict=True):
        for row in obstacle_table(
            x, weights, regions=panel.regions, indicators=panel.indicators, full=scored.full
        ):
            yield year, names[row.region], row


def change_parts_table(result: Result) -> Table:
    """Return level, region, name, since, node, change and its parts, the largest change first.

    What each indicator contributed to the change of the region's index since the year before, in points
    of the index: by the region's own values (of_values), by what they are compared with
    (of_normalisation), and by its weight (of_weights). All rows
    of a region and year add up to the change of its index. Empty with one year, and where a group is
    no arithmetic or geometric mean.
    """
    columns = ("level", "region", "name", "since", "node", "change")
    rows = [
        (level, region, name, since, node, *parts, year)
        for level, scored in scored_levels(result)
        for since, year, region, name, node, parts in _change_parts(scored)
    ]
    return with_years(result, "change_parts", (*columns, *PARTS), rows)


def catching_up_table(result: Result) -> Table:
    """Return level, region, name, since, change, catching_up, frontier_shift, three ratios.

    The change of an index that is measured from a frontier, against the frontier of all years together:
    catching up with each year's own frontier times the shift of that frontier. Empty for other indices.
    """
    rows = [
        (level, region, name, since, *parts, year)
        for level, scored in scored_levels(result)
        for since, year, region, name, parts in _frontier_rows(scored)
    ]
    columns = ("level", "region", "name", "since", "change", "catching_up", "frontier_shift")
    return with_years(result, "catching_up", columns, rows)


def _change_parts(scored: LevelResult) -> Iterator[tuple[int, int, str, str, str, tuple[float, ...]]]:
    changes = scored.changes
    if changes is None or changes.parts is None:
        return
    parts = changes.parts
    whole = parts.sum(axis=-1)
    order = np.argsort(-np.abs(whole), axis=-1, kind="stable")
    names, years = dict(zip(scored.panel.regions, scored.panel.names, strict=True)), scored.panel.years
    for pair, (since, year) in enumerate(pairwise(years)):
        for row, region in enumerate(changes.regions):
            if not np.isnan(whole[pair, row]).any():
                for place in order[pair, row]:
                    cells = (float(whole[pair, row, place]), *parts[pair, row, place].tolist())
                    yield since, year, region, names[region], changes.nodes[place], cells


def _frontier_rows(scored: LevelResult) -> Iterator[tuple[int, int, str, str, tuple[float | None, ...]]]:
    changes = scored.changes
    if changes is None or changes.frontier is None:
        return
    names, years = dict(zip(scored.panel.regions, scored.panel.names, strict=True)), scored.panel.years
    for pair, (since, year) in enumerate(pairwise(years)):
        for row, region in enumerate(changes.regions):
            ratios = tuple(float(part[pair, row]) for part in changes.frontier)
            cells = tuple(None if np.isnan(ratio) else ratio for ratio in ratios)
            yield since, year, region, names[region], cells
