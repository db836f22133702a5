"""The registry line of an aggregator: what all lines of a family share is written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.registry import Example, Method, always
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zhishu.framework import Text

HANDBOOK = "OECD/JRC (2008), Handbook on Constructing Composite Indicators"

ONE_BY_ONE: Mapping[str, str] = {
    "nan": "over the values present, weights divided by their sum; NaN if none weighs anything",
    "constant": "harmless",
    "zero": "harmless",
    "negative": "harmless",
    "tie": "regions with equal values get exactly the same score",
    "single_region": "harmless",
}
"""Methods that score each region from its own values alone."""

AMONG_OTHERS: Mapping[str, str] = {
    **ONE_BY_ONE,
    "nan": "error: it compares regions, so every value must be there",
    "constant": "tells no regions apart, so it changes no order",
    "zero": "as constant",
}
"""Methods that score each region by comparison with the others."""

DIVISOR = Option(
    "population",
    {"enum": ["population", "sample"]},
    "divide the sum of squares by the number, or by one less",
)


def aggregator(  # noqa: PLR0913 - one argument per column of the table
    identifier: str,
    name: Text,
    function: Callable[..., Any],
    *,
    citation: str,
    formula: str | Text,
    range_: str,
    degenerate: Mapping[str, str],
    example: Example,
    needs: str = "weights that sum to 1",
    parameters: Mapping[str, Option] | None = None,
    note: Text | None = None,
    inputs: tuple[str, ...] = (),
    weights_matter: Callable[[Mapping[str, Any]], bool] = always,
) -> Method:
    """Return the line of an aggregator, which takes a group's columns, their weights and further `inputs`."""
    return Method(
        kind="aggregate",
        id=identifier,
        name=name,
        citation=citation,
        formula=formula,
        needs=needs,
        range=range_,
        degenerate=degenerate,
        function=function,
        example=example,
        inputs=("weights", *inputs),
        parameters=parameters or {},
        note=note,
        weights_matter=weights_matter,
    )


def number(
    default: float,
    description: str,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
) -> Option:
    """Return an option that is one number within limits."""
    limits = {key: value for key, value in (("minimum", minimum), ("maximum", maximum)) if value is not None}
    return Option(default, {"type": "number", **limits}, description)


def choice(default: str, others: tuple[str, ...], description: str) -> Option:
    """Return an option that is one word of a few; the default is the first of them."""
    return Option(default, {"enum": [default, *others]}, description)
