"""Tables of expert judgment as arrays: panels, and pairwise comparisons in either of two layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError
from zhishu.option_tables import matrix_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_CELL: Mapping[str, Any] = {
    "anyOf": [
        {"type": "number", "exclusiveMinimum": 0},
        {"type": "string", "pattern": r"^\s*[0-9.]+\s*/\s*[0-9.]+\s*$"},
    ]
}
_RECIPROCAL_TOLERANCE = 0.02
"""How far a_ij · a_ji may lie from 1: a table rounds 1/3 to 0.33."""

COMPARISONS: Mapping[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": "object", "additionalProperties": _CELL},
}
"""JSON Schema of pairwise comparisons: a matrix by id, or one row per pair and one column per expert."""
RATINGS: Mapping[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": "object", "additionalProperties": {"type": "number"}},
}
"""JSON Schema of a panel: expert → id → number."""


def experts_about(table: Mapping[str, Mapping[str, float]], members: Sequence[str]) -> tuple[str, ...]:
    """Return the experts who say anything about the members of a group.

    >>> experts_about({"Li": {"a": 60, "b": 40}, "Wu": {"c": 1}}, ["b", "a"])
    ('Li',)
    """
    return tuple(name for name, row in table.items() if any(member in row for member in members))


def panel_array(
    table: Mapping[str, Mapping[str, float]], members: Sequence[str], what: str
) -> NDArray[np.float64]:
    """Return an expert panel's numbers for one group, shape (experts, columns).

    The table is expert → id → number and may serve several groups; an expert who has no number for
    any member of this one is left out. A MethodError names a cell that is missing.

    >>> panel_array({"Li": {"a": 60, "b": 40}, "Wu": {"c": 1}}, ["b", "a"], "allocations")
    array([[40., 60.]])
    """
    require(table, what)
    experts = experts_about(table, members)
    if not experts:
        raise MethodError(
            f"the {what} hold nothing about this group",
            seen=", ".join(dict.fromkeys(column for row in table.values() for column in row)),
            allowed=", ".join(members),
        )
    return matrix_of(table, experts, members, what)


def comparison_matrices(
    table: Mapping[str, Mapping[str, float | str]], members: Sequence[str]
) -> NDArray[np.float64]:
    """Return every expert's pairwise comparisons of one group, shape (experts, columns, columns).

    Entry (i, j) says how many times more important column i is than column j. Two layouts:

    - one matrix, `{a: {b: 3}, …}`: row id → column id → number; a cell that is missing is the
      reciprocal of its mirror image, the diagonal is 1;
    - pairs, `{"a / b": {Li: 3, Wu: 5}, …}`: one row per pair (either order), one column per expert.

    A comparison that is missing, not above 0, or not the reciprocal of its mirror image (to 2 %)
    raises a MethodError that names it.

    >>> comparison_matrices({"a / b": {"Li": 4, "Wu": "1/2"}}, ["a", "b"]).tolist()
    [[[1.0, 4.0], [0.25, 1.0]], [[1.0, 0.5], [2.0, 1.0]]]
    """
    require(table, "comparisons")
    pairs = {tuple(part.strip() for part in label.split("/")): row for label, row in table.items()}
    if all(len(pair) == 1 for pair in pairs):
        return _filled({(a, b): cell for (a,), row in pairs.items() for b, cell in row.items()}, members)[
            None
        ]
    if not all(len(pair) == 2 for pair in pairs):  # noqa: PLR2004 - a pair is two
        raise MethodError(
            "the comparisons mix two layouts",
            seen=", ".join(table),
            allowed="ids as row labels, or 'a / b' in every row",
        )
    about = {pair: row for pair, row in pairs.items() if set(pair) <= set(members)}
    experts = comparing_experts(table, members) or ("the panel",)
    return np.array(
        [
            _filled({(a, b): row[expert] for (a, b), row in about.items() if expert in row}, members, expert)
            for expert in experts
        ]
    )


def comparing_experts(
    table: Mapping[str, Mapping[str, float | str]], members: Sequence[str]
) -> tuple[str, ...]:
    """Return the experts of `comparison_matrices`, in its order; none where the table is one matrix.

    >>> comparing_experts({"a / b": {"Li": 4, "Wu": "1/2"}}, ["b", "a"])
    ('Li', 'Wu')
    """
    pairs = [({part.strip() for part in label.split("/")}, row) for label, row in table.items()]
    about = [row for pair, row in pairs if len(pair) > 1 and pair <= set(members)]
    return tuple(dict.fromkeys(expert for row in about for expert in row))


def pairs_by_expert(
    table: Mapping[str, Mapping[str, float | str]], members: Sequence[str], what: str
) -> dict[str, dict[tuple[str, str], float]]:
    """Return expert → (row, column) → number of a table about pairs of a group, as it is written.

    Two layouts: one matrix, `{a: {b: 3}}`, whose only expert is "the panel"; or pairs × experts,
    `{"a / b": {Li: 3, Wu: 5}}`. What is about other ids is left aside. A MethodError where the table
    is missing, mixes both layouts or holds nothing about the group.

    >>> pairs_by_expert({"a / b": {"Li": 4, "Wu": "1/2"}, "x / y": {"Li": 1}}, ["a", "b"], "comparisons")
    {'Li': {('a', 'b'): 4}, 'Wu': {('a', 'b'): 0.5}}
    """
    require(table, what)
    rows = {tuple(part.strip() for part in label.split("/")): row for label, row in table.items()}
    if all(len(pair) == 1 for pair in rows):
        cells = [("the panel", (a, b), cell) for (a,), row in rows.items() for b, cell in row.items()]
    elif all(len(pair) == 2 for pair in rows):  # noqa: PLR2004 - a pair is two
        cells = [(expert, (a, b), cell) for (a, b), row in rows.items() for expert, cell in row.items()]
    else:
        raise MethodError(
            f"the {what} mix two layouts",
            seen=", ".join(table),
            allowed="ids as row labels, or 'a / b' in every row",
        )
    found: dict[str, dict[tuple[str, str], float]] = {}
    for expert, pair, cell in cells:
        if set(pair) <= set(members):
            found.setdefault(expert, {})[pair] = number_in(cell)
    if not found:
        raise MethodError(
            f"the {what} hold nothing about this group", seen=", ".join(table), allowed=", ".join(members)
        )
    return found


def _filled(
    cells: Mapping[tuple[str, str], float | str], members: Sequence[str], expert: str | None = None
) -> NDArray[np.float64]:
    """Return one reciprocal matrix, each missing cell filled from its mirror image."""
    matrix = np.eye(len(members))
    who = f", expert '{expert}'" if expert else ""
    for i, a in enumerate(members):
        for j in range(i + 1, len(members)):
            b = members[j]
            there, back = (_number(cells.get(pair)) for pair in ((a, b), (b, a)))
            value = there if there is not None else 1.0 / back if back else None
            if value is None or not 0 < value < np.inf:
                raise MethodError(
                    "a pairwise comparison is missing or not above 0",
                    where=f"'{a}' with '{b}'{who}",
                    seen="nothing" if value is None else value,
                    allowed="a number above 0, or a fraction such as 1/3",
                )
            if back is not None and abs(value * back - 1.0) > _RECIPROCAL_TOLERANCE:
                raise MethodError(
                    "two comparisons of one pair contradict each other",
                    where=f"'{a}' with '{b}'{who}",
                    seen=f"{value:g} and {back:g}",
                    allowed="one the reciprocal of the other",
                )
            matrix[i, j], matrix[j, i] = value, 1.0 / value
    return matrix


def _number(cell: float | str | None) -> float | None:
    return None if cell is None else number_in(cell)


def number_in(cell: float | str) -> float:
    """Return the number of a cell, which may be a fraction; x/0 is infinite.

    >>> number_in("3/2"), number_in(4)
    (1.5, 4)
    """
    if isinstance(cell, str):
        over, under = cell.split("/")
        return float(over) / float(under) if float(under) else float("inf")
    return cell


def require(table: object, what: str) -> None:
    """Raise a MethodError if an option that must be given is empty."""
    if not table:
        raise MethodError(
            f"the option '{what}' is missing",
            seen="nothing",
            allowed="a table, written in the recipe or as `{file: …}`",
        )


def for_every_draw(weights: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights (columns,) that do not depend on the data for every member of the batch."""
    return np.broadcast_to(weights, (*x.shape[:-2], x.shape[-1]))


def ids_of(x: NDArray[np.float64], members: Sequence[str] | None) -> Sequence[str]:
    """Return the ids of a group's columns: those given, else 1, 2, 3 … as text."""
    return members or tuple(str(column + 1) for column in range(x.shape[-1]))
