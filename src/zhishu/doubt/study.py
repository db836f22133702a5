"""The study of one level: what may vary there, compiled, and the scores of any draws."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.branches import (
    Branch,
    branch_of,
    draw_values,
    draw_weights,
    exact_scores,
    weights_together,
)
from zhishu.doubt.composite import by_region, weights_below
from zhishu.doubt.design import Choices, Factor
from zhishu.doubt.places import bins_of, place_draws, places_of
from zhishu.doubt.prepared import Setting, prepared_by
from zhishu.doubt.recipes import alternatives_of, label_of, recipe_of, step_factors
from zhishu.doubt.uncertain import EACH
from zhishu.doubt.weights import stated_sets
from zhishu.errors import EditionError, MethodError, PanelError
from zhishu.score.pipeline import normalise_values
from zhishu.score.repairs import check_comparable
from zhishu.score.tree import compile_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.composite import Composite, Different
    from zhishu.doubt.prepared import Prepared
    from zhishu.doubt.recipes import Alternatives
    from zhishu.doubt.uncertain import Uncertain
    from zhishu.panel import Panel
    from zhishu.recipe import Recipe


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """One level under doubt: its data, what may vary, and which nodes are looked at.

    `factors` are the uncertain choices in the order of the design's columns; `nodes` positions in
    the framework, the index first; `stated` the sets of weights, (sets, nodes of the framework).
    """

    panel: Panel
    setting: Setting
    recipe: Recipe
    uncertain: Uncertain
    alternatives: Mapping[str, Alternatives]
    factors: tuple[Factor, ...]
    nodes: tuple[int, ...]
    stated: NDArray[np.float64] | None = None

    @property
    def ties(self) -> str:
        """The rule of ties of the recipe."""
        step = self.recipe.first("rank")
        return "min" if step is None else str(step.options.get("ties", "min"))

    @property
    def bins(self) -> int:
        """How many different places there are, no place included."""
        return bins_of(len(self.panel.regions), self.ties)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Scores and places of some draws, both (draws, years, nodes, regions).

    A place is a rank as a small whole number, from 0 (see `zhishu.doubt.places`). `scores` are None
    where they were not asked for.
    """

    scores: NDArray[np.float64] | None
    places: NDArray[np.uint16]


def study_of(
    panel: Panel, setting: Setting, recipe: Recipe, uncertain: Uncertain, nodes: Sequence[str] | None = None
) -> Study:
    """Return the Study of one level; `nodes` are the index and its dimensions where none are named.

    Raises EditionError for alternatives, weights or indicators that the edition does not have.
    """
    framework = setting.framework
    tree = compile_tree(framework)
    asked = nodes or (framework.root.id, *framework.dimensions)
    positions = tuple(framework.ids.index(framework[node].id) for node in asked)
    alternatives = alternatives_of(uncertain, recipe)
    names: tuple[str, ...] = ()
    stated = None
    if uncertain.weights is not None and uncertain.weights.kind in {"sets", "experts"}:
        names, stated = stated_sets(uncertain.weights, tree, setting.folder)
    _check_errors(uncertain, framework.indicators)
    factors = [
        *step_factors(alternatives, framework, by_depth=uncertain.by_depth),
        *_other_factors(uncertain, names, len(tree.ids), framework.indicators),
    ]
    return Study(panel, setting, recipe, uncertain, alternatives, tuple(factors), positions, stated)


def _other_factors(
    uncertain: Uncertain, sets: tuple[str, ...], nodes: int, indicators: Sequence[str]
) -> list[Factor]:
    """Return the factors that are no alternatives of steps; `sets` are the names of sets of weights."""
    factors = []
    weights = uncertain.weights
    if weights is not None and weights.kind in {"uniform", "dirichlet", "free"}:
        factors.append(Factor("weights", nodes - 1))
    elif weights is not None:
        experts = Factor("weights", len(sets))
        factors.append(experts if weights.kind == "experts" else Factor("weights", choices=sets))
    if uncertain.drop == EACH:
        factors.append(Factor("indicators", choices=("none", *indicators)))
    elif uncertain.drop:
        factors.append(Factor("indicators", len(indicators)))
    if uncertain.goalposts:
        factors.append(Factor("goalposts", 2 * len(indicators)))
    if uncertain.bootstrap:
        factors.append(Factor("bootstrap"))
    if uncertain.errors:
        factors.append(Factor("error"))
    return factors


def _check_errors(uncertain: Uncertain, indicators: Sequence[str]) -> None:
    for name in uncertain.errors:
        if name != "*" and name not in indicators:
            raise EditionError(
                f"there is no indicator '{name}'",
                where="uncertain, error",
                seen=name,
                allowed=", ".join(("*", *indicators)),
            )


def branch_names(study: Study) -> tuple[str, ...]:
    """Return the factors whose picks decide which branch a draw belongs to."""
    return tuple(factor.name for factor in study.factors if factor.name.split(" ")[0] in study.alternatives)


def branch_at(study: Study, picks: Mapping[str, int]) -> Branch:
    """Return the Branch of one mix of alternatives; an error says which mix it was."""
    with _placed(study, picks):
        prepared, x = _comparable(study, picks)
        return _branch(study, prepared, x, weights_together([(prepared, x)])[0])


def branches_at(study: Study, mixes: Sequence[Mapping[str, int]]) -> list[Branch]:
    """Return the Branch of each mix of alternatives, as `branch_at` would one by one.

    Mixes that differ in nothing but the normaliser are weighed together.
    """
    begun, alike = [], defaultdict(list)
    for place, picks in enumerate(mixes):
        with _placed(study, picks):
            begun.append(_comparable(study, picks))
        alike[tuple(pick for name, pick in picks.items() if name != "normalise")].append(place)
    weights: dict[int, NDArray[np.float64]] = {}
    for places in alike.values():
        try:
            weights |= zip(places, weights_together([begun[place] for place in places]), strict=True)
        except MethodError:
            # One by one, so that the error says which mix it was.
            return [branch_at(study, picks) for picks in mixes]
    return [_branch(study, *begun[place], weights[place]) for place in range(len(mixes))]


def _comparable(study: Study, picks: Mapping[str, int]) -> tuple[Prepared, NDArray[np.float64]]:
    """Return the data that a mix of alternatives prepares, and their comparable values."""
    recipe = recipe_of(study.recipe, study.alternatives, picks)
    prepared = prepared_by(study.panel, study.setting, recipe)
    x = normalise_values(prepared.values, prepared.plan, prepared.background)
    missing = prepared.plan.steps["aggregate"].options["missing"]
    check_comparable(replace(prepared.panel, values=prepared.values), x, missing=missing)
    return prepared, x


def _branch(study: Study, prepared: Prepared, x: NDArray[np.float64], weights: NDArray[np.float64]) -> Branch:
    setting = study.setting
    return branch_of(
        prepared, x, weights, nodes=study.nodes, stated=study.stated, contributions=setting.contributions
    )


@contextmanager
def _placed(study: Study, picks: Mapping[str, int]) -> Iterator[None]:
    """Say of an error which mix of alternatives it was."""
    try:
        yield
    except (MethodError, PanelError) as error:
        mixed = ", ".join(
            f"{name}: {label_of(study.alternatives[name.split(' ')[0]][pick])}"
            for name, pick in picks.items()
        )
        error.where = ", ".join(filter(None, [f"uncertain ({mixed or 'the recipe'})", error.where]))
        raise


def score_draws(study: Study, branch: Branch, choices: Choices, *, scored: bool = True) -> Drawn:
    """Return places of draws of one branch, and scores if they are asked for.

    By the shortcut where there is one and the data are shared, else through the tree; the places
    are the same either way. An error that only drawn values lead to says which mix it was.
    """
    with _placed(study, {name: int(choices.picks[name][0]) for name in branch_names(study)}):
        x, own = draw_values(branch, study.uncertain, choices)
        weights = draw_weights(branch, study.uncertain, choices, own)
        if branch.composite is not None and len(x) == 1 and len(weights) == choices.draws > 1:
            return _by_product(study, branch, x, weights, scored=scored)
        return _spread(study, branch, _through_tree(study, branch, x, weights), choices.draws)


def _through_tree(
    study: Study, branch: Branch, x: NDArray[np.float64], weights: NDArray[np.float64]
) -> Drawn:
    scores = exact_scores(branch, x, weights)
    ranks = branch.prepared.plan.steps["rank"].run(scores, axis=-1)
    return Drawn(scores, places_of(ranks, study.ties))


def _by_product(
    study: Study, branch: Branch, x: NDArray[np.float64], weights: NDArray[np.float64], *, scored: bool
) -> Drawn:
    composite = branch.composite
    assert composite is not None  # noqa: S101 - the caller has looked
    draws, years = weights.shape[:2]
    shape = (draws, years, len(study.nodes), x.shape[-2])
    places, scores = np.empty(shape, dtype=np.uint16), np.empty(shape) if scored else None
    unsure = np.zeros(draws, dtype=bool)
    for place, below in enumerate(composite.below):
        shares = weights_below(weights, composite.tree, below.node)
        for year, part in enumerate(below.years):
            take = None if scores is None else _taking(composite, part, scores[:, year, place])
            unsure |= place_draws(part, shares[:, year], study.ties, places[:, year, place], take)
    again = np.flatnonzero(unsure)
    if again.size:
        exact = _through_tree(study, branch, x, weights[again])
        places[again] = exact.places
        if scores is not None:
            scores[again] = exact.scores
    return _spread(study, branch, Drawn(scores, places), draws)


def _taking(
    composite: Composite, part: Different, scores: NDArray[np.float64]
) -> Callable[[slice, NDArray[np.float64]], None]:
    """Return what turns sums of some draws into their scores, (draws, regions)."""

    def take(some: slice, sums: NDArray[np.float64]) -> None:
        np.multiply(by_region(composite.finish(sums), part), composite.scale, out=scores[some])

    return take


def _spread(study: Study, branch: Branch, drawn: Drawn, draws: int) -> Drawn:
    """Return the draws over the whole level: no score and no place for regions screened out."""
    scores, places = drawn.scores, drawn.places
    regions, kept = len(study.panel.regions), list(branch.prepared.rows)
    if len(kept) < regions:
        places = np.full((*drawn.places.shape[:-1], regions), study.bins - 1, dtype=np.uint16)
        unranked = bins_of(len(kept), study.ties) - 1
        places[..., kept] = np.where(drawn.places == unranked, study.bins - 1, drawn.places)
        if drawn.scores is not None:
            scores = np.full(places.shape, np.nan)
            scores[..., kept] = drawn.scores
    shape = (draws, *places.shape[1:])
    return Drawn(None if scores is None else np.broadcast_to(scores, shape), np.broadcast_to(places, shape))
