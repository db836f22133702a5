"""Class breaks: which class of the ramp a value falls in, and what each class spans."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from zhishu.cluster.breaks import natural_breaks
from zhishu.errors import EditionError
from zhishu.framework import Text
from zhishu.publish.figure import number_text
from zhishu.publish.style import CLASSES, class_role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Scheme = Literal["natural_breaks", "quantiles", "equal_interval", "head_tail", "maximum_breaks"]
Zero = Literal["auto", "own", "no"]
NO_DATA = "unscored"
ZERO_ROLE = "class_zero"
ZERO_SHARE = 0.2
"""From this share of zeros on, `auto` shows zero as a class of its own."""
FEWEST = 2
SCHEMES: Mapping[Scheme, Text] = {
    "natural_breaks": Text("自然断点法（Fisher–Jenks）", "natural breaks (Fisher–Jenks)"),
    "quantiles": Text("分位数法", "quantiles"),
    "equal_interval": Text("等间距法", "equal intervals"),
    "head_tail": Text("头尾分割法", "head/tail breaks"),
    "maximum_breaks": Text("最大间断法", "maximum breaks"),
}
"""Scheme → what it is called."""
IN_MAPCLASSIFY: Mapping[Scheme, str] = {
    "quantiles": "Quantiles",
    "equal_interval": "EqualInterval",
    "head_tail": "HeadTailBreaks",
    "maximum_breaks": "MaximumBreaks",
}
"""Scheme → its class in mapclassify; its natural breaks are sums in single precision."""
OWN_BREAKS = Text("给定的界限", "given limits")


@dataclass(frozen=True, slots=True)
class ValueClass:
    """One class: the role of its colour, the smallest and largest value found in it, how many."""

    role: str
    low: float
    high: float
    count: int

    @property
    def span(self) -> str:
        """The values it covers, as the legend says it."""
        low, high = number_text(self.low, 1), number_text(self.high, 1)
        return low if low == high else f"{low}–{high}"


@dataclass(frozen=True, slots=True)
class Classing:
    """How values become classes: a scheme and a number, or given limits, and whether zero is apart.

    `breaks` are the largest values of all classes but the last; they take the place of the scheme.
    `classes` counts the class of zero as well.
    """

    scheme: Scheme = "natural_breaks"
    classes: int = CLASSES
    breaks: tuple[float, ...] = ()
    zero: Zero = "auto"

    @property
    def name(self) -> Text:
        """What the scheme is called."""
        return OWN_BREAKS if self.breaks else SCHEMES[self.scheme]

    def checked(self) -> Classing:
        """Return the same, or raise an EditionError for a number of classes that no reader tells apart."""
        wanted = len(self.breaks) + 1 if self.breaks else self.classes
        if not FEWEST <= wanted <= CLASSES:
            raise EditionError(
                "a map cannot have that many classes",
                where="the report, a map",
                seen=wanted,
                allowed=f"{FEWEST} to {CLASSES}: more shades are not told apart in grey print",
            )
        if any(later <= former for former, later in zip(self.breaks, self.breaks[1:], strict=False)):
            raise EditionError(
                "the breaks of a map do not rise",
                where="the report, a map",
                seen=list(self.breaks),
                allowed="each larger than the one before",
            )
        return self


def natural_classes(values: Sequence[float], classes: int = CLASSES) -> tuple[ValueClass, ...]:
    """Return at most `classes` classes by natural breaks (Fisher–Jenks: exact, without chance).

    NaN is in no class. Fewer distinct values give fewer classes; none give none. Equal values are
    always in one class.

    >>> [found.span for found in natural_classes([1, 2, 10, 11, float("nan")], classes=2)]
    ['1.0–2.0', '10.0–11.0']
    """
    return value_classes(values, Classing(classes=classes, zero="no"))


def value_classes(
    values: Sequence[float] | NDArray[np.float64], classing: Classing
) -> tuple[ValueClass, ...]:
    """Return the classes of values by a scheme, the lowest first.

    NaN is in no class. Fewer distinct values give fewer classes, a constant one, none none; classes
    that hold no value are left out. Equal values are always in one class. With zero apart, zeros are
    the first class and the scheme is used on all others; `auto` sets them apart when no value is
    negative and at least a fifth are zero.

    >>> found = value_classes([0, 0, 3, 4, 90], Classing(classes=3))
    >>> [(part.span, part.role) for part in found]
    [('0.0', 'class_zero'), ('3.0–4.0', 'class_2'), ('90.0', 'class_5')]
    """
    finite = np.asarray([value for value in values if np.isfinite(value)], dtype=np.float64)
    zeros = zero_apart(finite, classing.zero)
    rest = finite[finite != 0] if zeros else finite
    wanted = min(classing.classes - bool(zeros), len(np.unique(rest)))
    parts = _members(rest, classing, wanted) if wanted else []
    own = (ValueClass(ZERO_ROLE, 0.0, 0.0, zeros),) if zeros else ()
    roles = _roles(len(parts), palest=2 if zeros else 1)
    return own + tuple(
        ValueClass(role, float(part.min()), float(part.max()), len(part))
        for role, part in zip(roles, parts, strict=True)
    )


def zero_apart(values: NDArray[np.float64], zero: Zero) -> int:
    """Return how many zeros form a class of their own; 0 when they do not."""
    count = int(np.sum(values == 0))
    often = count >= ZERO_SHARE * len(values) and not (values < 0).any() and (values > 0).any()
    return count if zero == "own" or (zero == "auto" and often) else 0


def role_of(value: float, classes: Sequence[ValueClass]) -> str:
    """Return the colour role of `value`: its class, or no data for NaN."""
    inside = (found.role for found in classes if found.low <= value <= found.high)
    return next(inside, NO_DATA)


def _members(values: NDArray[np.float64], classing: Classing, wanted: int) -> list[NDArray[np.float64]]:
    """Return the values of every class that has any, the lowest class first."""
    tops = [*classing.breaks, float("inf")] if classing.breaks else _tops(values, classing.scheme, wanted)
    lows = [-np.inf, *tops[:-1]]
    members = [values[(values > low) & (values <= top)] for low, top in zip(lows, tops, strict=True)]
    return [part for part in members if len(part)]


def _tops(values: NDArray[np.float64], scheme: Scheme, wanted: int) -> list[float]:
    """Return the largest value of every class; fewer distinct values than classes are their own."""
    distinct = np.unique(values)
    if wanted in (1, len(distinct)):
        return [float(value) for value in (distinct[-1:] if wanted == 1 else distinct)]
    if scheme == "natural_breaks":
        classes = natural_breaks(values, wanted)
        return [float(values[classes == number].max()) for number in range(wanted)]
    import mapclassify  # noqa: PLC0415 - slow to import, only some maps need it

    classifier: Any = getattr(mapclassify, IN_MAPCLASSIFY[scheme])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fewer breaks than asked for; empty classes are left out
        bins = (classifier(values) if scheme == "head_tail" else classifier(values, k=wanted)).bins
    tops = [float(top) for top in bins]
    return [*tops[: wanted - 1], max(tops[-1], float(distinct[-1]))]


def _roles(count: int, *, palest: int) -> list[str]:
    """Return the ramp's roles for `count` classes, spread from the palest in use to the deepest.

    >>> _roles(3, palest=1), _roles(1, palest=2)
    (['class_1', 'class_3', 'class_5'], ['class_3'])
    """
    if count == 1:
        return [class_role(CLASSES // 2 + 1)]
    return [class_role(int(rank)) for rank in np.linspace(palest, CLASSES, count).round()]
