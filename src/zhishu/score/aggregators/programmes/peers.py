"""The options that say whom a region is compared with, for every method that draws others for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError, nearest
from zhishu.step_kinds import Option
from zhishu.weigh.envelopment import likeness
from zhishu.weigh.envelopment.bandwidths import LEAST_SQUARES, LIKELIHOOD, cross_validated_bandwidths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

EACH_DRAW = "; doubt solves them anew for draws with values of their own (errors): take few `draws` there"
"""What methods that solve programmes for every sample say of the time they take."""

PEER_INPUTS = ("regions", "measures")
"""What a method with these options asks for, to hand it to `peers_of`."""

_BANDWIDTH: Mapping[str, Any] = {
    "anyOf": [{"type": ["number", "null"], "exclusiveMinimum": 0}, {"enum": [LEAST_SQUARES, LIKELIHOOD]}]
}
_LIKE: Mapping[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}

PEER_OPTIONS: Mapping[str, Option] = {
    "neighbours": Option(
        None,
        {
            "type": ["object", "null"],
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "region code → codes of those it is compared with, itself not among them unless listed; a file has "
        "one row for each pair",
        table="pairs",
    ),
    "nearest": Option(
        None,
        {"type": ["integer", "null"], "minimum": 1},
        "how many of the nearest others each is compared with; `places` says where they are",
    ),
    "places": Option(
        None,
        {"type": ["array", "null"], "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
        "two measures beside the framework: longitude, latitude",
    ),
    "distance": Option(
        "great_circle",
        {"enum": ["great_circle", "plain"]},
        "between `places` in degrees on the globe, or between any two numbers on a plane",
    ),
    "given": Option(
        None,
        {"type": ["object", "null"], "additionalProperties": _BANDWIDTH, "minProperties": 1},
        "measure beside the framework → the difference from which on others are no longer alike, or how "
        "cross-validation finds it: least_squares, likelihood; the usual bandwidth where nothing is written",
    ),
    "given_ordered": Option(
        None,
        {"type": ["object", "null"], "additionalProperties": _LIKE, "minProperties": 1},
        "measure whose numbers are ordered categories → likeness of two neighbouring ones, 0 to 1",
    ),
}


def peers_of(  # noqa: PLR0913 - one argument per option
    regions: Sequence[str] = (),
    measures: Mapping[str, Array] | None = None,
    *,
    neighbours: Mapping[str, Sequence[str]] | None = None,
    nearest: int | None = None,
    places: Sequence[str] | None = None,
    distance: str = "great_circle",
    given: Mapping[str, float | str | None] | None = None,
    given_ordered: Mapping[str, float] | None = None,
) -> Array | None:
    """Return with which probability each region is drawn for each, (…, regions, regions); None: all alike.

    Rows are the regions judged and sum to 1. The leading axes are those of the `measures` that are
    named, (…, regions) each: the years. Several options hold together: their likenesses are multiplied.
    A region is among its own peers by `given`, not by `neighbours` (unless listed) or `nearest`; one
    that has no peers is compared with itself alone. See `zhishu.weigh.envelopment.likeness` for each and
    its errors, and `zhishu.weigh.envelopment.bandwidths` for the bandwidths that `given` may ask for.

    >>> peers_of(("a", "b", "c"), neighbours={"a": ["b", "c"], "b": ["a"], "c": []})
    array([[0. , 0.5, 0.5],
           [1. , 0. , 0. ],
           [0. , 0. , 1. ]])
    """
    known = measures or {}
    found: list[Array] = []
    if neighbours is not None:
        found.append(likeness.listed(neighbours, regions))
    if (nearest is None) != (places is None):
        raise MethodError(
            "`nearest` and `places` go together",
            seen=f"nearest: {nearest}, places: {places}",
            allowed="a number of others, and two measures that say where regions are",
        )
    if nearest is not None and places is not None:
        points = np.stack([_measure(known, name, regions) for name in places], axis=-1)
        found.append(likeness.nearby(points, nearest, plain=distance == "plain"))
    asked = {name: _measure(known, name, regions) for name in given or {}}
    for name, bandwidth in _bandwidths(asked, given or {}).items():
        found.append(likeness.epanechnikov(asked[name], bandwidth, together=len(asked)))
    found.extend(
        likeness.ordered(_measure(known, name, regions), bandwidth)
        for name, bandwidth in (given_ordered or {}).items()
    )
    return likeness.drawing(*found) if found else None


def _bandwidths(
    values: Mapping[str, Array], given: Mapping[str, float | str | None]
) -> dict[str, float | Array | None]:
    """Return the bandwidths as they are given, and those that cross-validation is asked for.

    Measures that name the same criterion are taken together.
    """
    found: dict[str, float | Array | None] = {}
    for criterion in (LEAST_SQUARES, LIKELIHOOD):
        names = [name for name, bandwidth in given.items() if bandwidth == criterion]
        if names:
            wide = cross_validated_bandwidths(np.stack([values[name] for name in names], axis=-1), criterion)
            found.update({name: wide[..., place] for place, name in enumerate(names)})
    stated = {name: bandwidth for name, bandwidth in given.items() if not isinstance(bandwidth, str)}
    return {**found, **stated}


def _measure(measures: Mapping[str, Array], name: str, regions: Sequence[str]) -> Array:
    """Return a measure beside the framework, which every region must have."""
    if name not in measures:
        close = nearest(name, measures)
        raise MethodError(
            f"there is no measure '{name}' beside the framework",
            seen=name,
            allowed=", ".join(measures) or "a column that the edition's sources give as a measure",
            advice=f"did you mean '{close}'?" if close else None,
        )
    values = np.asarray(measures[name], dtype=float)
    lacking = np.argwhere(~np.isfinite(values))
    if len(lacking):
        place = int(lacking[0][-1])
        raise MethodError(
            f"the measure '{name}' is not known for every region",
            where=f"region {regions[place] if place < len(regions) else place + 1}",
            seen=f"{len(lacking)} of {values.size} values missing",
            allowed="a number for every region",
        )
    return values
