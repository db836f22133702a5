"""Kinds of figures, tables and claims: functions that an edition names, their signature being their schema.

A maker takes the Findings and its options by name, and returns what is published, or None (an empty
tuple) where the edition has nothing to show. `make` checks options against the signature first.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from zhishu.errors import EditionError, nearest

if TYPE_CHECKING:
    from zhishu.framework import Text
    from zhishu.publish.findings import Findings

What = Literal["figure", "table", "claim"]
Maker = Callable[..., Any]
KINDS: dict[What, dict[str, Kind]] = {"figure": {}, "table": {}, "claim": {}}
"""Filled once, by the decorators, when the modules of the makers are imported."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of figure, table or claim: its name, what it shows, and the function that makes it."""

    id: str
    what: What
    shows: Text
    make: Maker

    @property
    def options(self) -> Mapping[str, inspect.Parameter]:
        """The options by name, as the function declares them: annotation and default."""
        return {
            name: parameter
            for name, parameter in inspect.signature(self.make).parameters.items()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        }


def kind(what: What, name: str, shows: Text) -> Callable[[Maker], Maker]:
    """Return the decorator that registers a maker: `@kind("figure", "bars", Text("条形图", "Bars"))`."""

    def register(make: Maker) -> Maker:
        KINDS[what][name] = Kind(name, what, shows, make)
        return make

    return register


def make(findings: Findings, what: What, name: str, options: Mapping[str, Any], *, where: str) -> Any:  # noqa: ANN401 - what the kind makes
    """Return what a kind makes of the findings, options checked; `where` names the place for messages.

    An unknown kind or option, a missing one, and one of the wrong type raise an EditionError.
    """
    found = kind_named(what, name, where=where)
    _check_options(found, options, where)
    return found.make(findings, **options)


@cache
def register_all() -> None:
    """Import every module that holds a kind, so that all of them are known."""
    for package in ("figures", "tables", "claims"):
        import_module(f"zhishu.publish.{package}")


def kind_named(what: What, name: str, *, where: str) -> Kind:
    """Return a kind by its name; an unknown one raises an EditionError that lists what exists."""
    register_all()
    known = KINDS[what]
    if name not in known:
        raise _refused(f"there is no kind of {what} '{name}'", where, name, known)
    return known[name]


def _check_options(found: Kind, options: Mapping[str, Any], where: str) -> None:
    known = found.options
    for name, value in options.items():
        if name not in known:
            raise _refused(f"the {found.what} '{found.id}' has no option '{name}'", where, name, known)
        hint = option_type(found, name)
        if not fits(value, hint):
            raise EditionError(
                f"the option '{name}' of the {found.what} '{found.id}' does not fit",
                where=where,
                seen=value,
                allowed=str(known[name].annotation),
            )
    missing = [
        name for name, option in known.items() if option.default is option.empty and name not in options
    ]
    if missing:
        raise EditionError(
            f"the {found.what} '{found.id}' needs '{missing[0]}'",
            where=where,
            allowed=", ".join(known),
        )


def option_type(found: Kind, name: str) -> Any:  # noqa: ANN401 - an annotation
    """Return the type of an option; names that the maker's module imports for checks only count as well."""
    annotation = found.options[name].annotation
    if not isinstance(annotation, str):
        return annotation
    names = {"Mapping": Mapping, "Any": Any, "Literal": Literal, **found.make.__globals__}
    return eval(annotation, names)  # noqa: S307 - the annotation is our own source, not a user's


def fits(value: Any, hint: Any) -> bool:  # noqa: ANN401, PLR0911 - any value against any annotation, a case a line
    """Return whether a value read from YAML fits an annotation; a list fits a tuple.

    >>> fits(3, int), fits(True, int), fits(["a"], tuple[str, ...]), fits("b", Literal["a"])
    (True, False, True, False)
    """
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return True
    if origin is Literal:
        return value in inner
    if origin in (Union, types.UnionType):
        return any(fits(value, part) for part in inner)
    if origin is tuple:
        return isinstance(value, list | tuple) and all(fits(item, inner[0]) for item in value)
    if origin in (dict, Mapping):
        return isinstance(value, Mapping)
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint in (int, str):
        return isinstance(value, hint) and not (hint is int and isinstance(value, bool))
    return isinstance(value, origin or hint)


def _refused(what: str, where: str, seen: str, known: Mapping[str, Any]) -> EditionError:
    close = nearest(seen, known)
    return EditionError(
        what,
        where=where,
        seen=seen,
        allowed=", ".join(known) or "none",
        advice=f"did you mean '{close}'?" if close else None,
    )
