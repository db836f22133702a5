"""Whether one region may be said to be ahead of another: the one rule that all comparing kinds use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zhishu.framework import Text

if TYPE_CHECKING:
    from zhishu.publish.findings import LevelFindings

SURE = 0.9
"""The share of draws from which on "A is ahead of B" is written."""

Verdict = Literal["ahead", "alike", "unknown"]


@dataclass(frozen=True, slots=True)
class Order:
    """What may be said of two regions: `ahead`, `alike` (cannot be told apart), or `unknown`: no draws.

    `probability` is the share of draws in which the first is ahead, None where it was not counted.
    """

    verdict: Verdict
    probability: float | None = None


def order_of(level: LevelFindings, one: int, other: int, *, node: str = "", sure: float = SURE) -> Order:
    """Return whether the region in row `one` may be said to be ahead of that in row `other`.

    The share of draws decides (at least `sure`); for a node whose pairs were not counted the two
    intervals of ranks must not touch. Equal or missing ranks are alike. Without draws nothing is known.
    """
    at = level.column(node)
    first, second = float(level.ranks[one, at]), float(level.ranks[other, at])
    if not first < second:
        return Order("alike", None)
    counted = level.ahead if at == 0 else level.ahead_at(node)  # the index is kept
    if counted is not None:
        share = float(counted[one, other])
        return Order("ahead" if share >= sure - 1e-9 else "alike", share)
    return Order(_by_intervals(level, (one, other), at))


def _by_intervals(level: LevelFindings, rows: tuple[int, int], at: int) -> Verdict:
    interval = level.interval
    if interval is None:
        return "unknown"
    end, start = float(interval.high[rows[0], at]), float(interval.low[rows[1], at])
    if end != end or start != start:  # noqa: PLR0124 - a node that was not drawn has NaN
        return "unknown"
    return "ahead" if end < start else "alike"


def order_words(order: Order) -> Text:
    """Return the sentence about {one} and {other}, which claims no more than is known."""
    match order.verdict:
        case "ahead":
            sure = Text("（概率 {probability}）", " (in {probability} of the draws)")
            known = sure if order.probability is not None else Text("", "")
            return Text(f"{{one}}领先于{{other}}{known.zh}", f"{{one}} is ahead of {{other}}{known.en}")
        case "alike":
            return Text("{one}与{other}难分先后", "{one} and {other} cannot be told apart")
        case _:
            return Text("{one}的名次在{other}之前", "{one} is ranked before {other}")
