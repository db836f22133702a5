"""Steps column by column: one method for all indicators, and another for those that have their own."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError
from zhishu.prepare.directions import Directions, select_directions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.registry import Chosen


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """What methods may ask for beside the values: who the regions are, and what else is known of them.

    `regions` are codes; `groups` maps a grouping's id to group name → region codes; `measures` maps
    the name of a column beside the framework (a denominator, an outcome) to its values (years, regions).
    """

    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    groups: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    measures: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)


NO_BACKGROUND = Background()


@dataclass(frozen=True, slots=True, eq=False)
class ByColumn:
    """A step's method, and that of each column (by position) that has one of its own."""

    chosen: Chosen
    own: Mapping[int, Chosen] = field(default_factory=dict)

    def on(self, columns: Sequence[int]) -> ByColumn:
        """Return the step cut down to some columns."""
        position = {old: new for new, old in enumerate(columns)}
        own = {
            position[column]: on_columns(chosen, columns)
            for column, chosen in self.own.items()
            if column in position
        }
        return ByColumn(on_columns(self.chosen, columns), own)

    def parts(self, width: int) -> list[tuple[Chosen, list[int]]]:
        """Return each method with the positions of its columns, out of `width` columns."""
        if not self.own:
            return [(self.chosen, list(range(width)))]
        by_method: dict[int, list[int]] = defaultdict(list)
        found = {id(self.chosen): self.chosen, **{id(chosen): chosen for chosen in self.own.values()}}
        for column in range(width):
            by_method[id(self.own.get(column, self.chosen))].append(column)
        return [(on_columns(found[key], columns), columns) for key, columns in by_method.items()]


def on_columns(chosen: Chosen, columns: Sequence[int]) -> Chosen:
    """Return the method with its options by indicator cut down to some columns."""
    options = {
        name: tuple(value[column] for column in columns)
        if chosen.method.options[name].by_indicator and isinstance(value, tuple)
        else value
        for name, value in chosen.options.items()
    }
    return replace(chosen, options=options)


def run_by_column(
    step: ByColumn, x: NDArray[np.float64], offered: Mapping[str, Any], names: Sequence[str]
) -> NDArray[np.float64]:
    """Return what the step makes of `x` (…, regions, columns), each column by its own method."""
    parts = step.parts(x.shape[-1])
    if len(parts) == 1:
        whole: NDArray[np.float64] = run_part(parts[0], x, offered, names)
        return whole
    result = np.array(x, dtype=float)
    for chosen, columns in parts:
        result[..., columns] = run_part((chosen, columns), x, offered, names)
    return result


def run_part(
    part: tuple[Chosen, list[int]], x: NDArray[np.float64], offered: Mapping[str, Any], names: Sequence[str]
) -> Any:  # noqa: ANN401 - what the method returns depends on its kind
    """Return what one method makes of its columns of `x`; an error names the column it speaks of."""
    chosen, columns = part
    try:
        if len(columns) == x.shape[-1]:
            return chosen.run(x, **offered_on(offered, columns, x.shape[-1]))
        return chosen.run(x[..., columns], **offered_on(offered, columns, x.shape[-1]))
    except MethodError as error:
        error.where = with_names(error.where, [names[column] for column in columns], "indicator")
        raise


def with_names(where: str | None, names: Sequence[str], word: str) -> str:
    """Return a place with the name of the column in the stead of its number, as `column_of` tells it.

    >>> with_names("column 1", ["x", "y"], "indicator")
    'indicator y'
    """

    def named(found: re.Match[str]) -> str:
        return f"{word} {names[int(found[1])]}" if int(found[1]) < len(names) else found[0]

    return re.sub(r"\bcolumn (\d+)\b", named, where or "")


def column_of(wrong: NDArray[np.bool_]) -> str:
    """Return the place of the first wrong column, of the flags (…, columns): "column 2", counted from 0.

    Functions over bare arrays know no names; `run_part` puts the indicator's name in its place.

    >>> column_of(np.array([[False, True], [False, False]]))
    'column 1'
    """
    return f"column {int(np.flatnonzero(wrong.reshape(-1, wrong.shape[-1]).any(axis=0))[0])}"


def offered_on(offered: Mapping[str, Any], columns: Sequence[int], width: int) -> dict[str, Any]:
    """Return the inputs cut down to some columns of `width`; None is not offered at all."""
    if len(columns) == width:
        return {name: value for name, value in offered.items() if value is not None}
    return {name: _cut(value, columns) for name, value in offered.items() if value is not None}


def _cut(value: object, columns: Sequence[int]) -> object:
    """Return what concerns columns cut down to those; arrays have their columns on the last axis."""
    if isinstance(value, Directions):
        return select_directions(value, columns)
    return value[..., list(columns)] if isinstance(value, np.ndarray) else value
