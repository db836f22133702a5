"""What the command line says: the result of a build, the demo's ranking, the sheets of methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.method_names import advice_for, methods_named, names_elsewhere
from zhishu.method_page import example_text
from zhishu.registry import methods, resolve
from zhishu.terminal import aligned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from zhishu.build import Built
    from zhishu.publish.ranking import Ranking
    from zhishu.registry import Method
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
    lines += [f"repair: {repair.where}: {repair.message}" for repair in result.repairs[:REPAIRS_SHOWN]]
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


def method_list(some: Sequence[Method] = ()) -> str:
    """Return one line per registered method, or per method of some: step, id, names, range."""
    rows = [["step", "method", "名称", "name", "range"]]
    rows += [[found.kind, found.id, found.name.zh, found.name.en, found.range] for found in some or methods()]
    return aligned(rows) + "\n\nzhishu methods NAME prints formula, source, options and an example"


def method_sheet(name: str) -> str:
    """Return formula, source, options, behaviour in degenerate cases and an example of one method.

    A name that only part of several methods' names fits gives the list of these.
    """
    found = _named(name)
    if len({method.id for method in found}) > 1:
        return method_list(found)
    return "\n\n".join(_sheet(method) for method in found)


def methods_as_data(name: str | None) -> list[dict[str, Any]]:
    """Return the registry, or the methods of one name, as plain data for `--json`."""
    return [
        {
            "step": found.kind,
            "method": found.id,
            "name": {"zh": found.name.zh, "en": found.name.en},
            "formula": {"zh": found.said.zh, "en": found.said.en},
            "citation": found.citation,
            "needs": found.needs,
            "range": found.range,
            "degenerate": dict(found.degenerate),
            "example": example_text(found),
            "options": {key: option.description for key, option in found.options.items()},
            "note": {"zh": found.note.zh, "en": found.note.en} if found.note else None,
        }
        for found in (_named(name) if name else methods())
    ]


def _named(name: str) -> tuple[Method, ...]:
    from zhishu.errors import MethodError  # noqa: PLC0415 - only on a miss

    found = methods_named(name, methods())
    if not found:
        raise MethodError(
            f"there is no method '{name}'",
            seen=name,
            allowed=", ".join(method.id for method in methods()),
            advice=advice_for(name, methods()) or "zhishu methods lists them",
        )
    return found


def _sheet(found: Method) -> str:
    lines = [f"{found.id}   {found.name.zh}   {found.name.en}   (step: {found.kind})"]
    lines += [f"  note: {found.note.en}\n  说明：{found.note.zh}"] if found.note else []
    lines += [f"  formula:  {found.said.en}"]
    lines += [f"  公式:     {found.said.zh}"] if found.said.zh != found.said.en else []
    lines += [f"  source:   {found.citation}"]
    lines += [f"  needs:    {found.needs}", f"  range:    {found.range}"]
    lines += [f"  {case.replace('_', ' ')}: {text}" for case, text in found.degenerate.items()]
    for name, option in found.options.items():
        allowed = option.allowed if isinstance(option.allowed, str) else " | ".join(option.allowed)
        lines.append(f"  option {name}: {option.description} ({allowed}; default {option.default})")
    lines.append(f"  example:  {example_text(found)}")
    lines += [f"  elsewhere: {names}"] if (names := names_elsewhere(found)) else []
    return "\n".join(lines)
