"""The tables of aggregators, rankings and tierings; each line stands in the file of its function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.score.aggregators.averages.coupling import COUPLING
from zhishu.score.aggregators.averages.displaced_ideal import DISPLACED_IDEAL
from zhishu.score.aggregators.averages.dynamic_weights import DYNAMIC_WEIGHTS
from zhishu.score.aggregators.averages.geographical import GEOGRAPHICAL
from zhishu.score.aggregators.averages.imbalance import IMBALANCE
from zhishu.score.aggregators.averages.means import MEANS
from zhishu.score.aggregators.averages.polygon import POLYGON
from zhishu.score.aggregators.averages.rewarded_growth import REWARDED_GROWTH
from zhishu.score.aggregators.averages.sums_and_products import SUMS_AND_PRODUCTS
from zhishu.score.aggregators.averages.time_ordered import TIME_ORDERED
from zhishu.score.aggregators.averages.variable_weights import VARIABLE_WEIGHTS
from zhishu.score.aggregators.judged.catastrophe import CATASTROPHE
from zhishu.score.aggregators.judged.cloud import CLOUD
from zhishu.score.aggregators.judged.comet import COMET
from zhishu.score.aggregators.judged.evidence import EVIDENCE
from zhishu.score.aggregators.judged.fuzzy import FUZZY
from zhishu.score.aggregators.judged.grey_clustering import GREY_CLUSTERING
from zhishu.score.aggregators.judged.matter_element import MATTER_ELEMENT
from zhishu.score.aggregators.judged.neural_network import NEURAL_NETWORK
from zhishu.score.aggregators.judged.variable_fuzzy import VARIABLE_FUZZY
from zhishu.score.aggregators.mixed import MIXED
from zhishu.score.aggregators.orders.combined import COMBINED
from zhishu.score.aggregators.orders.kemeny import KEMENY
from zhishu.score.aggregators.orders.majority import MAJORITY
from zhishu.score.aggregators.orders.rank_sums import RANK_SUMS
from zhishu.score.aggregators.outranking.electre1 import ELECTRE1
from zhishu.score.aggregators.outranking.electre2 import ELECTRE2
from zhishu.score.aggregators.outranking.electre3 import ELECTRE
from zhishu.score.aggregators.outranking.flows import FLOWS
from zhishu.score.aggregators.outranking.todim import TODIM
from zhishu.score.aggregators.programmes.benefit import BENEFIT
from zhishu.score.aggregators.programmes.directional import DIRECTIONAL
from zhishu.score.aggregators.programmes.geometric_benefit import GEOMETRIC_BENEFIT
from zhishu.score.aggregators.programmes.robust_benefit import ROBUST_BENEFIT
from zhishu.score.aggregators.programmes.robust_directional import ROBUST_DIRECTIONAL
from zhishu.score.aggregators.programmes.russell import RUSSELL
from zhishu.score.aggregators.programmes.simus import SIMUS
from zhishu.score.aggregators.references.between_ideals import BETWEEN_IDEALS
from zhishu.score.aggregators.references.borders import BORDERS
from zhishu.score.aggregators.references.costs import COSTS
from zhishu.score.aggregators.references.given import REFERENCES
from zhishu.score.aggregators.references.grey_relation import GREY_RELATION
from zhishu.score.aggregators.references.ideal import IDEAL
from zhishu.score.aggregators.references.limits import LIMITS
from zhishu.score.aggregators.references.multimoora import MULTIMOORA
from zhishu.score.aggregators.references.probid import PROBID
from zhishu.score.aggregators.references.ratings import RATINGS
from zhishu.score.aggregators.references.ratios import RATIOS
from zhishu.score.probit import PROBIT
from zhishu.score.ranks import BY_SCORE
from zhishu.score.tiers import TIERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.registry import Method

FAMILIES = (
    MEANS,
    IMBALANCE,
    DISPLACED_IDEAL,
    POLYGON,
    VARIABLE_WEIGHTS,
    DYNAMIC_WEIGHTS,
    TIME_ORDERED,
    REWARDED_GROWTH,
    IDEAL,
    GREY_RELATION,
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
    TODIM,
    ELECTRE,
    ELECTRE1,
    ELECTRE2,
    FUZZY,
    GREY_CLUSTERING,
    MATTER_ELEMENT,
    CLOUD,
    VARIABLE_FUZZY,
    EVIDENCE,
    CATASTROPHE,
    COUPLING,
    COSTS,
    REFERENCES,
    LIMITS,
    COMET,
    NEURAL_NETWORK,
    BENEFIT,
    GEOMETRIC_BENEFIT,
    RUSSELL,
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
