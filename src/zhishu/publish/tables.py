"""The tables of the report, declared: the leading regions, the whole ranking, the weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Table
from zhishu.publish.ranking import region_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.publish.figure import Cell
    from zhishu.publish.names import RegionName
    from zhishu.publish.ranking import Ranking
    from zhishu.result import Result

LEADING = 15

TOTAL_RANK = Text("名次", "Rank")
TIER = Text("梯队", "Tier")
TOTAL_SCORE = Text("总得分", "Total score")


def leading_table(ranking: Ranking, *, number: str, published: Mapping[tuple[str, str, str], int]) -> Table:
    """Return the table of the leading regions: total score, and the rank in total and per dimension.

    `published` is what `published_ranks` gives; such ranks stand beside ours.
    Regions that share the last place are all listed.
    """
    level, rows = ranking.level, range(ranking.leading(LEADING))
    nodes = (ranking.framework.root.id, *ranking.framework.dimensions)
    titles = [ranking.framework[node].name for node in nodes[1:]]
    columns = (
        Column("rank", TOTAL_RANK, "rank", node=nodes[0]),
        Column("region", region_title(ranking)),
        *((Column("tier", TIER, "tier"),) if ranking.tiers else ()),
        Column("score", TOTAL_SCORE, "score", digits=2, full=ranking.full_score, node=nodes[0]),
        *(
            Column(node, Text(f"{title.zh}名次", f"{title.en}, rank"), "rank", node=node)
            for node, title in zip(nodes[1:], titles, strict=True)
        ),
    )
    return Table(
        id=f"leading-{level.id}",
        number=number,
        title=leading_title(ranking),
        data=Data(
            columns,
            tuple(_leading_row(ranking, row, nodes, published) for row in rows),
            level=level.id,
            regions=tuple(ranking.names[row].code for row in rows),
        ),
    )


def leading_title(ranking: Ranking) -> Text:
    """Return the title of the table of leading regions, which names fewer when there are fewer."""
    name, count = ranking.level.name, min(LEADING, len(ranking.names))
    if len(ranking.names) <= LEADING:
        return Text(f"{name.zh}总得分与各维度名次", f"{name.en}: total score and rank by dimension")
    return Text(
        f"前 {count} 位{name.zh}的总得分与各维度名次",
        f"{name.en}: top {count}, total score and rank by dimension",
    )


def _leading_row(
    ranking: Ranking, row: int, nodes: tuple[str, ...], published: Mapping[tuple[str, str, str], int]
) -> tuple[Cell, ...]:
    name, level = ranking.names[row], ranking.level.id
    ranks = [ranking.place(row, node, _published(published, level, name, node)) for node in nodes]
    tier = (ranking.tiers[row],) if ranking.tiers else ()
    return (ranks[0], name.full, *tier, float(ranking.scores[row, 0]), *ranks[1:])


def _published(
    published: Mapping[tuple[str, str, str], int], level: str, name: RegionName, node: str
) -> int | None:
    """Return the published rank of a region that the ledger calls by its code, full or short name."""
    keys = ((level, text, node) for text in (name.code, name.full.zh, name.short.zh))
    return next((published[key] for key in keys if key in published), None)


def whole_table(ranking: Ranking, *, number: str) -> Table:
    """Return the table of all regions of a level: rank, tier, score, and score and rank per dimension."""
    root, dimensions = ranking.framework.root.id, ranking.framework.dimensions
    within = any(name.within for name in ranking.names)
    columns = (
        Column("rank", TOTAL_RANK, "rank", node=root),
        Column("region", region_title(ranking)),
        *((Column("within", Text("所属省份", "Province")),) if within else ()),
        *((Column("tier", TIER, "tier"),) if ranking.tiers else ()),
        Column("score", TOTAL_SCORE, "score", digits=2, full=ranking.full_score, node=root),
        *(column for node in dimensions for column in _dimension_columns(ranking, node)),
    )
    rows = tuple(_whole_row(ranking, row, within=within) for row in range(len(ranking.names)))
    name = ranking.level.name
    title = Text(f"全部 {len(ranking.names)} 个{name.zh}", f"All {len(ranking.names)} {name.en.lower()}")
    codes = tuple(name.code for name in ranking.names)
    data = Data(columns, rows, level=ranking.level.id, regions=codes)
    return Table(id=f"all-{ranking.level.id}", number=number, title=title, data=data)


def _dimension_columns(ranking: Ranking, node: str) -> tuple[Column, Column]:
    name = ranking.framework[node].name
    return (
        Column(f"{node}-score", name, "number", digits=2, node=node),
        Column(f"{node}-rank", Text("名次", "Rank"), "rank", node=node),
    )


def _whole_row(ranking: Ranking, row: int, *, within: bool) -> tuple[Cell, ...]:
    name = ranking.names[row]
    parts = [
        cell
        for node in ranking.framework.dimensions
        for cell in (float(ranking.scores[row, ranking.column(node)]), ranking.place(row, node))
    ]
    return (
        ranking.place(row, ranking.framework.root.id),
        name.full,
        *((name.within or name.short,) if within else ()),
        *((ranking.tiers[row],) if ranking.tiers else ()),
        float(ranking.scores[row, 0]),
        *parts,
    )


def weights_table(result: Result, *, number: str) -> Table | None:
    """Return the framework with its weights per level: within the group, and in the whole index.

    None when no level has weights.
    """
    edition, framework = result.edition, result.edition.framework
    scored = [level for level in edition.scored_levels if level.id in result.levels]
    weighed = [level for level in scored if result.levels[level.id].weights is not None]
    if not weighed:
        return None
    largest = _largest_effective(result)
    columns = (
        Column("node", Text("指标", "Indicator")),
        *(column for level in weighed for column in _weight_columns(level.id, level.name, largest)),
    )
    rows = tuple(
        (
            framework[node].name,
            *(cell for level in weighed for cell in _weights_of(result, level.id, position)),
        )
        for position, node in enumerate(framework.ids)
        if position
    )
    return Table(
        id="weights",
        number=number,
        title=Text("指标体系与权重", "Indicators and weights"),
        data=Data(columns, rows, depths=tuple(framework.depth(node) for node in framework.ids[1:])),
        note=Text(
            "“组内”指在同一上级下的权重，合计为 100%；“全局”为各级权重之积，即对总指数的权重。",
            "“Within group” sums to 100% below each parent; “overall” is the product of the weights up to "
            "the index.",
        ),
    )


def _weight_columns(level: str, name: Text, full: float) -> tuple[Column, Column]:
    return (
        Column(f"{level}-weight", Text(f"{name.zh}：组内", f"{name.en}: within group"), "share", digits=1),
        Column(
            f"{level}-effective",
            Text(f"{name.zh}：全局", f"{name.en}: overall"),
            "share",
            digits=1,
            full=full,
        ),
    )


def _weights_of(result: Result, level: str, position: int) -> tuple[float | None, float | None]:
    found = result.levels[level]
    if found.weights is None or found.effective is None:
        return (None, None)
    return (float(found.weights[-1, position]), float(found.effective[-1, position]))


def _largest_effective(result: Result) -> float:
    """Return the largest weight below the index, so that its bar fills the cell."""
    arrays = [found.effective[-1, 1:] for found in result.levels.values() if found.effective is not None]
    return max((float(np.nanmax(array, initial=0.0)) for array in arrays), default=1.0) or 1.0
