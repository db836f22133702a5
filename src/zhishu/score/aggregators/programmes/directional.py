"""Directional benefit of the doubt: how far each region could step, with what is not desired beside what is.

A column without a value above 0 and with one below is an amount that is not desired, turned by its sign
(`normalise: sign`): a step lowers it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.prepare.columns import column_of
from zhishu.registry import Example, never
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice, number
from zhishu.score.aggregators.columns import require_complete
from zhishu.score.aggregators.programmes.benefit import COUNTED, LEFT_OUT
from zhishu.score.aggregators.programmes.frontiers import EACH_YEAR, FRONTIER, scores_by_frontier
from zhishu.score.aggregators.raw_columns import turned_costs
from zhishu.step_kinds import Option
from zhishu.weigh.envelopment.cones import patterns, places_of
from zhishu.weigh.envelopment.scores import directional_scores
from zhishu.weigh.envelopment.undesirable import (
    ANY,
    AT_MOST_ONE,
    ONE,
    Outputs,
    outputs_of,
    steps_to_all,
    steps_to_others,
    taking_part,
)
from zhishu.weigh.moments import refuse_large

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Direction = str | Sequence[float] | None

_LEAST = 1e-9


def directional_benefit(  # noqa: PLR0913 - one argument per option
    x: Array,
    weights: Array,
    *,
    direction: Direction = None,
    low: float = 0.0,
    order: Sequence[str | Sequence[str]] | None = None,
    mixtures: str = AT_MOST_ONE,
    frontier: str = EACH_YEAR,
    own: str = COUNTED,
    members: Sequence[str] = (),
    years: Sequence[int] = (),
) -> Array:
    """Return the directional benefit-of-the-doubt score of each region, shape (…, regions): 1 / (1 + β).

    β is the largest step for which x_c + β g still lies below a mixture of regions; in a column that is
    not desired the step lowers the amount. g are the mean amounts unless `direction` gives numbers, or
    says `own`: those of the region. The weights that show β may be held to a least share `low` of the
    index of the average region and to an `order` of importance. With `own: left_out` β of regions on the
    frontier is that to the others alone, 0 or less. See `undesirable` and `cones` of
    `zhishu.weigh.envelopment`, and `frontiers` for the frontier, which takes x as (…, years, regions,
    columns). Columns that weigh nothing take no part; a region without any amount
    scores 0 along its own.

    >>> directional_benefit(np.array([[2.0, -1.0], [1.0, -2.0]]), np.ones(2) / 2, direction="own")
    array([1.   , 0.625])
    """
    limits: dict[str, Any] = {"direction": direction, "low": low, "order": order, "mixtures": mixtures}
    left_out = own == LEFT_OUT
    if left_out:
        _refuse_no_step(direction)

    def limited(those: Array, takes_part: NDArray[np.bool_], _: NDArray[np.bool_]) -> Array:
        outputs = limited_outputs(those, takes_part, members, **limits, sampled=left_out)
        steps = steps_to_all(outputs)
        return turned(steps_to_others(outputs, steps)) if left_out else turned(steps)

    def score(x: Array, weights: Array) -> Array:
        values, cost = amounts_of(x, weights)
        plain = not low and not order and mixtures != ANY and not cost.any() and not left_out
        if plain and _common(direction):
            given = None if isinstance(direction, str) else direction
            return scored(values, mixtures, lambda those, *_: directional_scores(those, direction=given))
        return scored(values, mixtures, limited)

    return scores_by_frontier(x, weights, score, frontier=frontier, years=years)


def _refuse_no_step(direction: Direction) -> None:
    """Raise a MethodError if a column has no step: nothing there bounds a region against the others."""
    if direction is not None and not isinstance(direction, str) and not all(step > 0 for step in direction):
        raise MethodError(
            "left out, a region may lie beyond all others in a column along which it takes no step",
            seen=list(direction),
            allowed="numbers above 0, `mean` or `own`",
            advice="use `own: counted`",
        )


def amounts_of(x: Array, weights: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Return the columns, 0 where they weigh nothing, and which are not desired."""
    require_complete(x, "directional benefit of the doubt")
    refuse_large(x)
    values = np.where(weights[..., None, :] > 0, x, 0.0)
    cost = turned_costs(values)
    mixed: NDArray[np.bool_] = np.asarray(((values < 0) & ~cost).any(axis=-2))
    if mixed.any():
        raise MethodError(
            "the directional benefit of the doubt takes amounts, and a column has values on both sides of 0",
            where=column_of(mixed),
            seen="values above and below 0",
            allowed="amounts of 0 or more; what is not desired 0 or less, as `sign` turns it",
            advice="normalise to values of 0 or more, for instance by min–max",
        )
    return values, cost


def _common(direction: Direction) -> bool:
    """Whether all regions step alike and in every column."""
    if direction is None or isinstance(direction, str):
        return direction != "own"
    return all(step > 0 for step in direction)


def scored(values: Array, mixtures: str, score: Callable[..., Array]) -> Array:
    """Return the scores of the tables that tell regions apart; in others 1, or 0 where all is 0."""
    tables = values.reshape(-1, *values.shape[-2:])
    takes_part = taking_part(tables, mixtures)
    found = (tables != 0).any(axis=-1).astype(float)
    tells = takes_part.any(axis=-1)
    if tells.any():
        found[tells] = score(tables[tells], takes_part[tells], tells)
    return np.asarray(found.reshape(values.shape[:-1]))


def limited_outputs(  # noqa: PLR0913 - one argument per option
    tables: Array,
    takes_part: NDArray[np.bool_],
    members: Sequence[str],
    *,
    direction: Direction,
    low: float,
    order: Sequence[str | Sequence[str]] | None,
    mixtures: str,
    sampled: bool = False,
) -> Outputs:
    """Return the amounts and steps of tables in patterns of weights that keep the limits."""
    amounts = np.where(takes_part[:, None], tables, 0.0)
    if mixtures != ONE and not (amounts > 0).any(axis=(-1, -2)).all():
        raise MethodError(
            "nothing is desired that tells the regions apart, so the least of what is not is none at all",
            seen=f"columns that are not desired alone, `mixtures: {mixtures}`",
            allowed="a column of amounts of 0 or more that varies",
            advice="say `mixtures: one`: each is then compared with what others have",
        )
    if sampled and direction == "own" and mixtures == ONE:
        _refuse_none((amounts == 0) & turned_costs(amounts))
    pattern = patterns(takes_part, places_of(order, members), low)
    along = "mean" if direction is None else direction
    return outputs_of(amounts, pattern, direction=along, mixtures=mixtures, sampled=sampled)


def _refuse_none(nothing: NDArray[np.bool_]) -> None:
    if nothing.any():
        raise MethodError(
            "a region with 0 of what is not desired has no step in it, and those it is compared with may lie "
            "beyond it",
            where=column_of(np.asarray(nothing.any(axis=-2))),
            seen=f"{int(nothing.sum())} amounts of 0",
            allowed="amounts above 0 of what is not desired",
            advice="say `direction: mean` or `mixtures: at_most_one`",
        )


def turned(steps: Array, larger: str = "") -> Array:
    """Return 1 / (1 + β), 0 for an infinite β; `larger` is what else helps against a β of -1 or less."""
    if (steps <= _LEAST - 1.0).any():
        raise MethodError(
            "a region lies so far above those it is compared with that its score has no limit",
            seen=f"a step of {float(steps.min()):.4g}",
            allowed="a step above -1",
            advice=f"take {larger}`own: counted`, or `direction: own` with `mixtures: at_most_one`",
        )
    return np.asarray(1.0 / (1.0 + steps))


NEEDS = (
    "every value; amounts of 0 or more, those that are not desired 0 or less (normalise: sign); linear "
    "programmes, those of all regions and draws side by side"
)
CASES: Mapping[str, str] = {
    **AMONG_OTHERS,
    "constant": "left out: it would leave no region a step; with `mixtures: any` it is a divisor",
    "zero": "left out",
    "negative": "a column without a value above 0 is not desired; values on both sides of 0 are an error",
    "single_region": "1, or 0 if all of it is 0; with `mixtures: any` an error where nothing is undesired",
}
LIMITS: Mapping[str, Option] = {
    "low": number(
        0.0, "the least share of a column in the index of the average region", minimum=0, maximum=1
    ),
    "order": Option(
        None,
        {
            "type": ["array", "null"],
            "items": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        },
        "ids of columns, most important first, or lists of ids that share a place: in the index of the "
        "average region none has a smaller share than one that comes later; columns not named are free",
    ),
    "mixtures": choice(
        AT_MOST_ONE,
        (ONE, ANY),
        "what the parts of a mixture of regions sum to: at_most_one, an input of 1 to each; one, variable "
        "returns; any, what is not desired is the input",
    ),
}


def direction_option(default: str | None, least: Mapping[str, float], description: str) -> Option:
    """Return the option `direction`, whose numbers are not below the `least`."""
    numbers = {"type": ["array", "null"], "items": {"type": "number", **least}}
    return Option(default, {"anyOf": [{"enum": ["mean", "own"]}, numbers]}, description)


DIRECTIONAL = (
    aggregator(
        "directional_benefit",
        Text("方向性最有利权重", "Directional benefit of the doubt"),
        directional_benefit,
        citation="Fusco (2015), European Journal of Operational Research 242(2): 620-630, as computed by the "
        "R package Compind, ci_bod_dir; with what is not desired Zanella, Camanho and Dias (2015), European "
        "Journal of Operational Research 245(2): 517-530; `mixtures: any` as Compind, ci_bod_constr_bad; "
        "the region left out: Ray (2008), Journal of the Operational Research Society",
        formula=Text(
            "1 / (1 + beta)，beta 为使 x_c + beta g 仍不超过各地区某一组合的最大步长；"
            "非期望产出取负号，步长使其减少",
            "1 / (1 + beta), beta the largest step with x_c + beta g below a mixture of regions; what is not "
            "desired is negative, so that a step lowers it",
        ),
        needs=NEEDS,
        range_="(0, 1]; 1 on the frontier, 1 or more there with `own: left_out`",
        degenerate=CASES,
        example=Example(
            (np.array([[2.0, -1.0], [1.0, -2.0]]), np.array([0.5, 0.5])), [1.0, 5 / 8], {"direction": "own"}
        ),
        parameters={
            "direction": direction_option(
                None,
                {"minimum": 0},
                "the step in each column, mean: its mean amount, own: the region's amount, or numbers; "
                "mean unless given",
            ),
            **LIMITS,
            "frontier": FRONTIER,
            "own": choice(
                COUNTED,
                (LEFT_OUT,),
                "whether the region itself is among those it is compared with; left out, scores on the "
                "frontier are 1 or more and tell those there apart (super-efficiency)",
            ),
        },
        inputs=("members", "years"),
        weights_matter=never,
    ),
)
