"""Small areas: ranks that hang on single firms, and rates of few cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.noise import SEEDS
from zhishu.errors import MethodError
from zhishu.score.pipeline import normalise_values, weigh_and_score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.doubt.prepared import Prepared
    from zhishu.indicators.contributions import Contributions

AT_ONCE = 128


@dataclass(frozen=True, slots=True, eq=False)
class Leverage:
    """What single units do to their region's score at the index, one entry per row of contributions.

    `share` is 1 - score without / score with; `score` and `rank` are those without the unit.
    """

    share: NDArray[np.float64]
    score: NDArray[np.float64]
    rank: NDArray[np.float64]


def leverage_of(prepared: Prepared, contributions: Contributions) -> Leverage:
    """Return each unit's leverage: the panel without what it adds, scored anew and ranked anew.

    Normalisation and weights are derived anew, as if the unit had never been there. Units that add
    the same to the same region are scored once. A region whose score is not above 0 has share NaN.
    """
    values = contributions.values[:, list(prepared.columns)]
    kept = {row: position for position, row in enumerate(prepared.rows)}
    at = np.array([kept.get(int(region), -1) for region in contributions.regions], dtype=np.intp)
    rows = np.concatenate([contributions.years[:, None], at[:, None], values], axis=1)
    different, inverse = np.unique(rows, axis=0, return_inverse=True)
    with_all = index_scores(prepared, prepared.raw[None])[0]
    scores, ranks = np.full((2, len(different)), np.nan)
    for start in range(0, len(different), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        scores[part], ranks[part] = _without(prepared, different[part])
    own = with_all[contributions.years, at]
    share = 1.0 - np.divide(scores[inverse], own, out=np.full(own.shape, np.nan), where=own > 0)
    gone = at < 0
    return Leverage(*(np.where(gone, np.nan, found) for found in (share, scores[inverse], ranks[inverse])))


def _without(
    prepared: Prepared, rows: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return score and rank of each row's region without the row: (year, region, values …)."""
    drawn = np.repeat(prepared.raw[None], len(rows), axis=0)
    year, region = rows[:, 0].astype(np.intp), rows[:, 1].astype(np.intp)
    each = np.arange(len(rows))
    drawn[each, year, region] = np.maximum(drawn[each, year, region] - rows[:, 2:], _floor(prepared.raw))
    scores = index_scores(prepared, drawn)[each, year]
    ranks = prepared.plan.steps["rank"].run(scores, axis=-1)
    return scores[each, region], ranks[each, region]


def index_scores(prepared: Prepared, raw: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the scores at the index, (draws, years, regions), of raw values with a leading axis."""
    plan, background = prepared.plan, prepared.background
    scale = float(plan.steps["aggregate"].options["scale"])
    found = []
    for values in prepared.again(raw) if _compares_years(prepared) else [prepared.again(raw)]:
        x = normalise_values(values, plan, background)
        found.append(weigh_and_score(x, plan, background, values).scores[..., 0] * scale)
    return np.stack(found) if _compares_years(prepared) else found[0]


def _compares_years(prepared: Prepared) -> bool:
    steps = prepared.plan.steps
    return any(steps[kind].options["base"] != "each_year" for kind in ("normalise", "weigh"))


def resampled(
    raw: NDArray[np.float64], contributions: Contributions, numbers: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return raw values with the units of every region redrawn with replacement.

    `raw` is (years, regions, indicators), `numbers` (draws, 1) uniform, each the seed of its draw;
    the result (draws, years, regions, indicators). A region keeps its number of units; indicators
    that are no sum over units stay as they are. It is the bootstrap of Efron (1979), Annals of
    Statistics 7(1), within regions: it asks what the same region might as well have looked like.
    """
    drawn = np.repeat(raw[None], len(numbers), axis=0)
    if not len(contributions.keys):
        return drawn
    group = contributions.years * raw.shape[1] + contributions.regions
    starts = np.flatnonzero(np.concatenate([[True], np.diff(group) > 0]))
    sizes = np.diff(np.append(starts, len(group)))
    first, size = np.repeat(starts, sizes), np.repeat(sizes, sizes)
    years, regions = contributions.years[starts], contributions.regions[starts]
    values = contributions.values
    observed, floor = np.add.reduceat(values, starts, axis=0), _floor(raw)
    for draw, number in enumerate(numbers[:, 0]):
        generator = np.random.default_rng(int(number * SEEDS))
        chosen = first + (generator.random(len(group)) * size).astype(np.intp)
        change = np.add.reduceat(values[chosen], starts, axis=0) - observed
        drawn[draw, years, regions] = np.where(
            contributions.covered,
            np.maximum(drawn[draw, years, regions] + change, floor),
            raw[years, regions],
        )
    return drawn


def _floor(raw: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 0 for indicators that are nowhere negative: a difference of sums may fall below by rounding."""
    return np.where(np.fmin.reduce(raw, axis=(-3, -2)) >= 0, 0.0, -np.inf)


def shrunk_rates(cases: NDArray[np.float64], base: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rates drawn towards the overall rate, the more the fewer cases they rest on, (…, regions).

    `cases` and `base` are (…, regions); the crude rate is r_i = cases_i / base_i, the overall one
    m = Σ cases / Σ base. With s² = Σ base_i (r_i - m)² / Σ base and a = max(s² - m / mean base, 0), the
    variance between regions beyond chance, the shrunk rate is m + (r_i - m) · a / (a + m / base_i).
    A region with base 0 gets m; where nothing but chance differs, all get m. NaN in either stays NaN
    and is left out of m. A negative number or an overall base of 0 raises a MethodError.

    Source: Marshall 1991, Applied Statistics 40(2), global empirical Bayes estimator by moments.

    >>> shrunk_rates(np.array([1.0, 30.0, 50.0]), np.array([2.0, 100.0, 400.0])).round(4)
    array([0.1788, 0.2626, 0.1281])
    """
    known = ~(np.isnan(cases) | np.isnan(base))
    case, number = np.where(known, cases, 0.0), np.where(known, base, 0.0)
    total = number.sum(axis=-1, keepdims=True)
    if (case < 0).any() or (number < 0).any() or (total <= 0).any():
        raise MethodError(
            "rates cannot be shrunk",
            seen="a negative number, or no base at all",
            allowed="cases and base of 0 or more, some base above 0",
        )
    overall = case.sum(axis=-1, keepdims=True) / total
    positive = number > 0
    crude = np.divide(case, number, out=np.broadcast_to(overall, case.shape).copy(), where=positive)
    variance = (number * (crude - overall) ** 2).sum(axis=-1, keepdims=True) / total
    mean_base = total / np.maximum(positive.sum(axis=-1, keepdims=True), 1)
    between = np.maximum(variance - overall / mean_base, 0.0)
    chance = np.divide(overall, number, out=np.full(case.shape, np.inf), where=positive)
    spread = between + chance
    trust = np.divide(between, spread, out=np.zeros(case.shape), where=(spread > 0) & np.isfinite(spread))
    return np.where(known, overall + (crude - overall) * trust, np.nan)
