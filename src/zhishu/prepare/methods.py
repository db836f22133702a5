"""The tables of the methods that prepare: screening, imputation, denomination, treatment, normalisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.prepare.denominate import DENOMINATORS
from zhishu.prepare.impute.columns import IMPUTERS_BY_COLUMN
from zhishu.prepare.impute.mode import IMPUTERS_BY_FREQUENCY
from zhishu.prepare.impute.neighbours import IMPUTERS_BY_NEIGHBOURS
from zhishu.prepare.impute.normal import IMPUTERS_BY_NORMAL
from zhishu.prepare.impute.regression import IMPUTERS_BY_REGRESSION
from zhishu.prepare.impute.rows import IMPUTERS_BY_ROW
from zhishu.prepare.impute.time import IMPUTERS_BY_TIME
from zhishu.prepare.normalisers.centre import NORMALISERS_BY_CENTRE
from zhishu.prepare.normalisers.centred import NORMALISERS_BY_REFERENCE
from zhishu.prepare.normalisers.decision_scales import NORMALISERS_OF_DECISIONS
from zhishu.prepare.normalisers.distance import NORMALISERS_BY_DISTANCE
from zhishu.prepare.normalisers.efficacy import NORMALISERS_BY_EFFICACY
from zhishu.prepare.normalisers.hyperbolic import NORMALISERS_BY_HYPERBOLA
from zhishu.prepare.normalisers.mean_bands import NORMALISERS_BY_MEAN
from zhishu.prepare.normalisers.ordinal import NORMALISERS_BY_ORDER
from zhishu.prepare.normalisers.over_time import NORMALISERS_OVER_TIME
from zhishu.prepare.normalisers.own_years import NORMALISERS_BY_OWN_YEARS
from zhishu.prepare.normalisers.proportion import NORMALISERS_BY_PROPORTION
from zhishu.prepare.normalisers.ranges import NORMALISERS_BY_RANGE
from zhishu.prepare.normalisers.reference_interval import NORMALISERS_BY_IDEAL
from zhishu.prepare.normalisers.value_functions import NORMALISERS_BY_VALUE
from zhishu.prepare.screen import AVAILABILITY
from zhishu.prepare.screen_spread import SCREENS_BY_SPREAD
from zhishu.prepare.shift import TREATMENTS_BY_SHIFT
from zhishu.prepare.transform import TREATMENTS_BY_RULE
from zhishu.prepare.treat import TREATMENTS_BY_SHAPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.registry import Method

__all__ = ["DENOMINATORS", "IMPUTERS", "NORMALISERS", "SCREENS", "TREATMENTS"]

SCREENS: Mapping[str, Method] = {AVAILABILITY.id: AVAILABILITY, **SCREENS_BY_SPREAD}
IMPUTERS: Mapping[str, Method] = {
    **IMPUTERS_BY_COLUMN,
    **IMPUTERS_BY_FREQUENCY,
    **IMPUTERS_BY_ROW,
    **IMPUTERS_BY_NEIGHBOURS,
    **IMPUTERS_BY_REGRESSION,
    **IMPUTERS_BY_NORMAL,
    **IMPUTERS_BY_TIME,
}
TREATMENTS: Mapping[str, Method] = {**TREATMENTS_BY_SHAPE, **TREATMENTS_BY_RULE, **TREATMENTS_BY_SHIFT}
NORMALISERS: Mapping[str, Method] = {
    **NORMALISERS_BY_RANGE,
    **NORMALISERS_BY_CENTRE,
    **NORMALISERS_BY_ORDER,
    **NORMALISERS_BY_DISTANCE,
    **NORMALISERS_BY_PROPORTION,
    **NORMALISERS_BY_VALUE,
    **NORMALISERS_BY_EFFICACY,
    **NORMALISERS_BY_REFERENCE,
    **NORMALISERS_BY_HYPERBOLA,
    **NORMALISERS_BY_MEAN,
    **NORMALISERS_BY_OWN_YEARS,
    **NORMALISERS_OVER_TIME,
    **NORMALISERS_BY_IDEAL,
    **NORMALISERS_OF_DECISIONS,
}
