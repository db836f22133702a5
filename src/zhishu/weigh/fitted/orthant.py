"""The greatest value of a quadratic form over unit vectors of 0 or more, many forms side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_ROUNDS = 400
_NEAR = 1e-6
"""A start that ends this much below the best, in proportion, is not followed further."""
_LEVEL = 1e-10
_APART = 1e-6
_ZERO = 1e-9


def largest_form(forms: Array, live: Flags) -> Array:
    """Return vectors w ≥ 0, (forms, columns), that make wᵀ H w great among those of length 1.

    `forms` H are symmetric, (forms, columns, columns); only `live` columns take part. From each
    column, from equal weights and from both halves of the leading eigenvector, w goes to the part of
    H w above 0, over its length: with H shifted to have no negative eigenvalue that never lowers the
    value. The columns left are then solved by their own leading eigenvector. The highest end wins;
    ends that are equally high but apart are averaged. An optimum that no start leads to is possible:
    the problem is hard in general.

    >>> largest_form(np.array([[[2.0, -1.0], [-1.0, 1.0]]]), np.array([[True, True]]))
    array([[1., 0.]])
    """
    least = np.linalg.eigvalsh(forms)[:, :1, None]
    shifted = forms + np.maximum(-least, 0.0) * np.eye(forms.shape[-1])
    ends = _climb(shifted, _starts(shifted, live))
    value = _value(shifted, ends)
    near = value >= value.max(axis=1, keepdims=True) * (1.0 - _NEAR)
    form, start = np.nonzero(near)
    ends[form, start] = _solved(shifted[form], ends[form, start])
    value = np.where(near, _value(shifted, ends), -np.inf)
    return _mean_of_best(ends, value >= value.max(axis=1, keepdims=True) * (1.0 - _LEVEL))


def _starts(forms: Array, live: Flags) -> Array:
    """Return the starts (forms, starts, columns), unit vectors of 0 or more over the live columns."""
    equal = live[:, None, :].astype(np.float64)
    each = np.where(live[:, :, None], np.eye(forms.shape[-1]), equal)
    top = np.linalg.eigh(forms)[1][:, None, :, -1]
    halves = np.concatenate([np.maximum(top, 0.0), np.maximum(-top, 0.0)], axis=1) * live[:, None, :]
    found = np.concatenate([each, equal, halves], axis=1)
    found = np.where(found.any(axis=-1, keepdims=True), found, equal)
    unit: Array = found / np.sqrt((found**2).sum(axis=-1, keepdims=True))
    return unit


def _climb(forms: Array, start: Array) -> Array:
    """Return where w → the part of H w above 0 leads, after at most `_ROUNDS` steps."""
    here = there = start
    for _ in range(_ROUNDS):
        there = np.maximum(here @ forms, 0.0)
        length = np.sqrt((there**2).sum(axis=-1, keepdims=True))
        there = np.divide(there, length, out=np.array(here), where=length > 0)
        if np.abs(there - here).max(initial=0.0) < _ZERO:
            break
        here = there
    return there


def _solved(forms: Array, ends: Array) -> Array:
    """Return the leading eigenvectors over each end's own columns where these are 0 or more."""
    held = ends > _ZERO
    inner = np.where(held[:, :, None] & held[:, None, :], forms, 0.0)
    vector = np.linalg.eigh(inner)[1][:, :, -1]
    vector = np.where(held, vector * np.where(vector.sum(axis=-1, keepdims=True) < 0, -1.0, 1.0), 0.0)
    fits = (vector >= -_ZERO).all(axis=-1, keepdims=True)
    found: Array = np.where(fits, np.maximum(vector, 0.0), ends)
    return found


def _value(forms: Array, points: Array) -> Array:
    found: Array = ((points @ forms) * points).sum(axis=-1)
    return found


def _mean_of_best(ends: Array, best: Flags) -> Array:
    """Return the mean of the best ends, those that are one and the same counted once."""
    apart = np.abs(ends[:, :, None, :] - ends[:, None, :, :]).max(axis=-1) > _APART
    earlier = np.tril(np.ones(apart.shape[1:], dtype=bool), -1)
    first = best & ~(~apart & earlier & best[:, None, :]).any(axis=-1)
    counted = first / first.sum(axis=1, keepdims=True)
    found: Array = (ends * counted[:, :, None]).sum(axis=1)
    return found
