"""Methods by the name a person knows: the id, the Chinese or English name, that of another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.elsewhere import BESIDE, methods_elsewhere, named_elsewhere
from zhishu.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhishu.registry import Method


def plain(name: str) -> str:
    """Return a name without what people leave out or add: case, spaces, dashes, a last 法 or "method".

    >>> plain("TOPSIS 法"), plain("Min–max"), plain("Best-worst method")
    ('topsis', 'minmax', 'bestworst')
    """
    letters = "".join(sign for sign in name.casefold() if sign not in " _-–—\u3000")
    return letters.removesuffix("method").removesuffix("法")


def methods_named(name: str, among: Iterable[Method]) -> tuple[Method, ...]:
    """Return the methods that are meant by a name: those that bear it, else those whose names hold it.

    The id goes first, then the Chinese or English name, then the name in another program (see
    `zhishu.elsewhere`), each as `plain` has it; last, part of a name.
    """
    wanted = plain(name)
    known = tuple(among)
    elsewhere = {
        (one.step, here) for one in methods_elsewhere() if plain(one.name) == wanted for here in one.here
    }
    for found in (
        [method for method in known if plain(method.id) == wanted],
        [method for method in known if wanted in {plain(method.name.zh), plain(method.name.en)}],
        [method for method in known if (method.kind, method.id) in elsewhere],
        [method for method in known if wanted in plain(f"{method.name.zh}\n{method.name.en}")],
    ):
        if found and wanted:
            return tuple(found)
    return ()


def advice_for(name: str, among: Sequence[Method]) -> str | None:
    """Return what to say to someone who asked for a method that is not there, None if nothing helps."""
    meant = methods_named(name, among)
    close = meant[0].id if meant else nearest(name, [method.id for method in among])
    if close:
        return f"did you mean '{close}'?"
    absent = next((one for one in named_elsewhere(name) if not one.here), None)
    if absent is None:
        return None
    return f"{absent.program} has it; {'here' if absent.step == BESIDE else 'not here'}: {absent.note}"


def names_elsewhere(method: Method, language: str) -> str:
    """Return what other programs call a method: "pymcdm 1.4 WSM; scikit-criteria 0.10 WeightedSumModel"."""
    return ("; " if language == "en" else "；").join(
        f"{one.source.in_language(language)} {one.name}"
        for one in methods_elsewhere()
        if one.step == method.kind and method.id in one.here
    )
