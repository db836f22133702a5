"""Weights whose importance comes nearest to one that no weights reach, for all draws at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.weigh.fitted.descent import Curve, Derivatives, least

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]

_CORNERS = 4
_SEARCHES = 1
"""How many of the starts are searched from, beside the nearest point of the cone."""
_TURNED = 6
"""How many columns are tried with the other sign, those that move least with the sum."""
_TURNS, _LOWER = 8, 1e-12
"""How often the search goes on, and how much lower it must have come for that."""


class Problem(NamedTuple):
    """What the draws want: correlations (draws, columns, columns), `wanted` and `live` (draws, columns)."""

    inner: Array
    wanted: Array
    live: Flags
    power: float


class Found(NamedTuple):
    """Points (draws, searches, columns) and what they miss (draws, searches)."""

    points: Array
    missed: Array


def nearest_importance(covariance: Array, wanted: Array, live: Flags, power: float) -> Array:
    """Return the weights ≥ 0 with the least Σ (importance - wanted)², (draws, columns), not yet of sum 1.

    The importance is (C w / s)^power over its sum. Each draw is searched from several fixed starts
    (`least`). Squares have a valley for every pattern of signs of C w, so from each bottom the search
    goes on with one column turned: from the point of the cone that is nearest to the target with
    the other sign for one of the columns that move least, as long as that leads lower. The result is a
    local least value, which need not be the global one. Only `live` columns weigh.
    """
    deviations = np.where(live, np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1)), 1.0)
    problem = Problem(covariance / (deviations[:, :, None] * deviations[:, None, :]), wanted, live, power)
    found = _searched(problem, _chosen(problem))
    if power > 1.0:
        found = _deepened(problem, found)
    best = found.missed.argmin(axis=-1)
    weights: Array = found.points[np.arange(len(best)), best] / deviations
    return weights


def _deepened(problem: Problem, found: Found) -> Found:
    """Return the bottoms that are reached by turning columns as long as that leads lower."""
    points, missed = np.array(found.points), np.array(found.missed)
    lower = np.arange(len(missed))
    for _ in range(_TURNS):
        after = _turned(_some(problem, lower), Found(points[lower], missed[lower]))
        better = (after.missed < missed[lower] - _LOWER).any(axis=-1)
        points[lower], missed[lower] = after
        lower = lower[better]
        if not len(lower):
            break
    return Found(points, missed)


def _some(problem: Problem, draws: Places) -> Problem:
    return Problem(problem.inner[draws], problem.wanted[draws], problem.live[draws], problem.power)


def _searched(problem: Problem, starts: Array) -> Found:
    """Return the bottoms of the valleys in which the starts (draws, searches, columns) lie."""
    draws = np.repeat(np.arange(len(starts)), starts.shape[1])
    flat = starts.reshape(-1, starts.shape[-1])

    def derivatives(places: Places, trial: Array) -> Derivatives:
        chosen = draws[places]
        return _missed_derivatives(problem.inner[chosen], trial, problem.wanted[chosen], problem.power)

    def value(places: Places, trial: Array) -> Array:
        chosen = draws[places]
        return _missed(problem.inner[chosen], trial, problem.wanted[chosen], problem.power)

    points = least(Curve(value, derivatives), flat, problem.live[draws], scaleless=True)
    missed = value(np.arange(len(flat)), points)
    return Found(points.reshape(starts.shape), missed.reshape(starts.shape[:-1]))


def _turned(problem: Problem, found: Found) -> Found:
    """Return, for each search, the best of what was found and of what is found with one column turned."""
    along = found.points @ problem.inner
    sign = np.where(along < 0, -1.0, 1.0)
    size = np.where(problem.live[:, None], np.abs(along), np.inf)
    least_moved = np.argsort(size, axis=-1, kind="stable")[..., :_TURNED]
    other = 1.0 - 2.0 * (least_moved[..., None] == np.arange(along.shape[-1]))
    signs = sign[:, :, None] * other
    starts = _cones(problem, signs.reshape(len(signs), -1, signs.shape[-1]))
    after = _searched(problem, starts)
    missed = np.concatenate([found.missed[..., None], after.missed.reshape(signs.shape[:-1])], axis=-1)
    points = np.concatenate([found.points[:, :, None], after.points.reshape(signs.shape)], axis=2)
    best = missed.argmin(axis=-1)[..., None]
    return Found(
        np.take_along_axis(points, best[..., None], axis=2)[:, :, 0],
        np.take_along_axis(missed, best, axis=-1)[..., 0],
    )


def _missed(inner: Array, trial: Array, wanted: Array, power: float) -> Array:
    """Return Σ (share - wanted)², the shares those of (C w)^power in their sum; infinite where that is 0."""
    size = (inner @ trial[..., None])[..., 0] ** power
    total = size.sum(axis=-1, keepdims=True)
    share = np.divide(size, total, out=np.full_like(size, np.inf), where=total != 0)
    apart: Array = ((share - wanted) ** 2).sum(axis=-1)
    return apart


def _missed_derivatives(inner: Array, trial: Array, wanted: Array, power: float) -> Derivatives:
    """Return the value of `_missed` with its gradient and Hessian.

    With a = C w, q = a^power, T = Σ q, the share s = q / T, r = s - wanted, v = q' / T, h = s + r,
    c = Σ r s and e = c + Σ s²: the gradient along a is 2 v (r - c), the Hessian
    2 (diag(q'' (r - c) / T + v²) - v_j v_k (h_j + h_k - c - e)); C on both sides makes it that along w.
    """
    along = (inner @ trial[..., None])[..., 0]
    size = along**power
    total = size.sum(axis=-1, keepdims=True)
    share = size / total
    apart = share - wanted
    both, slope = share + apart, power * along ** (power - 1.0) / total
    lean = (apart * share).sum(axis=-1, keepdims=True)
    bend = power * (power - 1.0) / total * (apart - lean) + slope**2
    ends = np.stack([slope, slope * both], axis=-1)
    one, two = np.moveaxis(inner @ ends, -1, 0)
    constant = 2.0 * lean + (share**2).sum(axis=-1, keepdims=True)
    mixed = one[:, :, None] * (two - 0.5 * constant * one)[:, None, :]
    hessian = 2.0 * ((inner * bend[:, None, :]) @ inner - mixed - np.swapaxes(mixed, -1, -2))
    gradient = (inner @ (2.0 * slope * (apart - lean))[..., None])[..., 0]
    return Derivatives((apart**2).sum(axis=-1), gradient, hessian)


def _chosen(problem: Problem) -> Array:
    """Return where the searches begin, (draws, searches, columns): the cone's point and the best others."""
    starts = _starts(problem)
    missed = _missed(problem.inner[:, None], starts, problem.wanted[:, None], problem.power)
    best = np.argsort(missed, axis=-1, kind="stable")[:, :_SEARCHES]
    others = np.take_along_axis(starts, best[..., None], axis=1)
    return np.concatenate([_cones(problem, np.ones((len(starts), 1, starts.shape[-1]))), others], axis=1)


def _cones(problem: Problem, signs: Array) -> Array:
    """Return the weights w ≥ 0 whose C w has the least angle to the target with signs, a convex neighbour.

    `signs` (draws, searches, columns) are 1 or -1. With all of them 1, searches that begin here end
    lower than those from elsewhere in most draws.
    """
    draws = np.repeat(np.arange(len(signs)), signs.shape[1])
    aims = signs * (problem.wanted ** (1.0 / problem.power))[:, None]
    inner, squares = problem.inner, problem.inner @ problem.inner
    towards, aims = (aims @ inner).reshape(len(draws), -1), aims.reshape(len(draws), -1)

    def value(places: Places, trial: Array) -> Array:
        apart = (inner[draws[places]] @ trial[..., None])[..., 0] - aims[places]
        return np.asarray((apart**2).sum(axis=-1) / 2.0)

    def derivatives(places: Places, trial: Array) -> Derivatives:
        hessian = squares[draws[places]]
        gradient = (hessian @ trial[..., None])[..., 0] - towards[places]
        return Derivatives(value(places, trial), gradient, hessian)

    live = problem.live[draws]
    even = live / live.sum(axis=-1, keepdims=True)
    found = least(Curve(value, derivatives), even, live)
    total = found.sum(axis=-1, keepdims=True)
    return np.where(total > 0, found / np.where(total > 0, total, 1.0), even).reshape(signs.shape)


def _starts(problem: Problem) -> Array:
    """Return the clipped exact solution, the target, equal weights and corners, (draws, starts, columns)."""
    live, wanted = problem.live, problem.wanted
    exact = np.linalg.pinv(problem.inner, hermitian=True) @ (wanted ** (1.0 / problem.power))[..., None]
    even = live / live.sum(axis=-1, keepdims=True)
    number = np.cumsum(live, axis=-1)
    corner = live[:, None] & (number[:, None] == np.arange(1, _CORNERS + 1)[:, None])
    starts = np.stack([np.maximum(exact[..., 0], 0.0) + 1e-3 * live, wanted + 1e-3 * live, even], axis=1)
    starts = np.concatenate([starts, 0.8 * corner + 0.2 * even[:, None]], axis=1)
    return np.asarray(starts / starts.sum(axis=-1, keepdims=True))
