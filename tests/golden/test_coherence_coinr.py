"""Correlations, flags and Cronbach's alpha against COINr 1.1.14, at every node of four cases."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from record import COINR, Agreement, record

from zhishu.score.coherence import coherence, pearson, spearman

GOLDEN = Path(__file__).parents[3] / "shared" / "golden"
pytestmark = pytest.mark.skipif(not GOLDEN.is_dir(), reason=f"the outside golden cases are not at {GOLDEN}")

AGGREGATED = {
    "asem": "stage7_aggregated.csv",
    "c1_31x18_missing_groupmean_minmax_arith": "stage5_aggregated.csv",
    "c2_163x18_skew_zscore_arith_UA_SA": "stage4_aggregated.csv",
    "c5_31x18_targets_goalposts_harmonic_PCA": "stage4_aggregated.csv",
}

SHARED = pytest.mark.parametrize("case", AGGREGATED)
CORRELATED = {1: "corr_L1_L2_withparent.csv", 2: "corr_L2_L3_withparent.csv", 3: "corr_L3_L4_withparent.csv"}


@cache
def rows(case: str, name: str) -> list[dict[str, str]]:
    with (GOLDEN / case / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def columns(case: str, ids: list[str]) -> np.ndarray:
    """Return the scores of some nodes, (units, nodes)."""
    return np.array([[float(row[node] or "nan") for node in ids] for row in rows(case, AGGREGATED[case])])


def groups(case: str, level: int) -> dict[str, list[str]]:
    """Return parent → nodes of one level."""
    found: dict[str, list[str]] = {}
    for row in rows(case, "inputs/iMeta.csv"):
        if row["Level"] == str(level) and row["Type"] in {"Indicator", "Aggregate"} and row["Parent"]:
            found.setdefault(row["Parent"], []).append(row["iCode"])
    return found


def agreed(call: str, case: str, name: str, what: str) -> None:
    against = f"{COINR} {call}"
    record(Agreement("diagnosis", "coherence", against, f"golden/{case}/{name}", what, 1e-9, holds=True))


@SHARED
def test_alpha_of_the_children_of_every_node(case: str) -> None:
    """Three levels; nodes with one child have none."""
    theirs = {row["iCode"]: row["alpha_children"] for row in rows(case, "cronbach.csv")}
    compared = 0
    for level in (1, 2, 3):
        for node, ids in groups(case, level).items():
            if len(ids) > 1:
                assert coherence(columns(case, ids)).alpha == pytest.approx(float(theirs[node]), rel=1e-9)
                compared += 1
    assert compared > 2
    agreed("get_cronbach", case, "cronbach.csv", "alpha of the children of every node")


@SHARED
@pytest.mark.parametrize("level", CORRELATED)
def test_children_with_their_parent(case: str, level: int) -> None:
    """Every child of every node."""
    theirs = {(row["Var1"], row["Var2"]): float(row["Correlation"]) for row in rows(case, CORRELATED[level])}
    assert theirs
    for node, ids in groups(case, level).items():
        found = pearson(columns(case, [*ids, node]))[:-1, -1]
        wanted = [theirs[node, one] for one in ids if (node, one) in theirs]
        if wanted:
            assert found == pytest.approx(wanted, rel=1e-9)
    agreed("get_corr", case, CORRELATED[level], "Pearson, children with their parent")


@SHARED
@pytest.mark.parametrize("kind", ["pearson", "spearman"])
def test_indicators_with_each_other(case: str, kind: str) -> None:
    """All pairs."""
    theirs = {
        (row["Var1"], row["Var2"]): float(row["Correlation"]) for row in rows(case, f"corr_L1_L1_{kind}.csv")
    }
    ids = [one for members in groups(case, 1).values() for one in members]
    found = {"pearson": pearson, "spearman": spearman}[kind](columns(case, ids))
    wanted = np.array([[theirs[one, two] for two in ids] for one in ids])
    assert found == pytest.approx(wanted, abs=1e-9)
    agreed("get_corr", case, f"corr_L1_L1_{kind}.csv", f"{kind.title()}, all pairs of indicators")


@SHARED
def test_pairs_above_a_threshold(case: str) -> None:
    """Siblings that correlate by more than 0.6, and no others."""
    theirs = {
        frozenset((row["Ind1"], row["Ind2"])): float(row["Corr"])
        for row in rows(case, "corr_flags_high_0.6.csv")
    }
    found = {}
    for ids in groups(case, 1).values():
        r = pearson(columns(case, ids))
        pairs = ((one, two) for two in range(len(ids)) for one in range(two))
        found |= {frozenset((ids[one], ids[two])): r[one, two] for one, two in pairs if r[one, two] > 0.6}
    assert found == pytest.approx(theirs)
    agreed("get_corr_flags", case, "corr_flags_high_0.6.csv", "siblings above 0.6")
