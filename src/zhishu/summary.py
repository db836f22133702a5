"""What the command line says of a result: what a build read and scored, and the demo's ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.registry import resolve
from zhishu.terminal import aligned

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zhishu.build import Built
    from zhishu.publish.ranking import Ranking
    from zhishu.result import Result

TOP = 15
REPAIRS_SHOWN = 5


def build_summary(built: Built, out: Path) -> str:
    """Return what was read, scored, set aside and written, in a few lines."""
    result = built.result
    lines = [f"read:   {_read(result)}"] if result.row_counts else []
    lines += [f"scored: {_scored(result)}"]
    if built.quarantine:
        counts = ", ".join(f"{count} of {name}" for name, count in result.quarantined.items() if count)
        lines.append(f"set aside: {counts} bad rows, listed in {out}/quarantine")
    lines += [f"repair: {repair.in_language('en')}" for repair in result.repairs[:REPAIRS_SHOWN]]
    if len(result.repairs) > REPAIRS_SHOWN:
        lines.append(f"repair: … and {len(result.repairs) - REPAIRS_SHOWN} more in {out}/manifest.json")
    lines.append(f"tables: {out}/tables")
    if (out / "report.html").is_file():
        lines.append(f"report: {out}/report.html")
    return "\n".join(lines)


def _read(result: Result) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in result.row_counts.items())


def _scored(result: Result) -> str:
    parts = [
        f"{len(found.panel.regions)} {result.edition.level(level).name.en}"
        for level, found in result.levels.items()
        if found.scores is not None
    ]
    return f"{', '.join(parts)} on {len(result.edition.framework.indicators)} indicators"


def demo_summary(result: Result) -> str:
    """Return the leading regions of every scored level beside the published ranks, and the weights."""
    from zhishu.publish.published import published_ranks  # noqa: PLC0415 - reads the ledger of facts
    from zhishu.publish.ranking import rankings  # noqa: PLC0415 - numpy

    note = result.edition.note
    published = published_ranks(result.edition)
    parts = [f"\n{result.edition.name.zh} {result.edition.name.en} {result.edition.edition}"]
    parts += [f"{note.zh}\n{note.en}"] if note else []
    parts += [_leaders(ranking, published) for ranking in rankings(result)]
    parts += [_weights(result)]
    return "\n\n".join(parts) + "\n"


def _leaders(ranking: Ranking, published: Mapping[tuple[str, str, str], int]) -> str:
    nodes = (ranking.framework.root.id, *ranking.framework.dimensions)
    headings = ["梯队", ranking.level.name.zh, "得分", "总排名"]
    headings += [f"{ranking.framework[node].name.zh}排名" for node in nodes[1:]]
    rows = [_leader(ranking, place, nodes, published) for place in range(min(TOP, len(ranking.names)))]
    name = ranking.level.name.en
    title = f"{name}: total and dimension ranks; a published rank that differs stands in brackets"
    return f"{title}\n{aligned([headings, *rows], right=range(2, len(headings)))}"


def _leader(
    ranking: Ranking, place: int, nodes: tuple[str, ...], published: Mapping[tuple[str, str, str], int]
) -> list[str]:
    region = ranking.names[place].full.zh
    tier = str(ranking.tiers[place].number) if ranking.tiers else ""
    cells = [tier, region, f"{ranking.scores[place, 0]:.2f}"]
    for node in nodes:
        rank = f"{ranking.ranks[place, ranking.column(node)]:g}"
        printed = published.get((ranking.level.id, region, node))
        cells.append(rank if printed is None or str(printed) == rank else f"{rank} ({printed})")
    return cells


def _weights(result: Result) -> str:
    framework = result.edition.framework
    levels = {level.name.en: result.levels[level.id].effective for level in result.edition.scored_levels}
    rows = [["weight in the index", "", *levels]]
    for position, node in enumerate(framework):
        if node.parent is not None:
            shares = [f"{found[-1, position]:.1%}" for found in levels.values() if found is not None]
            rows.append(["  " * (framework.depth(node.id) - 1) + node.name.zh, node.name.en, *shares])
    return "\n".join([aligned(rows, right=range(2, len(rows[0]))), *_weighing_notes(result)])


def _weighing_notes(result: Result) -> list[str]:
    """Return what must stand beside the name of the weighting, the reading that was used included."""
    step = result.edition.recipe.first("weigh")
    note = resolve(step).note if step else None
    return [f"note: {note.en}\n说明：{note.zh}"] if note else []
