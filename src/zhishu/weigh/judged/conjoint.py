"""Weights from what people say of made-up profiles: conjoint analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError, nearest
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.judged.hierarchy import STATED_BY_PEOPLE
from zhishu.weigh.judged.judgments import (
    RATINGS,
    experts_about,
    for_every_draw,
    ids_of,
    panel_array,
    require,
)
from zhishu.weigh.judged.profiles import Worths, design_of, part_worths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.weigh.judged.profiles import Level

PROFILES: Mapping[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
}
"""JSON Schema of profiles: profile → id → level."""
_NOTHING = 1e-12


def conjoint(  # noqa: PLR0913 - the two tables, the group's ids and two choices
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    *,
    profiles: Mapping[str, Mapping[str, Level]] = (),  # type: ignore[assignment]
    ratings: Mapping[str, Mapping[str, float]] = (),  # type: ignore[assignment]
    linear: Sequence[str] | None = None,
    average: str = "importances",
) -> NDArray[np.float64]:
    """Return the importance of columns to people who rate or rank made-up profiles, shape (…, columns).

    `profiles` is profile → id → level, a level being a word or a number; `ratings` is respondent →
    profile → number. Each respondent's numbers are explained by least squares: a constant plus one
    part-worth per level of every column; for columns named in `linear` a slope times the level. The
    importance of a column to a respondent is the range of its part-worths over its levels, divided by
    the sum of the ranges of all columns of the group. It is the same whether larger numbers mean
    better (ratings) or worse (ranks, 1 the best).

    A weight is the mean of the respondents' importances, or (`average: part_worths`) the importance in
    their mean part-worths, where tastes that oppose each other cancel. The widest levels that were shown
    decide, so they should span what the indicators span. Ids of other groups in the same profiles are
    explained as well, and have no weight here. Values of `x` do not matter; a group of one weighs 1.

    Faults of the tables (see `design_of`), and a respondent to whom all profiles are level, raise a
    MethodError.

    Source: Green and Srinivasan 1978, Journal of Consumer Research 5(2): 103-123; OECD/JRC 2008,
    Handbook on Constructing Composite Indicators, section 6.

    >>> shown = {"p": {"a": "low", "b": 1}, "q": {"a": "high", "b": 1}, "r": {"a": "low", "b": 3}}
    >>> conjoint(np.zeros((4, 2)), ("a", "b"), profiles=shown, ratings={"Li": {"p": 1, "q": 7, "r": 3}})
    array([0.75, 0.25])
    """
    names = ids_of(x, members)
    if len(names) == 1:
        return for_every_draw(np.ones(1), x)
    found = respondents_worths(profiles, ratings, names, linear)
    if average == "part_worths":
        pooled = {column: worths.mean(axis=0, keepdims=True) for column, worths in found.worths.items()}
        found = found._replace(
            respondents=("the mean of all",), worths=pooled, size=found.size.max(keepdims=True)
        )
    return for_every_draw(importances(found, names).mean(axis=0), x)


def importances(found: Worths, members: Sequence[str]) -> NDArray[np.float64]:
    """Return the importance of each column to each respondent, (respondents, columns), rows summing to 1.

    >>> shown = {"p": {"a": "low", "b": 1}, "q": {"a": "high", "b": 1}, "r": {"a": "low", "b": 3}}
    >>> found = respondents_worths(shown, {"Li": {"p": 1, "q": 7, "r": 3}}, ("a", "b"))
    >>> importances(found, ("a", "b"))
    array([[0.75, 0.25]])
    """
    ranges = np.stack([np.ptp(found.worths[member], axis=1) for member in members], axis=1)
    total = ranges.sum(axis=1, keepdims=True)
    for respondent, moved in zip(found.respondents, total[:, 0] > _NOTHING * found.size, strict=True):
        if not moved:
            raise MethodError(
                "a respondent's numbers say nothing of the columns",
                where=f"respondent '{respondent}'",
                seen="part-worths of 0",
                allowed="numbers that differ with the levels of the profiles",
                advice="ask again, or leave the respondent out",
            )
    shares_of_all: NDArray[np.float64] = ranges / total
    return shares_of_all


def respondents_worths(
    profiles: Mapping[str, Mapping[str, Level]],
    ratings: Mapping[str, Mapping[str, float]],
    members: Sequence[str],
    linear: Sequence[str] | None = None,
) -> Worths:
    """Return each respondent's part-worths of the columns of a group, and how well they fit.

    >>> shown = {"p": {"a": "low", "b": 1}, "q": {"a": "high", "b": 1}, "r": {"a": "low", "b": 3}}
    >>> found = respondents_worths(shown, {"Li": {"p": 1, "q": 7, "r": 3}}, ("a", "b"))
    >>> found.levels["a"], found.worths["a"].round(6)
    (('low', 'high'), array([[-3.,  3.]]))
    """
    design = design_of(profiles, members, linear or ())
    require(ratings, "ratings")
    _refuse_strangers(ratings, profiles)
    numbers = panel_array(ratings, design.names, "ratings")
    respondents = experts_about(ratings, design.names)
    for respondent, row in zip(respondents, numbers, strict=True):
        for profile, number in zip(design.names, row, strict=True):
            if not np.isfinite(number):
                raise MethodError(
                    "a rating is no number",
                    where=f"respondent '{respondent}', profile '{profile}'",
                    seen=f"{number:g}",
                    allowed="a finite number",
                )
    return part_worths(design, numbers, respondents)


def _refuse_strangers(
    ratings: Mapping[str, Mapping[str, float]], profiles: Mapping[str, Mapping[str, Level]]
) -> None:
    """Raise a MethodError for a rating of what is no profile: it would be left aside in silence."""
    for respondent, row in ratings.items():
        for profile in row:
            if profile not in profiles:
                close = nearest(profile, profiles)
                raise MethodError(
                    "what was rated is no profile",
                    where=f"respondent '{respondent}'",
                    seen=profile,
                    allowed=", ".join(profiles),
                    advice=f"did you mean '{close}'?"
                    if close
                    else "a row of `ratings` is a respondent, a column a profile",
                )


_SHOWN = {"p": {"a": "low", "b": 1}, "q": {"a": "high", "b": 1}, "r": {"a": "low", "b": 3}}

CONJOINT = Method(
    kind="weigh",
    id="conjoint",
    name=Text("联合分析法", "Conjoint analysis"),
    citation="Green and Srinivasan (1978), Journal of Consumer Research 5(2): 103-123; OECD/JRC (2008), "
    "Handbook on Constructing Composite Indicators, section 6",
    formula=Text(
        "对每位受访者，以最小二乘法求 评分 = 常数 + sum_j b_j(水平)；重要性 = (max b_j - min b_j) / "
        "sum_k (max b_k - min b_k)；再对各受访者取均值",
        "for each respondent by least squares rating = constant + sum_j b_j(level); importance "
        "(max b_j - min b_j) / sum_k (max b_k - min b_k); mean over respondents",
    ),
    needs="profiles whose levels vary independently of each other, and respondents who rate or rank them all",
    range="[0, 1], sum 1",
    degenerate=STATED_BY_PEOPLE,
    function=conjoint,
    inputs=("members",),
    parameters={
        "profiles": Option((), PROFILES, "profile → id → level, a word or a number", table="words"),
        "ratings": Option((), RATINGS, "respondent → profile → rating or rank", table="rows"),
        "linear": Option(
            None,
            {"type": ["array", "null"], "items": {"type": "string"}},
            "ids whose levels are numbers on a line: a slope in place of a part-worth per level",
        ),
        "average": Option(
            "importances", {"enum": ["importances", "part_worths"]}, "what is averaged over the respondents"
        ),
    },
    example=Example(
        (np.zeros((4, 2)), ("a", "b")),
        [0.75, 0.25],
        {"profiles": _SHOWN, "ratings": {"Li": {"p": 1, "q": 7, "r": 3}}},
    ),
)
METHODS = (CONJOINT,)
