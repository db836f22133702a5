"""What files of normalisers share: how a line of the registry is written, and how a column is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.errors import MethodError
from zhishu.prepare.columns import column_of
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from zhishu.framework import Text

PAIR: Mapping[str, Any] = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
ENDS = Option((0.0, 1.0), PAIR, "[worst, best] of the comparable values")
GOALPOSTS = Option(
    None,
    {"type": ["object", "null"], "additionalProperties": PAIR},
    "indicator → [minimum, maximum] in raw units, used instead of the data's",
    by_indicator=True,
    table="lists",
)
REFERENCE = Option(
    None,
    {"type": ["object", "null"], "additionalProperties": {"type": "number"}},
    "indicator → the raw value that becomes the middle; the mean of the base where none is given",
    by_indicator=True,
    table="values",
)
SURVEY = "Jahan and Edwards (2015), Materials and Design 65, 335-342, table of normalisation methods"


def normaliser(  # noqa: PLR0913 - one argument per column of the table
    identifier: str,
    name: Text,
    formula: str | Text,
    function: Callable[..., object],
    result: object,
    *,
    arguments: tuple[object, ...],
    shared: Mapping[str, object],
    **more: object,
) -> Method:
    """Return the line of a normaliser: what its file `shared`, then what is its own (`more`).

    The worked example calls the function with `arguments` and gives `result`.
    """
    return Method(
        kind="normalise",
        id=identifier,
        name=name,
        formula=formula,
        function=function,
        inputs=("directions", "basis"),
        example=Example(arguments, result),
        **{**shared, **more},  # type: ignore[arg-type]
    )


def refuse_columns(wrong: NDArray[np.bool_], what: str, seen: str, allowed: str) -> None:
    """Raise a MethodError that names the first of the `wrong` columns, if there is one."""
    if wrong.any():
        raise MethodError(
            what,
            where=column_of(wrong),
            seen=seen,
            allowed=allowed,
            advice="use minmax or zscore, or a method of its own for this indicator (`by_indicator`)",
        )
