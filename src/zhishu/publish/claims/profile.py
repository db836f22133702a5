"""What there is to say about one region: its place, strengths and weaknesses, what made the score, peers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.publish.claims.certainty import SURE, Order, order_of
from zhishu.publish.claims.profile_claims import profile_claims
from zhishu.publish.figure import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.framework import Text
    from zhishu.publish.claims.claim import Claim
    from zhishu.publish.figure import Tier
    from zhishu.publish.findings import Findings, LevelFindings
    from zhishu.publish.names import RegionName

AT_LEAST = 0.05
"""How far an indicator's standing must lie below the region's own to count as a weakness."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a region stands at one node: its score and rank, and the share of regions it leaves behind.

    `value` is the raw value of an indicator (NaN for other nodes). `standing` is 1 for the best and 0 for
    the last; regions that are equal share the middle of their places.
    """

    node: str
    name: Text
    score: float
    rank: float
    standing: float
    value: float
    unit: Text | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one indicator adds to a region's total score: its share of the weighted sum, and the points."""

    node: str
    name: Text
    points: float
    share: float


@dataclass(frozen=True, slots=True)
class Peer:
    """A region ranked next to another; `order` says whether the better placed of both is surely ahead."""

    name: RegionName
    rank: float
    score: float
    order: Order


@dataclass(frozen=True, slots=True)
class Profile:
    """The facts about one region that a page about it shows; `claims` say them, with their proof.

    `above` and `below` are the nearest regions in the published order, the nearest last and first.
    `interval` is None without draws, `tier` where the recipe makes none.
    """

    level: str
    name: RegionName
    rank: float
    score: float
    among: int
    interval: Interval | None
    tier: Tier | None
    dimensions: tuple[Standing, ...]
    strengths: tuple[Standing, ...]
    weaknesses: tuple[Standing, ...]
    contributions: tuple[Contribution, ...]
    above: tuple[Peer, ...]
    below: tuple[Peer, ...]
    claims: tuple[Claim, ...] = ()


def profile_of(  # noqa: PLR0913 - which region, then options by name
    findings: Findings, level: str, region: str, *, most: int = 3, peers: int = 2, sure: float = SURE
) -> Profile:
    """Return the profile of a region, by code or name; `most` strengths and weaknesses each.

    A strength is an indicator where the region stands no lower than with its total and above the
    middle; a weakness one where it stands at least five points of a hundred lower, and not at the top
    value. A region without a rank has no peers and no claims. An unknown one is an EditionError.
    """
    found = findings.level(level)
    row = found.row(region)
    good, bad = strengths_and_weaknesses(found, row, most)
    profile = Profile(
        level=found.id,
        name=found.names[row],
        rank=float(found.ranks[row, 0]),
        score=float(found.scores[row, 0]),
        among=int(np.isfinite(found.ranks[:, 0]).sum()),
        interval=_interval(found, row),
        tier=found.tiers[row] if found.tiers else None,
        dimensions=tuple(standing_at(found, row, node) for node in found.framework.dimensions),
        strengths=good,
        weaknesses=bad,
        contributions=contributions_of(found, row)[:5],
        above=_peers(found, row, peers, sure)[0],
        below=_peers(found, row, peers, sure)[1],
    )
    return _with_claims(findings, found, profile)


def _with_claims(findings: Findings, found: LevelFindings, profile: Profile) -> Profile:
    return replace(profile, claims=profile_claims(findings, found, profile))


def _interval(found: LevelFindings, row: int) -> Interval | None:
    if found.interval is None:
        return None
    return Interval(float(found.interval.low[row, 0]), float(found.interval.high[row, 0]))


def standings(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of the others that each value leaves behind, ties half; NaN for NaN, (regions,).

    A single value stands at 1.

    >>> standings(np.array([3.0, 1.0, 1.0]))
    array([1.  , 0.25, 0.25])
    """
    known = values[np.isfinite(values)]
    if len(known) < 2:  # noqa: PLR2004 - nobody to be compared with
        return np.where(np.isfinite(values), 1.0, np.nan)
    below = (known[None, :] < values[:, None]).sum(axis=1)
    alike = (known[None, :] == values[:, None]).sum(axis=1) - 1
    return np.where(np.isfinite(values), (below + alike / 2) / (len(known) - 1), np.nan)


def standing_at(found: LevelFindings, row: int, node: str) -> Standing:
    """Return how a region stands at a node, by its scores."""
    at = found.column(node)
    leaf = found.framework[node].is_indicator
    return Standing(
        node,
        found.title(node),
        float(found.scores[row, at]),
        float(found.ranks[row, at]),
        float(standings(found.scores[:, at])[row]),
        float(found.values(node)[row]) if leaf else float("nan"),
        found.unit(node),
    )


def strengths_and_weaknesses(
    found: LevelFindings, row: int, most: int = 3
) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    """Return a region's strongest and weakest indicators against its own total standing."""
    own = float(standings(found.scores[:, 0])[row])
    known = [standing_at(found, row, node) for node in found.framework.indicators]
    known = [standing for standing in known if np.isfinite(standing.standing)]
    good = [one for one in known if one.standing >= own and one.standing > 0.5]  # noqa: PLR2004 - above the middle
    if not good:  # a region at the very top equals its own standing only where it leads
        good = [one for one in known if one.standing > 0.5 and own - one.standing < AT_LEAST]  # noqa: PLR2004 - as above
    bad = [one for one in known if own - one.standing >= AT_LEAST and not _at_the_top(found, row, one.node)]
    weight = {node: float(found.effective[found.column(node)]) for node in found.framework.indicators}
    good.sort(key=lambda one: (-one.standing, one.rank, -weight[one.node]))
    bad.sort(key=lambda one: (one.standing, -one.rank, -weight[one.node]))
    return tuple(good[:most]), tuple(bad[:most])


def _at_the_top(found: LevelFindings, row: int, node: str) -> bool:
    scores = found.scores[:, found.column(node)]
    return bool(scores[row] >= np.nanmax(scores))


def contributions_of(found: LevelFindings, row: int) -> tuple[Contribution, ...]:
    """Return every indicator's share of a region's weighted sum, the largest first.

    share = w x / Σ w x with effective weights w and comparable values x; points = share × total score,
    which are exact where scores are weighted means. A missing value adds nothing; a region whose sum
    is 0 has shares of 0. Empty where a value is negative (z-scores): there are no shares of such a sum.
    """
    weights = np.array([found.effective[found.column(node)] for node in found.framework.indicators])
    parts = np.nan_to_num(weights * found.normalised[row])
    if (parts < 0).any():
        return ()
    whole = parts.sum()
    shares = parts / whole if whole > 0 else np.zeros_like(parts)
    order = np.argsort(-shares, kind="stable")
    score = float(found.scores[row, 0])
    return tuple(
        Contribution(
            node := found.framework.indicators[at],
            found.title(node),
            float(shares[at]) * score,
            float(shares[at]),
        )
        for at in order
    )


def _peers(found: LevelFindings, row: int, peers: int, sure: float) -> tuple[tuple[Peer, ...], ...]:
    if not np.isfinite(found.ranks[row, 0]):
        return (), ()
    order = [int(one) for one in found.order if np.isfinite(found.ranks[one, 0])]
    at = order.index(row)
    above = order[max(0, at - peers) : at]
    below = order[at + 1 : at + 1 + peers]
    return (
        tuple(_peer(found, one, order_of(found, one, row, sure=sure)) for one in above),
        tuple(_peer(found, one, order_of(found, row, one, sure=sure)) for one in below),
    )


def _peer(found: LevelFindings, row: int, order: Order) -> Peer:
    return Peer(found.names[row], float(found.ranks[row, 0]), float(found.scores[row, 0]), order)
