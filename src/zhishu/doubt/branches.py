"""Branches: what all draws share that made the same categorical choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.composite import Composite, composite_of
from zhishu.doubt.noise import error_models, left_out, with_errors, with_moved_goalposts
from zhishu.doubt.small_areas import resampled
from zhishu.doubt.weights import (
    free_weights,
    least_weights,
    stated_weights,
    varied_by_dirichlet,
    varied_uniformly,
)
from zhishu.score.pipeline import normalise_values, score_with_weights, weigh_and_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.design import Choices
    from zhishu.doubt.prepared import Prepared
    from zhishu.doubt.uncertain import Uncertain
    from zhishu.indicators.contributions import Contributions


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A recipe run on the data as they are, which is where the draws of one mix of choices start.

    `prepared` holds the values (years, regions, indicators) and the plan; `x` are the comparable
    values, `weights` (years, nodes) the method's own; `composite` is the shortcut to the scores of
    the nodes asked for, None where the aggregators allow none. `stated` are the sets of weights,
    (sets, nodes), of the nodes that the plan kept.
    """

    prepared: Prepared
    x: NDArray[np.float64]
    weights: NDArray[np.float64]
    nodes: tuple[int, ...]
    composite: Composite | None
    stated: NDArray[np.float64] | None
    contributions: Contributions | None


def branch_of(  # noqa: PLR0913 - what was computed before, then what the level asks for
    prepared: Prepared,
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    nodes: tuple[int, ...],
    stated: NDArray[np.float64] | None,
    contributions: Contributions | None = None,
) -> Branch:
    """Return the Branch of prepared data; `nodes` and `contributions` are those of the whole level."""
    plan = prepared.plan
    kept = None if stated is None else stated[:, prepared.nodes]
    units = None if contributions is None else contributions.on(prepared.rows, prepared.columns)
    return Branch(prepared, x, weights, nodes, composite_of(x, plan, prepared.within(nodes)), kept, units)


def weights_together(
    members: Sequence[tuple[Prepared, NDArray[np.float64]]],
) -> NDArray[np.float64]:
    """Return the method's own weights, (members, years, nodes), of plans that normalise differently.

    A member is its prepared data and their comparable values, all of one shape. To weigh them together
    takes hardly longer than one of them.
    """
    x = np.stack([x for _, x in members])
    raw = np.stack([prepared.values for prepared, _ in members])
    return _own_weights(x, raw, members[0][0])


def draw_values(
    branch: Branch, uncertain: Uncertain, choices: Choices
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return comparable values and the method's own weights of every draw.

    The first is (draws or 1, years, regions, indicators), the second (draws or 1, years, nodes): a
    leading 1 says that all draws of the branch share them. Weights are derived anew in every draw
    in which the data differ.
    """
    prepared = branch.prepared
    numbers, picks = choices.numbers, choices.picks
    values, x = prepared.values[None], (branch_x := branch.x[None])
    if "error" in numbers or "bootstrap" in numbers:
        values = prepared.again(_raw_values(branch, uncertain, choices))
        x = _each_draw(values, prepared)
    if "goalposts" in numbers:
        to = prepared.plan.steps["normalise"].options["to"]
        own = np.concatenate([prepared.columns, prepared.all_indicators + np.asarray(prepared.columns)])
        x = with_moved_goalposts(x, numbers["goalposts"][:, own], uncertain.goalposts, to)
    if "indicators" in numbers or "indicators" in picks:
        gone = left_out(
            uncertain.drop, numbers.get("indicators"), picks.get("indicators"), prepared.all_indicators
        )[:, prepared.columns]
        x = np.where(gone[:, None, None, :], np.nan, x)
    if x is branch_x:
        return x, branch.weights[None]
    return x, _own_weights(x, values, prepared)


def _raw_values(branch: Branch, uncertain: Uncertain, choices: Choices) -> NDArray[np.float64]:
    """Return raw values with units redrawn and errors added, (draws, years, regions, indicators)."""
    prepared, numbers = branch.prepared, choices.numbers
    raw = np.broadcast_to(prepared.raw, (choices.draws, *prepared.raw.shape))
    if "bootstrap" in numbers:
        assert branch.contributions is not None  # noqa: S101 - loaded with the study
        raw = resampled(prepared.raw, branch.contributions, numbers["bootstrap"])
    if "error" in numbers:
        models = error_models(uncertain.errors, prepared.indicators)
        raw = with_errors(raw, models, numbers["error"], prepared.indicators)
    return raw


def draw_weights(
    branch: Branch, uncertain: Uncertain, choices: Choices, own: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the weights of every draw, (draws or 1, years, nodes), around the method's `own`, or free."""
    doubt, tree = uncertain.weights, branch.prepared.plan.tree
    if doubt is None:
        return own
    if doubt.kind == "sets":
        assert branch.stated is not None  # noqa: S101 - sets were compiled with the study
        return stated_weights(own, branch.stated[choices.picks["weights"]], tree)
    numbers = choices.numbers["weights"]
    if doubt.kind == "experts":
        assert branch.stated is not None  # noqa: S101 - as above
        chosen = np.minimum((numbers * len(branch.stated)).astype(np.intp), len(branch.stated) - 1)
        return stated_weights(own, branch.stated[chosen].mean(axis=1), tree)
    numbers = numbers[:, np.asarray(branch.prepared.nodes[1:]) - 1]
    if doubt.kind == "free":
        return free_weights(own, numbers, least_weights(doubt.least, tree), tree)
    vary = varied_uniformly if doubt.kind == "uniform" else varied_by_dirichlet
    return vary(own, numbers, doubt.amount, tree)


def exact_scores(branch: Branch, x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return scores of the nodes asked for, (draws, years, nodes, kept regions), as `score_values` would."""
    prepared = branch.prepared
    found = score_with_weights(x, weights, prepared.plan, prepared.background).scores
    scale = prepared.plan.steps["aggregate"].options["scale"]
    within = np.asarray(prepared.within(branch.nodes))
    asked = np.where(within < 0, np.nan, found[..., within])
    answer: NDArray[np.float64] = np.moveaxis(asked, -1, -2) * scale
    return answer


def _each_draw(values: NDArray[np.float64], prepared: Prepared) -> NDArray[np.float64]:
    """Return comparable values, draw by draw where the normaliser compares years with one another."""
    if prepared.plan.steps["normalise"].options["base"] == "each_year":
        return normalise_values(values, prepared.plan, prepared.background)
    return np.stack([normalise_values(draw, prepared.plan, prepared.background) for draw in values])


def _own_weights(
    x: NDArray[np.float64], values: NDArray[np.float64], prepared: Prepared
) -> NDArray[np.float64]:
    plan, background = prepared.plan, prepared.background
    raw = np.broadcast_to(values, x.shape)
    if plan.steps["weigh"].options["base"] == "each_year":
        return weigh_and_score(x, plan, background, raw).weights
    drawn = [weigh_and_score(draw, plan, background, own).weights for draw, own in zip(x, raw, strict=True)]
    return np.stack([np.broadcast_to(weights, (*x.shape[1:2], weights.shape[-1])) for weights in drawn])
