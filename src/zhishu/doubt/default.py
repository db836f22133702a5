"""What varies when an edition does not say: the choices that audits of indices vary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.study import branch_at, branch_names
from zhishu.doubt.uncertain import SHARE_OF_WEIGHTS, Uncertain, WeightDoubt
from zhishu.errors import EditionError, MethodError, PanelError
from zhishu.recipe import Step

if TYPE_CHECKING:
    from zhishu.result import Result


def default_uncertain(result: Result) -> Uncertain:
    """Return what varies when the edition has no `uncertain:` part.

    - every weight by ± 25 % around the method's own, the range that audits of indices use;
    - the normaliser: the recipe's own, min–max or z-scores, since each is what another index would
      have taken for the same data; one by ranks is left out, because it throws away how far apart
      regions are, which is another question rather than a defensible answer to the same one;
    - where the other normaliser makes no sense with the recipe (z-scores below a geometric mean), the
      aggregator: the recipe's own, and of arithmetic and geometric mean the other, the geometric one
      only where every comparable value of every level is above 0. Below a min–max to [0, 1] the worst
      region of an indicator has 0 and would have an index of 0.
    """
    steps: dict[str, tuple[Step | None, ...]] = {}
    recipe = result.edition.recipe
    normalise, aggregate = recipe.first("normalise"), recipe.first("aggregate")
    other = {"minmax": "zscore", "zscore": "minmax"}.get(normalise.method if normalise else "")
    if other and _makes_sense(result, Step("normalise", other)):
        steps["normalise"] = (Step("normalise", other),)
    mean = {"arithmetic": "geometric", "geometric": "arithmetic"}.get(aggregate.method if aggregate else "")
    if mean and "normalise" not in steps and (mean == "arithmetic" or _all_positive(result)):
        steps["aggregate"] = (Step("aggregate", mean),)
    return Uncertain(steps=steps, weights=WeightDoubt("uniform", SHARE_OF_WEIGHTS))


def _makes_sense(result: Result, step: Step) -> bool:
    """Whether the recipe runs at every level with this step in place of its own."""
    from zhishu.doubt.doubt import level_study  # noqa: PLC0415 - it needs this module

    try:
        for level in result.edition.scored_levels:
            study = level_study(result, level.id, Uncertain(steps={step.step: (step,)}))
            branch_at(study, dict.fromkeys(branch_names(study), 1))
    except (MethodError, PanelError, EditionError):
        return False
    return True


def _all_positive(result: Result) -> bool:
    normalised = [level.normalised for level in result.levels.values() if level.normalised is not None]
    return all(bool((np.nan_to_num(values, nan=1.0) > 0).all()) for values in normalised)
