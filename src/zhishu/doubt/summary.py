"""What a doubt says, in lines to read at the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.intervals import nothing_moved, published_order, quantile_places, tie_groups, told_apart
from zhishu.doubt.places import steps_per_place
from zhishu.terminal import aligned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.doubt.doubt import Doubt, LevelDoubt

TOP = 10
SHOWN = 8


def doubt_summary(doubt: Doubt) -> str:
    """Return per level: what varied, the leading regions with their intervals, and how many are tied."""
    parts = [_level(doubt, level, found) for level, found in doubt.levels.items()]
    return "\n\n".join([what_varied(doubt), *parts])


def what_varied(doubt: Doubt) -> str:
    """Return in a few lines what was drawn, how often, and from which seed."""
    found = next(iter(doubt.levels.values()))
    settings = doubt.uncertain
    lines = [f"{settings.draws:,} draws ({settings.sampler}, seed {settings.seed}) of:"]
    for factor in found.study.factors:
        if factor.choices:
            more = f" … {len(factor.choices)} in all" if len(factor.choices) > SHOWN else ""
            lines.append(f"  {factor.name}: {' | '.join(factor.choices[:SHOWN])}{more}")
        elif factor.name == "weights" and settings.weights is not None:
            kind = settings.weights.kind
            amount = {
                "uniform": f"± {settings.weights.amount:.0%} at every node",
                "free": f"all alike likely{_least(settings.weights.least)}",
            }
            lines.append(f"  weights: {amount.get(kind, f'{kind} {settings.weights.amount:g}')}")
        else:
            lines.append(f"  {factor.name}")
    return "\n".join(lines)


def _least(least: Mapping[str, float]) -> str:
    """Return the least weights in words, nothing where there are none."""
    named = ", ".join(f"{node} {weight:g}" for node, weight in least.items())
    return f", at least {named}" if named else ""


def _level(doubt: Doubt, level: str, found: LevelDoubt) -> str:
    last = found.places.shape[0] - 1
    counts = found.places[last, 0, :, :-1]
    low, high = doubt.uncertain.interval
    per_place = steps_per_place(found.study.ties)
    middle, lows, highs = (1 + quantile_places(counts, share) / per_place for share in (0.5, low, high))
    assert found.published.ranks is not None  # noqa: S101 - only scored levels are studied
    ranks = found.published.ranks[last, :, 0]
    rows = [["rank", "region", "median", f"{low:.0%} to {high:.0%}", "holds its place"]]
    ranked = int((~np.isnan(ranks)).sum())
    for region in published_order(ranks)[: min(TOP, ranked)].tolist():
        held = counts[region, int((ranks[region] - 1) * per_place)] / found.draws
        interval = f"{lows[region]:g} to {highs[region]:g}"
        name = found.published.panel.names[region]
        rows.append([f"{ranks[region]:g}", name, f"{middle[region]:g}", interval, f"{held:.0%}"])
    name = doubt.edition.level(level).name
    width = float(np.nanmedian(highs - lows))
    year = f" {found.published.panel.years[last]}" if last else ""
    lines = [f"{name.zh} {name.en}{year}", aligned(rows, right=(0, 2, 4))]
    lines.append(f"half of all intervals span at most {1 + width:g} ranks")
    if nothing_moved(found):
        lines.append(
            "no draw changed any rank: what varied may have no say in the methods used; `uncertain:` can "
            "vary other steps"
        )
    return "\n".join([*lines, *_ties(doubt, found, last)])


def _ties(doubt: Doubt, found: LevelDoubt, year: int) -> list[str]:
    if found.ahead is None or found.published.ranks is None:
        return []
    apart = told_apart(found.ahead[year, 0], found.draws, doubt.uncertain.told_apart)
    order = published_order(found.published.ranks[year, :, 0])
    groups = int(tie_groups(apart, order).max(initial=0))
    return [f"{len(order)} regions form {groups} groups within which no two can be told apart"]
