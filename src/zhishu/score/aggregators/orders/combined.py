"""Combined evaluation: the scores that several aggregators give, joined into one."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError, placed
from zhishu.framework import Text
from zhishu.recipe import Step
from zhishu.registry import Example, resolve
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.aggregators.columns import per_column, require_complete
from zhishu.score.aggregators.orders.joined import RULES
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Settings = Sequence[Mapping[str, Any]]

THREE: Settings = ({"method": "arithmetic"}, {"method": "topsis"}, {"method": "grey_relation"})
"""The methods that are joined unless others are named: an odd number, so that majorities are rarely level."""


def combined_evaluation(  # noqa: PLR0913 - what the methods may ask for is handed on
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    members: Sequence[str] = (),
    regions: Sequence[str] = (),
    years: Sequence[int] = (),
    measures: Mapping[str, NDArray[np.float64]] | None = None,
    generator: np.random.Generator | None = None,
    methods: Settings = THREE,
    rule: str = "mean_rank",
    parts: Sequence[float] | None = None,
) -> NDArray[np.float64]:
    """Return the scores that several aggregators agree on, shape (…, regions), larger is better.

    Each of the `methods` scores the regions with the same columns and weights, as it would alone; the
    `rule` joins their scores, see `zhishu.score.aggregators.orders.joined`. `parts` says how much each method
    counts, nothing for all the same. `zhishu.score.agreement.method_agreement` says whether the methods
    agree enough to be joined.

    Missing values, and parts that do not fit, are a MethodError.

    >>> x = np.array([[1.0, 0.0], [0.0, 1.0], [0.8, 0.9]])
    >>> combined_evaluation(x, np.array([0.6, 0.4]))
    array([2., 1., 3.])
    """
    require_complete(x, "combined_evaluation")
    counted = _counted(parts, len(methods))
    inputs = {"members": members, "regions": regions, "years": years, "measures": measures}
    offered = {name: value for name, value in inputs.items() if value}
    return RULES[rule](score_with_each(x, weights, methods, generator, offered), counted)


def score_with_each(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    methods: Settings,
    generator: np.random.Generator | None = None,
    offered: Mapping[str, Any] | None = None,
) -> NDArray[np.float64]:
    """Return the scores of each listed aggregator, shape (…, regions, methods).

    A method that draws has a copy of the `generator`: it draws what it would draw alone.

    >>> two = ({"method": "arithmetic"}, {"method": "copeland"})
    >>> score_with_each(np.array([[1.0], [0.0]]), np.array([1.0]), two)
    array([[ 1.,  1.],
           [ 0., -1.]])
    """
    found = []
    for settings in methods:
        options = {name: value for name, value in settings.items() if name != "method"}
        chosen = resolve(Step("aggregate", settings["method"], options))
        drawing = {} if generator is None else {"generator": deepcopy(generator)}
        try:
            found.append(chosen.run(x, weights=weights, **(offered or {}), **drawing))
        except MethodError as error:
            raise placed(error, f"the method '{settings['method']}' that is joined with others") from error
    return np.stack(np.broadcast_arrays(*found), axis=-1)


def _counted(parts: Sequence[float] | None, count: int) -> Array:
    """Return how much each method counts, as shares."""
    counted = per_column(1.0 if parts is None else parts, count, "list of parts")
    if not counted.sum() > 0 or (counted < 0).any():
        raise MethodError(
            "the parts of the methods weigh nothing",
            seen=", ".join(f"{part:g}" for part in counted),
            allowed=f"{count} numbers of 0 or more, not all 0",
        )
    return np.asarray(counted / counted.sum())


COMBINED = (
    aggregator(
        "combined_evaluation",
        Text("组合评价法", "Combined evaluation"),
        combined_evaluation,
        citation="Chinese textbook practice: mean of ranks, Borda's, Copeland's and the fuzzy Borda rule, as "
        "used by Ma, Yu and Xu (2016), Journal of Daqing Normal University (3), for 12 cities",
        formula=Text(
            "r_mi = 方法 m 给地区 i 的名次，n 个地区，a_m = 方法的份额。mean_rank：sum_m a_m (n - r_mi + 1)；"
            "borda：多数方法认为不如 i 的地区数；copeland：borda 减去多数方法认为优于 i 的地区数；"
            "fuzzy_borda：sum_m a_m mu_mi Q(r_mi) / sum_m a_m mu_mi，"
            "mu = 0.9 (s - min s)/(max s - min s) + 0.1，Q(h) = (n - h)(n - h + 1)/2；"
            "mean_score：sum_m a_m (s_mi - 均值)/标准差",
            "r_mi = rank of region i by method m, n regions, a_m = the method's share. "
            "mean_rank: sum_m a_m (n - r_mi + 1); borda: regions that a majority of methods puts below i; "
            "copeland: borda minus those that a majority puts above; "
            "fuzzy_borda: sum_m a_m mu_mi Q(r_mi) / sum_m a_m mu_mi, "
            "mu = 0.9 (s - min s)/(max s - min s) + 0.1, Q(h) = (n - h)(n - h + 1)/2; "
            "mean_score: sum_m a_m (s_mi - mean)/sd",
        ),
        needs="every value, and what the joined methods need; only the order means anything, but for "
        "mean_score",
        range_="mean_rank [1, n], borda [0, n - 1], copeland [-(n - 1), n - 1], fuzzy_borda "
        "[0, n(n - 1)/2] for n regions; mean_score unbounded with mean 0",
        degenerate={
            **AMONG_OTHERS,
            "constant": "as the joined methods do; a method that tells no regions apart changes no order",
            "negative": "as the joined methods do",
            "single_region": "1 for mean_rank, else 0",
        },
        example=Example(
            (np.array([[1.0, 0.0], [0.0, 1.0], [0.8, 0.9]]), np.array([0.6, 0.4])), [2.0, 1.0, 3.0]
        ),
        parameters={
            "methods": Option(
                THREE,
                {
                    "type": "array",
                    "items": {"type": "object", "required": ["method"]},
                    "minItems": 2,
                },
                "the aggregators that are joined, `{method, options …}`",
                methods=True,
            ),
            "rule": choice(
                "mean_rank",
                ("borda", "copeland", "fuzzy_borda", "mean_score"),
                "how their scores are joined: mean_rank (mean of rank points), borda (majorities won), "
                "copeland (won minus lost), fuzzy_borda (points of the places, by closeness to the best), "
                "mean_score (mean of standardised scores)",
            ),
            "parts": Option(
                None,
                {"type": ["array", "null"], "items": {"type": "number", "minimum": 0}},
                "how much each method counts; nothing for all the same",
            ),
        },
        inputs=("members", "regions", "years", "measures", "generator"),
    ),
)
