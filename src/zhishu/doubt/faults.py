"""What can be wrong with the `uncertain:` part of an edition before anything is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.doubt.recipes import alternatives_of
from zhishu.doubt.weights import check_least, stated_sets
from zhishu.errors import EditionError, MethodError, nearest
from zhishu.registry import resolve
from zhishu.score.tree import compile_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhishu.doubt.uncertain import Uncertain
    from zhishu.edition import Edition

    Fault = tuple[tuple[str | int, ...], EditionError | MethodError]


def uncertain_faults(uncertain: Uncertain, edition: Edition) -> Iterator[Fault]:
    """Yield every fault with the keys below `uncertain` where it stands."""
    for kind, steps in uncertain.steps.items():
        for position, step in enumerate(steps):
            try:
                if step is not None:
                    resolve(step)
            except (EditionError, MethodError) as error:
                yield (kind, position), error
    if uncertain.interval[0] >= uncertain.interval[1]:
        yield (
            ("interval",),
            EditionError(
                "the interval does not rise", seen=list(uncertain.interval), allowed="[low, high], low < high"
            ),
        )
    indicators = edition.framework.indicators
    yield from _unknown(("error",), "indicator", uncertain.errors, ("*", *indicators))
    sources = [source.name for source in edition.records]
    named = [uncertain.bootstrap] if uncertain.bootstrap else []
    yield from _unknown(("bootstrap",), "source of records", named, sources)
    if uncertain.goalposts:
        yield from _goalposts(uncertain, edition)
    yield from _weight_space(uncertain, edition)
    yield from _weights(uncertain, edition)


def _weights(uncertain: Uncertain, edition: Edition) -> Iterator[Fault]:
    """Stated sets of weights name whole groups of nodes, a file of them can be read; least weights fit."""
    if uncertain.weights is not None and uncertain.weights.kind == "free":
        try:
            check_least(uncertain.weights.least, compile_tree(edition.framework))
        except EditionError as error:
            yield ("weights", "free"), error
    if uncertain.weights is not None and uncertain.weights.kind in {"sets", "experts"}:
        try:
            stated_sets(uncertain.weights, compile_tree(edition.framework), edition.folder)
        except (EditionError, MethodError) as error:
            yield ("weights", uncertain.weights.kind), error


def _weight_space(uncertain: Uncertain, edition: Edition) -> Iterator[Fault]:
    """Bounds rise, and name nodes of the framework below the index."""
    space, nodes = uncertain.space, edition.framework.ids[1:]
    yield from _unknown(("weight_space", "bounds"), "node", space.bounds, nodes)
    ordered = [node for pair in space.order for node in pair]
    yield from _unknown(("weight_space", "order"), "node", ordered, nodes)
    for node, (low, high) in space.bounds.items():
        if low > high:
            error = EditionError(
                "the bounds of a weight do not rise", seen=[low, high], allowed="[least, largest]"
            )
            yield ("weight_space", "bounds", node), error


def _goalposts(uncertain: Uncertain, edition: Edition) -> Iterator[Fault]:
    """Goalposts can be moved only where every normaliser has them."""
    own = edition.recipe.first("normalise")
    steps = alternatives_of(uncertain, edition.recipe).get("normalise", (own,))
    others = [step.method for step in steps if step is not None and step.method != "minmax"]
    if others:
        error = EditionError(
            "goalposts cannot move: a normaliser has none",
            seen=", ".join(others),
            allowed="goalposts where every normaliser is minmax",
        )
        yield ("goalposts",), error


def _unknown(
    at: tuple[str | int, ...], kind: str, names: Iterable[str], known: Sequence[str]
) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            close = nearest(name, known)
            error = EditionError(
                f"there is no {kind} '{name}'",
                seen=name,
                allowed=", ".join(known) or "none is declared",
                advice=f"did you mean '{close}'?" if close else None,
            )
            yield (*at, name) if at[-1] in {"error", "bounds"} else at, error
