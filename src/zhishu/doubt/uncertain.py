"""What may vary: the `uncertain:` part of an edition, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from zhishu.recipe import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

WeightKind = Literal["uniform", "dirichlet", "sets", "experts", "free"]
ErrorKind = Literal["normal", "lognormal", "poisson"]
Sampler = Literal["random", "latin_hypercube", "sobol"]

DRAWS = 2000
SHARE_OF_WEIGHTS = 0.25
TOLD_APART = 0.9
LEVERAGE = 0.25
"""A firm that supplies more than this share of a region's score is flagged."""
EACH = "each"
NOTHING = "nothing"
"""In a list of alternatives: the step is left out."""


@dataclass(frozen=True, slots=True)
class WeightDoubt:
    """How weights vary around the method's own, group by group.

    `uniform`: every weight times a number between 1 - amount and 1 + amount; `dirichlet`: a Dirichlet
    distribution with the method's weights as mean and `amount` as concentration; `sets`: one of the
    named sets in each draw; `experts`: the mean of a resample (with replacement) of the named sets.
    `sets` maps a name to node → weight, or is a file of the edition's folder, `{file: …}`. `free`:
    not around the method's own at all, but every set of weights as likely as any other; `least` maps
    a node to the least weight that it may have within its parent.
    """

    kind: WeightKind
    amount: float = 0.0
    sets: Mapping[str, Any] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ErrorModel:
    """The measurement error of one indicator.

    `normal`: value + N(0, sd), `sd` in the indicator's unit, or `share` of the value; `lognormal`:
    the value times a log-normal number with mean 1 and coefficient of variation `share`; `poisson`:
    a count drawn from a Poisson distribution with the value as mean.
    """

    kind: ErrorKind
    sd: float = 0.0
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class WeightBounds:
    """Within which bounds the exact answers about weights hold.

    `spread` bounds every weight within its parent to 1 ± that share of the published one; `free`
    allows all weights. With neither the bounds are those that the draws of weights keep. `bounds`
    gives single nodes bounds of their own, the least and the largest weight within the parent; a pair
    (a, b) in `order` says that node a weighs at least as much in all as node b.
    """

    spread: float | None = None
    free: bool = False
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    order: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Everything that may vary, and how it is drawn; what stays empty does not vary.

    `steps` maps a kind of step to its alternatives beside the recipe's own, None for leaving the
    step out; `by_depth` says of `aggregate` that every depth of the tree takes its own alternative.
    `drop` is the probability with which an indicator is left out, or "each": one at a time, or none.
    `goalposts` moves both ends of a min–max by up to that share of the range. `errors` maps an
    indicator to its ErrorModel ("*": all others); `bootstrap` names a source of records whose units
    (firms) are redrawn with replacement within each region. `imputations` is the number of random
    imputations of missing values, one of which each draw takes; 0 keeps the recipe's own. `space` and
    `leverage` set the checks beside the draws: the bounds of exact answers about weights, and the
    share of a region's score above which a firm is flagged.
    """

    steps: Mapping[str, tuple[Step | None, ...]] = field(default_factory=dict)
    by_depth: bool = False
    weights: WeightDoubt | None = None
    drop: float | Literal["each"] = 0.0
    goalposts: float = 0.0
    errors: Mapping[str, ErrorModel] = field(default_factory=dict)
    bootstrap: str | None = None
    draws: int = DRAWS
    sampler: Sampler = "latin_hypercube"
    seed: int = 0
    interval: tuple[float, float] = (0.05, 0.95)
    told_apart: float = TOLD_APART
    imputations: int = 0
    space: WeightBounds = WeightBounds()
    leverage: float = LEVERAGE


def uncertain_of(declared: Mapping[str, Any]) -> Uncertain:
    """Return the Uncertain of an edition's `uncertain:` part, which fits the schema.

    >>> uncertain_of({"normalise": ["zscore"], "weights": {"uniform": 0.1}, "seed": 0}).weights
    WeightDoubt(kind='uniform', amount=0.1, sets={}, least={})
    """
    aggregate = declared.get("aggregate", ())
    by_depth = isinstance(aggregate, dict)
    listed = {kind: declared[kind] for kind in ALTERNATIVES if kind in declared}
    if by_depth:
        listed["aggregate"] = aggregate["each_depth"]
    plain = {key: declared[key] for key in _PLAIN if key in declared}
    return Uncertain(
        steps={kind: tuple(_step(kind, value) for value in values) for kind, values in listed.items()},
        by_depth=by_depth,
        weights=_weights(declared.get("weights", {})),
        drop=declared.get("indicators", {}).get("drop", 0.0),
        errors={name: _error(model) for name, model in declared.get("error", {}).items()},
        interval=tuple(declared.get("interval", (0.05, 0.95))),
        imputations=int(declared.get("multiple_imputation", 0)),
        space=_space(declared.get("weight_space", {})),
        **plain,
    )


ALTERNATIVES = ("screen", "impute", "denominate", "treat", "normalise", "weigh", "aggregate")
"""The kinds of step that may have alternatives, in the order of the flow."""
_PLAIN = ("goalposts", "bootstrap", "draws", "sampler", "seed", "told_apart", "leverage")


def _step(kind: str, value: str | Mapping[str, Any]) -> Step | None:
    if value == NOTHING:
        return None
    if isinstance(value, str):
        return Step(kind, value)
    return Step(kind, value["method"], {key: item for key, item in value.items() if key != "method"})


def _weights(declared: Mapping[str, Any]) -> WeightDoubt | None:
    amounts: tuple[WeightKind, ...] = ("uniform", "dirichlet")
    tables: tuple[WeightKind, ...] = ("sets", "experts")
    for kind in amounts:
        if declared.get(kind):
            return WeightDoubt(kind, amount=float(declared[kind]))
    for kind in tables:
        if kind in declared:
            return WeightDoubt(kind, sets=declared[kind])
    if "free" in declared:
        least = {} if declared["free"] is True else declared["free"]
        return WeightDoubt("free", least={node: float(weight) for node, weight in least.items()})
    return None


def _space(declared: Mapping[str, Any]) -> WeightBounds:
    spread = declared.get("spread")
    return WeightBounds(
        None if spread is None else float(spread),
        bool(declared.get("free", False)),
        {node: (float(low), float(high)) for node, (low, high) in declared.get("bounds", {}).items()},
        tuple((greater, lesser) for greater, lesser in declared.get("order", ())),
    )


def _error(declared: Mapping[str, Any]) -> ErrorModel:
    if "normal" in declared:
        return ErrorModel("normal", **{key: float(value) for key, value in declared["normal"].items()})
    if "lognormal" in declared:
        return ErrorModel("lognormal", share=float(declared["lognormal"]))
    return ErrorModel("poisson")
