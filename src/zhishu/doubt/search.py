"""The search for the fewest leads over 0: cheap proofs first, a solver for what they leave open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.conflicts import never_both_down
from zhishu.doubt.programmes import fewest_over, least, tidy
from zhishu.doubt.weight_space import constraints_of, furthest

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from zhishu.doubt.programmes import Constraints
    from zhishu.doubt.questions import Question
    from zhishu.doubt.weight_space import WeightSpace

_POINTS = 4000
_RETRIES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """No weights have fewer leads over 0 than `bound`; `weights` (columns,) have as few as were found."""

    bound: int
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Begun:
    """An answer so far; of each pair of open leads in `together` one at least is over 0."""

    bound: int
    weights: NDArray[np.float64]
    together: NDArray[np.intp]


def fewest(  # noqa: PLR0913 - what to ask, where, and how long to search
    ask: Callable[[int], Question],
    count: int,
    points: NDArray[np.float64],
    space: WeightSpace,
    *,
    nodes: int,
    progress: Callable[[int], object] | None = None,
) -> list[Answer]:
    """Return the Answer to each of `count` questions, `ask(0)` and so on.

    `points` (p, columns) are weights of the space to begin with, at least one. First each question is
    relaxed to a linear programme, sharpened by the pairs of leads that are never both down; then
    everybody tries everybody's weights; only what is still open goes to the mixed-integer search,
    which `nodes` bounds. `progress` is told the number of questions done.
    """
    constraints = constraints_of(space)
    begun = [_begun(ask(place), points, space, constraints) for place in range(count)]
    own = np.array([start.weights for start in begun]).reshape(count, points.shape[1])
    points = np.concatenate([points, np.unique(own, axis=0)])
    found = []
    for place in range(count):
        found.append(_closed(ask(place), begun[place], points, constraints, nodes))
        if progress is not None:
            progress(place + 1)
    return found


def leading_points(x: NDArray[np.float64], space: WeightSpace) -> NDArray[np.float64]:
    """Return weights of the space worth a look: where one region leads another by most, at most 4,000.

    `x` is (regions, columns). Those that break a constraint beyond the bounds are left out.
    """
    pairs = np.arange(0, len(x) ** 2, max(1, len(x) ** 2 // _POINTS))
    found = furthest(space, x[pairs // len(x)] - x[pairs % len(x)])[1]
    if space.is_nested_box:
        return np.unique(found, axis=0)
    constraints = constraints_of(space)
    inside = least(np.zeros(x.shape[1]), np.zeros((0, x.shape[1])), np.zeros(0), constraints)
    middle = tidy(inside[1]) if inside else found[0]
    broken = (found @ space.matrix.T > space.bound).any(axis=-1)
    return np.concatenate([middle[None], np.unique(found[~broken], axis=0)])


def _begun(
    question: Question, points: NDArray[np.float64], space: WeightSpace, constraints: Constraints
) -> _Begun:
    """Return the bound of the relaxed programme, and the best weights among the points and its own."""
    counts = question.counts(points)
    bound, best, nothing = question.always, points[counts.argmin()], np.zeros((0, 2), dtype=np.intp)
    if bound >= counts.min():
        return _Begun(bound, best, nothing)
    open_ = question.open
    together = never_both_down(space, question.leads[open_])
    found = fewest_over(
        question.leads[open_],
        question.largest[open_],
        constraints,
        some_over=_groups(together, len(open_)),
        whole=False,
    )
    if found.weights is not None and question.counts(found.weights[None])[0] < counts.min():
        best = found.weights
    return _Begun(bound + found.bound, best, together)


def _closed(
    question: Question,
    begun: _Begun,
    points: NDArray[np.float64],
    constraints: Constraints,
    nodes: int,
) -> Answer:
    """Return the answer that the mixed-integer search proves, as far as it goes."""
    counts = question.counts(np.concatenate([begun.weights[None], points]))
    place = int(counts.argmin())
    bound, fewest_shown = begun.bound, int(counts[place])
    best = begun.weights if place == 0 else points[place - 1]
    open_, always = question.open, question.always
    groups = _groups(begun.together, len(open_))
    for _ in range(_RETRIES):
        if bound >= fewest_shown:
            break
        found = fewest_over(
            question.leads[open_],
            question.largest[open_],
            constraints,
            some_over=groups,
            fewer_than=fewest_shown - always,
            nodes=nodes,
        )
        bound = max(bound, always + found.bound)
        if found.weights is None:
            break
        held = np.append(question.down, open_[~found.over])
        tried = np.stack([found.weights, _lowest(question, held, found.weights, constraints)])
        shown = question.counts(tried)
        if shown.min() < fewest_shown:
            best, fewest_shown = tried[shown.argmin()], int(shown.min())
        if shown.min() > always + int(found.over.sum()):
            # The solver's tolerance let pass what no weights show: these leads do not stay down together.
            groups = np.concatenate([groups, ~found.over[None]])
    return Answer(bound, best)


def _lowest(
    question: Question,
    held: NDArray[np.intp],
    weights: NDArray[np.float64],
    constraints: Constraints,
) -> NDArray[np.float64]:
    """Return weights under which the largest of some leads is least, if `weights` do not hold them down."""
    if not len(held) or (question.leads[held] @ weights).max() <= question.shown:
        return weights
    columns = question.leads.shape[1]
    rows = np.concatenate([question.leads[held], -np.ones((len(held), 1))], axis=1)
    cost = np.append(np.zeros(columns), 1.0)
    found = least(cost, rows, np.zeros(len(held)), constraints, free=1)
    return weights if found is None else tidy(found[1][:columns])


def _groups(together: NDArray[np.intp], count: int) -> NDArray[np.bool_]:
    """Return pairs of leads as marks, (pairs, leads)."""
    marks = np.zeros((len(together), count), dtype=bool)
    np.put_along_axis(marks, together, values=True, axis=1)
    return marks
