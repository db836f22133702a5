"""Made-up profiles as a design matrix, and the part-worths that explain what people say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError, nearest
from zhishu.weigh.judged.judgments import require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Level = float | str

_RANK_TOLERANCE = 1e-9
_FEWEST = 2


class Design(NamedTuple):
    """The profiles of one group: their names, and of every column its levels and what stands for them.

    `levels` are what the part-worths of a column belong to, in the order of their first profile; a
    linear column has its lowest and highest. `coded` (profiles, parameters) holds a constant, then each
    column's part: 0 and 1 for every level but the first, or the place between lowest and highest.
    """

    names: tuple[str, ...]
    levels: Mapping[str, tuple[Level, ...]]
    coded: NDArray[np.float64]
    parts: Mapping[str, slice]


class Worths(NamedTuple):
    """What numbers come to: of every column part-worths (respondents, levels), the R² of each respondent.

    `size` is the largest number of each respondent, whatever its sign.
    """

    respondents: tuple[str, ...]
    levels: Mapping[str, tuple[Level, ...]]
    worths: Mapping[str, NDArray[np.float64]]
    fit: NDArray[np.float64]
    size: NDArray[np.float64]


def design_of(
    profiles: Mapping[str, Mapping[str, Level]], members: Sequence[str], linear: Sequence[str] = ()
) -> Design:
    """Return the Design of the profiles that say anything about a group.

    `profiles` is profile → id → level. A column whose levels are numbers on a line stands in `linear`.
    Other ids that these profiles have levels of are part of the design as well, for they too explain
    what people say. A level that is missing or, in a linear column, no number, a column with one level,
    too few profiles and a design that cannot tell columns apart raise a MethodError.

    >>> design_of({"p": {"a": "low", "b": 1}, "q": {"a": "high", "b": 1}, "r": {"a": "low", "b": 3}},
    ...           ["a", "b"], ["b"]).coded
    array([[1., 0., 0.],
           [1., 1., 0.],
           [1., 0., 1.]])
    """
    require(profiles, "profiles")
    _refuse_unknown(profiles, linear)
    about = {name: row for name, row in profiles.items() if any(member in row for member in members)}
    if not about:
        raise MethodError(
            "the profiles hold nothing about this group",
            seen=", ".join(dict.fromkeys(column for row in profiles.values() for column in row)),
            allowed=", ".join(members),
            advice="head the columns with ids of the framework, not with names",
        )
    columns = list(dict.fromkeys([*members, *(column for row in about.values() for column in row)]))
    _refuse_without_levels(about, members)
    levels, parts, coded = {}, {}, [np.ones((len(about), 1))]
    for column in columns:
        values = _levels(about, column, numbers=column in linear)
        levels[column], part = _coded(values, column, linear=column in linear)
        start = sum(block.shape[1] for block in coded)
        parts[column] = slice(start, start + part.shape[1])
        coded.append(part)
    design = Design(tuple(about), levels, np.concatenate(coded, axis=1), parts)
    _refuse_what_cannot_be_told(design)
    return design


def part_worths(design: Design, ratings: NDArray[np.float64], respondents: tuple[str, ...]) -> Worths:
    """Return the Worths of ratings (respondents, profiles) by least squares, each respondent's own.

    The part-worths of a column sum to 0 over its levels; those of a linear one are its two ends'.

    >>> design = design_of({"p": {"a": "low"}, "q": {"a": "high"}, "r": {"a": "low"}}, ["a"])
    >>> part_worths(design, np.array([[1.0, 4.0, 3.0]]), ("Li",)).worths["a"]
    array([[-1.,  1.]])
    """
    found = np.linalg.lstsq(design.coded, ratings.T, rcond=None)[0].T
    worths = {}
    for column, part in design.parts.items():
        own = np.concatenate([np.zeros((len(found), 1)), found[:, part]], axis=1)
        worths[column] = own - own.mean(axis=1, keepdims=True)
    left = ((ratings - found @ design.coded.T) ** 2).sum(axis=1)
    total = ((ratings - ratings.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    fit = 1.0 - np.divide(left, total, out=np.zeros_like(left), where=total > 0)
    return Worths(respondents, design.levels, worths, fit, np.abs(ratings).max(axis=1))


def _refuse_unknown(profiles: Mapping[str, Mapping[str, Level]], linear: Sequence[str]) -> None:
    known = dict.fromkeys(column for row in profiles.values() for column in row)
    for column in linear:
        if column not in known:
            raise MethodError(
                "`linear` names a column that no profile has",
                seen=column,
                allowed=", ".join(known),
                advice=f"did you mean '{close}'?" if (close := nearest(column, known)) else None,
            )


def _refuse_without_levels(about: Mapping[str, Mapping[str, Level]], members: Sequence[str]) -> None:
    """Raise a MethodError for a column of the group that no profile has."""
    known = dict.fromkeys(column for row in about.values() for column in row)
    for member in members:
        if member not in known:
            others = [column for column in known if column not in members]
            close = nearest(member, others)
            raise MethodError(
                "no profile has a level of a column",
                where=f"column '{member}'",
                seen=", ".join(known),
                allowed="a level of each of " + ", ".join(members),
                advice=f"is '{close}' meant to be '{member}'?" if close else None,
            )


def _levels(about: Mapping[str, Mapping[str, Level]], column: str, *, numbers: bool) -> list[Level]:
    """Return the level of one column in every profile, numbers as numbers wherever they were written."""
    found: list[Level] = []
    for name, row in about.items():
        if not str(row.get(column, "")).strip():
            raise MethodError(
                "a profile lacks a level",
                where=f"profile '{name}', column '{column}'",
                seen="nothing there",
                allowed="a level in every profile",
            )
        level = _number_or_word(row[column])
        if numbers and isinstance(level, str):
            raise MethodError(
                "a level of a linear column is no number",
                where=f"profile '{name}', column '{column}'",
                seen=level,
                allowed="a number",
                advice=f"write numbers, or leave '{column}' out of `linear`",
            )
        found.append(level)
    return found


def _number_or_word(level: Level) -> Level:
    try:
        number = float(level)
    except ValueError:
        return str(level).strip()
    return number if np.isfinite(number) else str(level)


def _coded(
    values: list[Level], column: str, *, linear: bool
) -> tuple[tuple[Level, ...], NDArray[np.float64]]:
    """Return the levels of a column, and its part of the design."""
    levels = tuple(dict.fromkeys(values))
    if len(levels) < _FEWEST:
        raise MethodError(
            "a column has the same level in every profile",
            where=f"column '{column}'",
            seen=", ".join(level if isinstance(level, str) else f"{level:g}" for level in levels),
            allowed="two levels or more",
            advice="show people profiles that differ in it",
        )
    if linear:
        numbers = np.array(values, dtype=float)
        low, high = float(numbers.min()), float(numbers.max())
        return (low, high), ((numbers - low) / (high - low))[:, None]
    return levels, np.array([[float(value == level) for level in levels[1:]] for value in values])


def _refuse_what_cannot_be_told(design: Design) -> None:
    profiles, parameters = design.coded.shape
    if profiles < parameters:
        raise MethodError(
            "there are too few profiles",
            seen=f"{profiles} profiles for {parameters - 1} part-worths and a constant",
            allowed=f"at least {parameters}",
            advice="let people judge more profiles, name columns in `linear`, or use fewer levels",
        )
    for column, part in design.parts.items():
        if np.linalg.matrix_rank(design.coded[:, : part.stop], tol=_RANK_TOLERANCE) < part.stop:
            raise MethodError(
                "the profiles cannot tell the columns apart",
                where=f"column '{column}'",
                seen="levels that follow from those of " + ", ".join(_before(design, column)),
                allowed="a design of full rank, for instance an orthogonal one",
                advice=f"add profiles in which '{column}' changes and the others do not",
            )


def _before(design: Design, column: str) -> list[str]:
    columns = list(design.parts)
    return columns[: columns.index(column)]
