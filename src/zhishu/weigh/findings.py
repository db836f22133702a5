"""How sound the weights are: whether judgments agree, and whether what was wanted has been reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zhishu.recipe import Step
from zhishu.registry import resolve
from zhishu.weigh.fitted.importance import optimise_group
from zhishu.weigh.fitted.unobserved import fitted_components
from zhishu.weigh.judged.best_worst import solve_panel
from zhishu.weigh.judged.chains import chain_weights, expert_chains
from zhishu.weigh.judged.complementary import complementary_findings
from zhishu.weigh.judged.conjoint import importances, respondents_worths
from zhishu.weigh.judged.experts import concordance, panel_spread
from zhishu.weigh.judged.influence import influence_of_panel
from zhishu.weigh.judged.judgments import comparing_experts, comparison_matrices, experts_about, panel_array
from zhishu.weigh.judged.network import limit_matrix
from zhishu.weigh.judged.orders import ranked_weights
from zhishu.weigh.judged.priorities import consistency
from zhishu.weigh.judged.supermatrix import network_of
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.weigh.judged.priorities import Consistency

PANEL = "panel"
"""What a finding is about that holds for all experts, or all columns, together."""
_AT_FLOOR = 1e-9


class Finding(NamedTuple):
    """One number about the weights of one group: of `method`, `about` an expert, a column or the panel."""

    method: str
    about: str
    measure: str
    value: float


class Weighed(NamedTuple):
    """One group as it was weighed: columns (regions, columns), their ids, stated weights, settled options."""

    x: NDArray[np.float64]
    members: Sequence[str]
    stated: NDArray[np.float64]
    options: Mapping[str, Any]


def weighting_findings(method: str, group: Weighed) -> Iterator[Finding]:
    """Yield what is to be said of one group's weights; nothing for a method that answers no such question.

    A combination of weightings yields what its parts do.

    >>> options = {"comparisons": {"a": {"b": 3, "c": 2}, "b": {"c": 2}}}
    >>> group = Weighed(np.zeros((4, 3)), ("a", "b", "c"), np.ones(3), options)
    >>> [(found.measure, round(found.value, 2)) for found in weighting_findings("ahp", group)]
    [('largest_eigenvalue', 3.14), ('consistency_index', 0.07), ('consistency_ratio', 0.12)]
    """
    for settings in group.options.get("methods") or ():
        part = resolve(Step("weigh", settings["method"], _without_method(settings)))
        yield from weighting_findings(part.method.id, group._replace(options=part.options))
    if method in _FINDERS:
        for about, measure, value in _FINDERS[method](group):
            yield Finding(method, about, measure, float(value))


def _without_method(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name != "method"}


def _comparisons(group: Weighed) -> Iterator[tuple[str, str, float]]:
    """Yield eigenvalue, index and ratio of each expert's matrix and of their geometric mean.

    They are of the comparisons, whichever way these become priorities.
    """
    table = group.options["comparisons"]
    matrices = comparison_matrices(table, group.members)
    names = comparing_experts(table, group.members)
    judged = dict(zip(names, matrices, strict=True)) if len(names) > 1 else {}
    for about, matrix in {**judged, PANEL: np.exp(np.log(matrices).mean(axis=0))}.items():
        found = consistency(matrix)
        yield from ((about, measure, value) for measure, value in _consistency_of(found))


def _consistency_of(found: Consistency) -> Iterator[tuple[str, float]]:
    yield "largest_eigenvalue", found.largest_eigenvalue.item()
    yield "consistency_index", found.index.item()
    yield "consistency_ratio", found.ratio.item()


def _best_and_worst(group: Weighed) -> Iterator[tuple[str, str, float]]:
    """Yield the deviation ξ and the consistency ratios of each expert."""
    options = group.options
    tables = options["best_to_others"], options["others_to_worst"]
    for expert, found in solve_panel(*tables, group.members, model=options["model"]).items():
        yield expert, "deviation", found.deviation
        yield expert, "input_consistency_ratio", found.input_ratio
        if not np.isnan(found.ratio):
            yield expert, "output_consistency_ratio", found.ratio


def _allocations(group: Weighed) -> Iterator[tuple[str, str, float]]:
    """Yield how far the panel's shares of each column spread, and Kendall's W."""
    points = panel_array(group.options["allocations"], group.members, "allocations")
    yield from _spread(points, group.members)


def _ratios(group: Weighed) -> Iterator[tuple[str, str, float]]:
    """Yield how far the weights of the experts' orders spread, and Kendall's W."""
    chains = expert_chains(group.options["ratios"], group.members)
    yield from _spread(chain_weights(chains, group.members), group.members)


def _rankings(group: Weighed) -> Iterator[tuple[str, str, float]]:
    """Yield how far the weights of the experts' rankings spread, and Kendall's W."""
    ranks = panel_array(group.options["rankings"], group.members, "rankings")
    yield from _spread(ranked_weights(ranks, group.options["variant"]), group.members)


def _profiles(group: Weighed) -> Iterator[tuple[str, str, float]]:
    """Yield how far the importance of each column spreads, Kendall's W, and the fit of each respondent."""
    if len(group.members) == 1:
        return
    options = group.options
    tables = options["profiles"], options["ratings"]
    found = respondents_worths(*tables, group.members, options["linear"])
    yield from _spread(importances(found, group.members), group.members)
    yield from (
        (who, "r_squared", fit) for who, fit in zip(found.respondents, found.fit.tolist(), strict=True)
    )


def _spread(points: NDArray[np.float64], members: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    """Yield how far experts' points (experts, columns) spread, and Kendall's W of several."""
    found = panel_spread(points)
    measures = {
        "mean": found.mean,
        "median": found.median,
        "deviation": found.deviation,
        "smallest": found.smallest,
        "largest": found.largest,
    }
    for column, member in enumerate(members):
        yield from ((member, f"share_{name}", values[column]) for name, values in measures.items())
    if len(points) > 1:
        yield PANEL, "concordance", found.concordance


def _ratings(group: Weighed) -> Iterator[tuple[str, str, float]]:
    """Yield Kendall's W of several experts."""
    ratings = group.options["ratings"]
    if len(experts_about(ratings, group.members)) > 1:
        yield PANEL, "concordance", concordance(panel_array(ratings, group.members, "ratings"))


def _shares(group: Weighed) -> Iterator[tuple[str, str, float]]:
    """Yield the compatibility of each expert's complementary comparisons with his own weights."""
    options = group.options
    for expert, found in complementary_findings(
        options["comparisons"], group.members, options["spread"]
    ).items():
        yield expert, "compatibility", found.compatibility


def _influences(group: Weighed) -> Iterator[tuple[str, str, float]]:
    """Yield what each column gives and receives, its prominence and its relation."""
    options = group.options
    found = influence_of_panel(options["influences"], group.members, options["divisor"])
    measures = {
        "influence_given": found.given,
        "influence_received": found.received,
        "prominence": found.prominence,
        "relation": found.relation,
    }
    for column, member in enumerate(group.members):
        yield from ((member, name, values[column]) for name, values in measures.items())


def _network(group: Weighed) -> Iterator[tuple[str, str, float]]:
    """Yield the consistency of the comparisons under each column, and the number of closed sets."""
    if len(group.members) == 1:
        return
    options = group.options
    network = network_of(
        options["influences"], group.members, options.get("clusters", {}), options.get("cluster_weights", {})
    )
    for member, found in network.judged.items():
        yield from ((member, measure, value) for measure, value in _consistency_of(found))
    yield PANEL, "closed_sets", round(np.trace(limit_matrix(network.supermatrix)))


def _importance(group: Weighed) -> Iterator[tuple[str, str, float]]:
    """Yield the importance that was wanted and reached, and the proof where it cannot be."""
    options = group.options
    found = optimise_group(group.x, group.stated, target=options["target"], measure=options["measure"])
    measures = {"importance_wanted": found.wanted, "importance_reached": found.reached}
    if found.certificate is not None:
        measures["certificate"] = found.certificate
    for column, member in enumerate(group.members):
        yield from ((member, name, values[column]) for name, values in measures.items())
    yield PANEL, "importance_gap", found.gap


def _components(group: Weighed) -> Iterator[tuple[str, str, float]]:
    """Yield how each column that varies goes with the common factor, and the standard error of a score.

    `own_share` is the part of a column's variance that the factor does not explain, `at_floor` the
    floor where it stops there; `error_deviation` and `standard_error` count in deviations of the factor.
    """
    floor = group.options["floor"]
    found = fitted_components(group.x, negative=group.options["negative"], floor=floor)
    for column in np.flatnonzero(live_columns(group.x)).tolist():
        member, own, precision = group.members[column], found.own[column], float(found.precision[column])
        yield member, "correlation_with_factor", found.correlation[column]
        yield member, "own_share", own
        if precision > 0:
            yield member, "error_deviation", precision**-0.5
        if own <= floor * (1.0 + _AT_FLOOR):
            yield member, "at_floor", floor
    yield PANEL, "standard_error", float(found.standard_error)


_FINDERS: Mapping[str, Callable[[Weighed], Iterator[tuple[str, str, float]]]] = {
    "ahp": _comparisons,
    "fuzzy_ahp": _comparisons,
    "fuzzy_complementary": _shares,
    "dematel": _influences,
    "anp": _network,
    "best_worst": _best_and_worst,
    "budget_allocation": _allocations,
    "conjoint": _profiles,
    "precedence_chart": _ratings,
    "order_relation": _ratios,
    "rank_order": _rankings,
    "optimised_importance": _importance,
    "unobserved_components": _components,
}
