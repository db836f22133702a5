"""What varies when an edition does not say: the choices that audits of indices vary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.uncertain import SHARE_OF_WEIGHTS, Uncertain, WeightDoubt
from zhishu.recipe import Step
from zhishu.registry import methods

if TYPE_CHECKING:
    from zhishu.result import Result


def default_uncertain(result: Result) -> Uncertain:
    """Return what varies when the edition has no `uncertain:` part.

    - every weight by ± 25 % around the method's own, the range that audits of indices use;
    - the normaliser: the recipe's own, min–max or z-scores, since each is what another index would
      have taken for the same data; one by ranks is left out, because it throws away how far apart
      regions are, which is another question rather than a defensible answer to the same one;
    - the aggregator: the recipe's own, and the geometric mean where it is arithmetic and every
      comparable value of every level is above 0. Below a min–max to [0, 1] the worst region of an
      indicator has 0 and would have an index of 0, so there it is left out.
    """
    steps: dict[str, tuple[Step | None, ...]] = {}
    recipe = result.edition.recipe
    normalise, aggregate = recipe.first("normalise"), recipe.first("aggregate")
    other = {"minmax": "zscore", "zscore": "minmax"}.get(normalise.method if normalise else "")
    if other in {method.id for method in methods("normalise")}:
        steps["normalise"] = (Step("normalise", str(other)),)
    if aggregate and aggregate.method == "arithmetic" and "normalise" not in steps and _all_positive(result):
        steps["aggregate"] = (Step("aggregate", "geometric"),)
    return Uncertain(steps=steps, weights=WeightDoubt("uniform", SHARE_OF_WEIGHTS))


def _all_positive(result: Result) -> bool:
    normalised = [level.normalised for level in result.levels.values() if level.normalised is not None]
    return all(bool((np.nan_to_num(values, nan=1.0) > 0).all()) for values in normalised)
