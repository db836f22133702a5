"""The outline of a report whose edition declares none: what any index can show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.publish.figures.rank_history import FEWEST
from zhishu.publish.outline import Item, Outline, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.edition import Edition, Level

TIERS_SHOWN = 2


def default_outline(edition: Edition, levels: tuple[Level, ...] | None = None) -> Outline:
    """Return method, a part per scored level, one per dimension, clusters, how sure it is, and appendices.

    `levels` are those that have scores to show, all that the edition scores unless given.
    """
    levels = edition.scored_levels if levels is None else levels
    if not levels:
        return Outline(())
    parts = [
        Part("method", Text("研究方法", "Method"), tuple(_method())),
        Part(
            "overall",
            Text("总体评价", "Overall results"),
            parts=tuple(_level_part(edition, level) for level in levels),
        ),
        Part(
            "dimensions",
            Text("分项评析", "Results by dimension"),
            parts=tuple(_dimension_parts(edition, levels[-1].id)),
        ),
        *_clusters(edition, levels),
        Part("sure", Text("结果有多可靠", "How sure are these ranks"), tuple(_doubt(levels))),
        Part("advice", Text("发展建议", "Options for improvement"), (_claims("advice"),)),
        *(_appendix(level) for level in levels),
        Part("data", Text("数据质量", "Quality of the data"), tuple(_data(levels)), appendix=True),
    ]
    return Outline(tuple(parts))


def _made(what: str, kind: str, **options: Any) -> Item:  # noqa: ANN401 - options of any kind
    place = f"the default outline, {what} {kind}" + "".join(f", {value}" for value in options.values())
    return Item("figure" if what == "figure" else "table", place, kind=kind, options=options)


def _claims(*claims: str | dict[str, Any]) -> Item:
    place = "the default outline, claims " + ", ".join(str(claim) for claim in claims)
    return Item("claims", place, claims=claims)


def _method() -> Iterator[Item]:
    yield _made("table", "framework")
    yield _made("table", "method")


def _level_part(edition: Edition, level: Level) -> Part:
    return Part(f"overall-{level.id}", level.name, tuple(_level_items(edition, level)))


def _level_items(edition: Edition, level: Level) -> Iterator[Item]:
    root = edition.framework.root.id
    named = {"level": level.id}
    yield _claims({"kind": "leaders", **named}, {"kind": "ties", **named})
    yield _made("figure", "choropleth", level=level.id, measure=root)
    yield _made("table", "leading", level=level.id)
    yield _made("figure", "rank_scatter", level=level.id)
    for tier in range(1, TIERS_SHOWN + 1):
        yield _made("figure", "radars", level=level.id, tier=tier)
    yield _made("figure", "rank_history" if len(edition.years) >= FEWEST else "slope", level=level.id)
    yield _claims({"kind": "changes", **named}, {"kind": "changes", **named, "direction": "fell"})
    yield _claims({"kind": "change_parts", **named})
    yield _made("figure", "change_parts", level=level.id)
    yield _made("table", "change_parts", level=level.id)
    for grouping in edition.groupings:
        if level.id in grouping.levels:
            both = {"level": level.id, "grouping": grouping.id}
            yield _claims({"kind": "seats", **both})
            yield _made("figure", "group_ranks", **both)


def _dimension_parts(edition: Edition, level: str) -> Iterator[Part]:
    for node in edition.framework.dimensions:
        items = (
            _claims({"kind": "top", "level": level, "node": node}),
            _made("figure", "stacked_bars", level=level, node=node),
        )
        yield Part(f"dimension-{node}", edition.framework[node].name, items)


def _clusters(edition: Edition, levels: tuple[Level, ...]) -> Iterator[Part]:
    """Yield the part on clusters where the recipe makes some; several levels have a part each."""
    if edition.recipe.first("clusters") is None:
        return
    parts = [Part(f"alike-{level.id}", level.name, tuple(_cluster_items(level))) for level in levels]
    title = Text("聚类分析", "Clusters of regions")
    if len(parts) == 1:
        yield Part("clusters", title, parts[0].items)
    else:
        yield Part("clusters", title, parts=tuple(parts))


def _cluster_items(level: Level) -> Iterator[Item]:
    yield _claims({"kind": "clusters", "level": level.id})
    yield _made("table", "clusters", level=level.id)
    yield _made("table", "cluster_counts", level=level.id)
    yield _made("figure", "dendrogram", level=level.id)
    yield _made("figure", "cluster_profiles", level=level.id)


def _doubt(levels: tuple[Level, ...]) -> Iterator[Item]:
    yield _made("table", "uncertainty")
    for level in levels:
        yield _made("figure", "interval_dots", level=level.id)
        yield _made("figure", "contributions", level=level.id)
        yield _made("figure", "coherence", level=level.id)
        yield _made("table", "coherence", level=level.id)


def _appendix(level: Level) -> Part:
    title = Text(f"全部{level.name.zh}", f"All {level.name.en.lower()}")
    return Part(f"all-{level.id}", title, (_made("table", "whole", level=level.id),), appendix=True)


def _data(levels: tuple[Level, ...]) -> Iterator[Item]:
    yield _made("table", "sources")
    for level in levels:
        yield _made("table", "data_quality", level=level.id)
