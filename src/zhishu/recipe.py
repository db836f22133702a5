"""The recipe: the ordered steps that make scores of a panel, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zhishu.step_kinds import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the recipe: what is done (`step`), how (`method`), and with which options."""

    step: str
    method: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def by_level(self) -> Mapping[str, Mapping[str, Any]]:
        """Level of regions → what the step says is otherwise there."""
        return self.options.get("by_level") or {}

    def at_level(self, level: str) -> Step:
        """Return the step as it runs at a level of regions: what `by_level` says there goes before the rest.

        Options of the method itself stay where the level has the same method; those of the step always do.

        >>> step = Step("tiers", "rank_cuts", {"cuts": [5], "by_level": {"county": {"cuts": [100]}}})
        >>> step.at_level("county").options, step.at_level("city").options
        ({'cuts': [100]}, {'cuts': [5]})
        """
        if "by_level" not in self.options:
            return self
        own = dict(self.by_level.get(level, {}))
        method = own.pop("method", self.method)
        kept = {
            name: value
            for name, value in self.options.items()
            if name != "by_level" and (method == self.method or name in STEPS[self.step].options)
        }
        return Step(self.step, method, {**kept, **own})


@dataclass(frozen=True, slots=True)
class Recipe:
    """The steps in the order in which they run.

    >>> recipe = Recipe((Step("normalise", "minmax"), Step("rank", "by_score", {"ties": "min"})))
    >>> recipe.first("rank").options["ties"]
    'min'
    """

    steps: tuple[Step, ...]

    def first(self, step: str) -> Step | None:
        """Return the first step of that kind, or None."""
        return next((candidate for candidate in self.steps if candidate.step == step), None)

    def at_level(self, level: str) -> Recipe:
        """Return the recipe of one level of regions; see `Step.at_level`."""
        return Recipe(tuple(step.at_level(level) for step in self.steps))

    def every(self, step: str) -> tuple[Step, ...]:
        """Return all steps of that kind, in order."""
        return tuple(candidate for candidate in self.steps if candidate.step == step)
