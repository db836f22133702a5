"""An uncertainty analysis of another program, replication by replication and in distribution.

The case is 163 regions × 18 indicators with two normalisers, 100 sets of weights and two
aggregators; its files give the choices of each of 1,000 replications and the ranks they led to.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from zhishu.doubt.blocks import draw_ranks, explicit_choices
from zhishu.doubt.design import choices_of, columns_of, draw_design
from zhishu.doubt.intervals import quantile_places
from zhishu.doubt.prepared import Setting
from zhishu.doubt.study import study_of
from zhishu.doubt.tally import counted
from zhishu.doubt.uncertain import Uncertain, WeightDoubt
from zhishu.framework import Direction, Framework, Node, Text
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step

CASE = Path(__file__).parents[3] / "shared" / "golden" / "c2_163x18_skew_zscore_arith_UA_SA"
pytestmark = pytest.mark.skipif(not CASE.is_dir(), reason=f"golden case {CASE.name} is absent")


def rows_of(name):
    with (CASE / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def framework_of_case():
    known = {row["iCode"]: row for row in rows_of("inputs/iMeta.csv") if row["Level"]}

    def nodes(code, parent):
        children = tuple(row["iCode"] for row in known.values() if row["Parent"] == code)
        direction = Direction("negative" if known[code]["Direction"] == "-1" else "positive")
        weight = float(known[code]["Weight"]) if parent else None
        yield Node(code, Text("", code), parent, children, direction=direction, weight=weight)
        for child in children:
            yield from nodes(child, code)

    return Framework(tuple(nodes("index", None)))


def weight_sets():
    sets = {f"w{number}": {} for number in range(1, 101)}
    for row in rows_of("weight_sets.csv"):
        for name, weights in sets.items():
            if row["iCode"] != "index":
                weights[row["iCode"]] = float(row[name])
    return sets


@pytest.fixture(scope="module")
def study():
    framework = framework_of_case()
    treated = rows_of("stage2_treated.csv")
    values = np.array([[float(row[name]) for name in framework.indicators] for row in treated])[None]
    regions = tuple(row["uCode"] for row in treated)
    panel = panel_of("region", values, regions=regions, indicators=framework.indicators, years=(2020,))
    recipe = Recipe(
        (
            Step("normalise", "zscore", {"mean": 10, "sd": 2}),
            Step("weigh", "given"),
            Step("aggregate", "arithmetic"),
            Step("rank", "by_score"),
        )
    )
    uncertain = Uncertain(
        steps={
            "normalise": (Step("normalise", "minmax", {"to": [1, 100]}),),
            "aggregate": (Step("aggregate", "geometric"),),
        },
        weights=WeightDoubt("sets", sets=weight_sets()),
    )
    return study_of(panel, Setting(framework), recipe, uncertain, nodes=("index",))


@pytest.fixture(scope="module")
def peer(study):
    """The peer's ranks, (replications, regions), in the order of the study's regions."""
    rows = {row["uCode"]: row for row in rows_of("ua_N1000_ranks.csv")}
    listed = [[int(rows[region][f"r_{rep}"]) for region in study.panel.regions] for rep in range(1, 1001)]
    return np.array(listed)


def test_every_rank_of_every_replication_is_the_peer_s(study, peer):
    """Given the same choices, all 163,000 ranks are equal."""
    params = rows_of("ua_N1000_params_by_rep.csv")
    choices = explicit_choices(
        study,
        # The peer counts min–max first; here the recipe's own z-scores are.
        normalise=[2 - int(row["Normalisation"]) for row in params],
        aggregate=[int(row["Aggregation"] == "a_gmean") for row in params],
        weights=[int(row["weight_set"]) - 1 for row in params],
    )
    ranks = draw_ranks(study, choices)[:, 0, 0]
    assert np.array_equal(ranks, peer)


def own_quantiles(study, share, design):
    ranks = draw_ranks(study, choices_of(study.factors, design))[:, 0, 0]
    return 1 + quantile_places(counted((ranks - 1).astype(np.uint16), study.bins), share)


def outside(quantiles, peer, share, sample):
    """Count the regions whose quantile is beyond four standard errors of a share in `sample` draws."""
    margin = 4 * np.sqrt(share * (1 - share) / sample)
    low = np.quantile(peer, max(share - margin, 0), axis=0, method="inverted_cdf")
    high = np.quantile(peer, min(share + margin, 1), axis=0, method="higher")
    return int(((quantiles < low) | (quantiles > high)).sum())


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_intervals_from_our_own_draws_agree_within_monte_carlo_error(study, peer, share):
    """Over the same 100 sets of weights our 5, 50 and 95 % ranks are the peer's, to within its error.

    The share of its 1,000 draws at or below a true quantile q has the standard error
    sqrt(q (1 - q) / 1000); all 489 quantiles within four of them at once has a probability above 0.97.
    """
    design = draw_design(study.factors, 20_000, np.random.default_rng(0), "latin_hypercube")
    assert outside(own_quantiles(study, share, design), peer, share, 1000) == 0


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_weights_of_our_own_agree_within_the_error_of_its_hundred_sets(study, peer, share):
    """With weights drawn anew the peer's error is that of 100 draws, since it has 100 sets of weights."""
    own = replace(study.uncertain, weights=WeightDoubt("uniform", 0.25))
    free = study_of(study.panel, study.setting, study.recipe, own, nodes=("index",))
    design = draw_design(free.factors, 20_000, np.random.default_rng(0), "latin_hypercube")
    framework = study.setting.framework
    # The peer leaves the indicators' weights alone: their numbers stay in the middle.
    leaves = [framework.ids.index(name) - 1 for name in framework.indicators]
    at = columns_of(free.factors)["weights"].start
    design[:, [at + leaf for leaf in leaves]] = 0.5
    assert outside(own_quantiles(free, share, design), peer, share, 100) == 0
