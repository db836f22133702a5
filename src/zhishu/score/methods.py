"""The tables of aggregators, rankings and tierings; each line stands in the file of its function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.score.aggregators.benefit import BENEFIT
from zhishu.score.aggregators.between_ideals import BETWEEN_IDEALS
from zhishu.score.aggregators.borders import BORDERS
from zhishu.score.aggregators.catastrophe import CATASTROPHE
from zhishu.score.aggregators.combined import COMBINED
from zhishu.score.aggregators.comet import COMET
from zhishu.score.aggregators.costs import COSTS
from zhishu.score.aggregators.coupling import COUPLING
from zhishu.score.aggregators.directional import DIRECTIONAL
from zhishu.score.aggregators.electre import ELECTRE
from zhishu.score.aggregators.electre1 import ELECTRE1
from zhishu.score.aggregators.electre2 import ELECTRE2
from zhishu.score.aggregators.flows import FLOWS
from zhishu.score.aggregators.fuzzy import FUZZY
from zhishu.score.aggregators.geographical import GEOGRAPHICAL
from zhishu.score.aggregators.ideal import IDEAL
from zhishu.score.aggregators.imbalance import IMBALANCE
from zhishu.score.aggregators.kemeny import KEMENY
from zhishu.score.aggregators.limits import LIMITS
from zhishu.score.aggregators.majority import MAJORITY
from zhishu.score.aggregators.matter_element import MATTER_ELEMENT
from zhishu.score.aggregators.means import MEANS
from zhishu.score.aggregators.mixed import MIXED
from zhishu.score.aggregators.multimoora import MULTIMOORA
from zhishu.score.aggregators.probid import PROBID
from zhishu.score.aggregators.rank_sums import RANK_SUMS
from zhishu.score.aggregators.ratings import RATINGS
from zhishu.score.aggregators.ratios import RATIOS
from zhishu.score.aggregators.references import REFERENCES
from zhishu.score.aggregators.robust_benefit import ROBUST_BENEFIT
from zhishu.score.aggregators.robust_directional import ROBUST_DIRECTIONAL
from zhishu.score.aggregators.simus import SIMUS
from zhishu.score.aggregators.sums_and_products import SUMS_AND_PRODUCTS
from zhishu.score.probit import PROBIT
from zhishu.score.ranks import BY_SCORE
from zhishu.score.tiers import TIERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.registry import Method

FAMILIES = (
    MEANS,
    IMBALANCE,
    IDEAL,
    BETWEEN_IDEALS,
    RATIOS,
    SUMS_AND_PRODUCTS,
    MULTIMOORA,
    PROBID,
    BORDERS,
    RATINGS,
    RANK_SUMS,
    MAJORITY,
    KEMENY,
    FLOWS,
    ELECTRE,
    ELECTRE1,
    ELECTRE2,
    FUZZY,
    MATTER_ELEMENT,
    CATASTROPHE,
    COUPLING,
    COSTS,
    REFERENCES,
    LIMITS,
    COMET,
    BENEFIT,
    ROBUST_BENEFIT,
    DIRECTIONAL,
    ROBUST_DIRECTIONAL,
    SIMUS,
    MIXED,
    GEOGRAPHICAL,
    COMBINED,
)
"""The aggregators by family, in the order in which people meet them."""

AGGREGATORS: Mapping[str, Method] = {method.id: method for family in FAMILIES for method in family}
RANKINGS: Mapping[str, Method] = {BY_SCORE.id: BY_SCORE}
TIERINGS: Mapping[str, Method] = {method.id: method for method in (*TIERS, *PROBIT)}
