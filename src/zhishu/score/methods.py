"""The tables of aggregators, rankings and tierings; each line stands in the file of its function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.score.benefit import BENEFIT
from zhishu.score.between_ideals import BETWEEN_IDEALS
from zhishu.score.borders import BORDERS
from zhishu.score.catastrophe import CATASTROPHE
from zhishu.score.costs import COSTS
from zhishu.score.coupling import COUPLING
from zhishu.score.electre import ELECTRE
from zhishu.score.electre2 import ELECTRE2
from zhishu.score.flows import FLOWS
from zhishu.score.fuzzy import FUZZY
from zhishu.score.ideal import IDEAL
from zhishu.score.imbalance import IMBALANCE
from zhishu.score.kemeny import KEMENY
from zhishu.score.majority import MAJORITY
from zhishu.score.matter_element import MATTER_ELEMENT
from zhishu.score.means import MEANS
from zhishu.score.multimoora import MULTIMOORA
from zhishu.score.probid import PROBID
from zhishu.score.probit import PROBIT
from zhishu.score.rank_sums import RANK_SUMS
from zhishu.score.ranks import BY_SCORE
from zhishu.score.ratings import RATINGS
from zhishu.score.ratios import RATIOS
from zhishu.score.references import REFERENCES
from zhishu.score.sums_and_products import SUMS_AND_PRODUCTS
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
    ELECTRE2,
    FUZZY,
    MATTER_ELEMENT,
    CATASTROPHE,
    COUPLING,
    COSTS,
    REFERENCES,
    BENEFIT,
)
"""The aggregators by family, in the order in which people meet them."""

AGGREGATORS: Mapping[str, Method] = {method.id: method for family in FAMILIES for method in family}
RANKINGS: Mapping[str, Method] = {BY_SCORE.id: BY_SCORE}
TIERINGS: Mapping[str, Method] = {method.id: method for method in (*TIERS, *PROBIT)}
