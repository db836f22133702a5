"""Weights whose importance comes nearest to one that no weights reach, for all draws at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.weigh.descent import Curve, Derivatives, least

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]

_CORNERS = 4
_SEARCHES = 3
"""How many of the starts are searched from, beside the nearest point of the cone."""


def nearest_importance(covariance: Array, wanted: Array, live: Flags, power: float) -> Array:
    """Return the weights ≥ 0 with the least Σ (importance - wanted)², (draws, columns), not yet of sum 1.

    The importance is (C w / s)^power over its sum. The function has several valleys, so each draw is
    searched from several fixed starts (`least`), and the best of what is found is taken: weights of
    local least squares, which need not be the global ones. Only `live` columns weigh.
    """
    deviations = np.where(live, np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1)), 1.0)
    inner = covariance / (deviations[:, :, None] * deviations[:, None, :])
    starts = _chosen(inner, wanted, live, power)
    searches = starts.shape[1]
    flat = starts.reshape(-1, starts.shape[-1])
    draws = np.repeat(np.arange(len(inner)), searches)

    def derivatives(places: Places, trial: Array) -> Derivatives:
        chosen = draws[places]
        return _missed_derivatives(inner[chosen], trial, wanted[chosen], power)

    def value(places: Places, trial: Array) -> Array:
        chosen = draws[places]
        return _missed(inner[chosen], trial, wanted[chosen], power)

    found = least(Curve(value, derivatives), flat, live[draws], scaleless=True)
    missed = value(np.arange(len(flat)), found).reshape(-1, searches)
    best = np.arange(len(inner)) * searches + missed.argmin(axis=-1)
    return found[best] / deviations


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


def _chosen(inner: Array, wanted: Array, live: Flags, power: float) -> Array:
    """Return where the searches begin, (draws, searches, columns): the cone's point and the best others."""
    starts = _starts(inner, wanted, live, power)
    missed = _missed(inner[:, None], starts, wanted[:, None], power)
    best = np.argsort(missed, axis=-1, kind="stable")[:, :_SEARCHES]
    others = np.take_along_axis(starts, best[..., None], axis=1)
    return np.concatenate([_cone(inner, wanted, live, power)[:, None], others], axis=1)


def _cone(inner: Array, wanted: Array, live: Flags, power: float) -> Array:
    """Return the weights w ≥ 0 whose C w has the least angle to the one wanted: a convex neighbour.

    Searches that begin here end lower than those from elsewhere in most draws.
    """
    aim = wanted ** (1.0 / power)
    squares = inner @ inner
    towards = (inner @ aim[..., None])[..., 0]

    def value(places: Places, trial: Array) -> Array:
        apart = (inner[places] @ trial[..., None])[..., 0] - aim[places]
        return np.asarray((apart**2).sum(axis=-1) / 2.0)

    def derivatives(places: Places, trial: Array) -> Derivatives:
        gradient = (squares[places] @ trial[..., None])[..., 0] - towards[places]
        return Derivatives(value(places, trial), gradient, squares[places])

    even = live / live.sum(axis=-1, keepdims=True)
    found = least(Curve(value, derivatives), even, live)
    total = found.sum(axis=-1, keepdims=True)
    return np.where(total > 0, found / np.where(total > 0, total, 1.0), even)


def _starts(inner: Array, wanted: Array, live: Flags, power: float) -> Array:
    """Return the clipped exact solution, the target, equal weights and some corners, (draws, starts, columns)."""
    exact = np.linalg.pinv(inner, hermitian=True) @ (wanted ** (1.0 / power))[..., None]
    even = live / live.sum(axis=-1, keepdims=True)
    number = np.cumsum(live, axis=-1)
    corner = live[:, None] & (number[:, None] == np.arange(1, _CORNERS + 1)[:, None])
    starts = np.stack([np.maximum(exact[..., 0], 0.0) + 1e-3 * live, wanted + 1e-3 * live, even], axis=1)
    starts = np.concatenate([starts, 0.8 * corner + 0.2 * even[:, None]], axis=1)
    return np.asarray(starts / starts.sum(axis=-1, keepdims=True))
