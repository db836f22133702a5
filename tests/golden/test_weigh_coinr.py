"""Weights against COINr 1.1.14: principal components, effective weights, optimised weights."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from record import COINR, Agreement, record

from zhishu.weigh.fitted.components import pca
from zhishu.weigh.fitted.importance import greatest_correlation, optimise_group, realised_importance
from zhishu.weigh.fitted.rotation import principal_components

GOLDEN = Path(__file__).parents[3] / "shared" / "golden"
pytestmark = pytest.mark.skipif(not GOLDEN.is_dir(), reason=f"the outside golden cases are not at {GOLDEN}")

AGGREGATED = {
    "asem": "stage7_aggregated.csv",
    "c1_31x18_missing_groupmean_minmax_arith": "stage5_aggregated.csv",
    "c2_163x18_skew_zscore_arith_UA_SA": "stage4_aggregated.csv",
    "c5_31x18_targets_goalposts_harmonic_PCA": "stage4_aggregated.csv",
}
CASES = [(case, level) for case in AGGREGATED for level in (1, 2, 3)]


@cache
def rows(case: str, name: str) -> list[dict[str, str]]:
    """Return the rows of one file of one case."""
    with (GOLDEN / case / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def columns(case: str, ids: list[str]) -> np.ndarray:
    """Return the aggregated values of some nodes, (units, nodes)."""
    table = rows(case, AGGREGATED[case])
    return np.array([[float(row[node] or "nan") for node in ids] for row in table])


def groups(case: str, level: int) -> dict[str, list[str]]:
    """Return parent → nodes of one level."""
    found: dict[str, list[str]] = {}
    for row in rows(case, "inputs/iMeta.csv"):
        if row["Level"] == str(level) and row["Type"] in {"Indicator", "Aggregate"} and row["Parent"]:
            found.setdefault(row["Parent"], []).append(row["iCode"])
    return found


def weights_of(case: str, name: str, ids: list[str]) -> np.ndarray:
    """Return a weights file's numbers for some nodes."""
    by_id = {row["iCode"]: float(row["Weight"]) for row in rows(case, name)}
    return np.array([by_id[node] for node in ids])


@pytest.mark.parametrize(("case", "level"), CASES)
def test_first_components_are_the_peers_weights(case: str, level: int) -> None:
    """Its weights are the first component's entries as they are, sign arbitrary, not divided by a sum."""
    compared = 0
    for ids in groups(case, level).values():
        if len(ids) > 1:
            _, vectors = principal_components(columns(case, ids))
            theirs = weights_of(case, f"pca_L{level}_weights.csv", ids)
            theirs = theirs if theirs.sum() > 0 else -theirs
            assert vectors[:, 0] == pytest.approx(theirs, rel=1e-8, abs=1e-10)
            signed = pca(columns(case, ids), loadings="signed")
            assert signed == pytest.approx(theirs / theirs.sum(), rel=1e-7, abs=1e-9)
            compared += 1
    assert compared
    record(
        Agreement(
            "weigh",
            "pca",
            f"{COINR} get_PCA",
            f"golden/{case}/pca_L{level}_weights.csv",
            "first component; `loadings: signed` is that over its sum",
            1e-8,
            holds=True,
            note="COINr keeps negative weights and does not say so; the default here is squared loadings",
        )
    )


@pytest.mark.parametrize(("case", "level"), CASES)
def test_eigenvalues_and_loadings_are_the_peers(case: str, level: int) -> None:
    """Every component of every group, signs apart."""
    for parent, ids in groups(case, level).items():
        if len(ids) > 1:
            values, vectors = principal_components(columns(case, ids))
            variance = [row for row in rows(case, f"pca_L{level}_variance.csv") if row["group"] == parent]
            assert values == pytest.approx(
                [float(row["eigenvalue"]) for row in variance], rel=1e-8, abs=1e-12
            )
            loadings = {
                (row["iCode"], row["PC"]): float(row["loading"])
                for row in rows(case, f"pca_L{level}_loadings.csv")
                if row["group"] == parent
            }
            theirs = np.array([[loadings[node, f"PC{k + 1}"] for k in range(len(ids))] for node in ids])
            assert np.abs(vectors) == pytest.approx(np.abs(theirs), abs=1e-7)


ASEM = "asem"
ROUNDING = -60.0
"""Below this the objective, a logarithm of squares, is the rounding of doubles."""


def optimum(name: str) -> float:
    """Return the objective that COINr's optimiser reached."""
    return float(rows(ASEM, name)[0]["value"])


def missed(x: np.ndarray, weights: np.ndarray) -> float:
    """Return COINr's objective: the logarithm of the mean squared gap of shares in the correlations."""
    reached = realised_importance(x, weights, measure="correlation")
    return float(np.log(np.mean((reached - 1 / len(reached)) ** 2)))


@pytest.mark.parametrize("tolerance", ["default", "tight"])
def test_balanced_weights_do_no_worse_than_the_peers(tolerance: str) -> None:
    """Level 3, equal importance: its search stops somewhere near; the closed form hits it."""
    x = columns(ASEM, ["Conn", "Sust"])
    found = optimise_group(x, measure="correlation")
    theirs = weights_of(ASEM, f"opt_balance_L3_{tolerance}_weights.csv", ["Conn", "Sust"])
    stopped = optimum(f"opt_balance_L3_{tolerance}_optim.csv")
    assert missed(x, theirs) == pytest.approx(stopped, abs=1e-3) or stopped < ROUNDING
    assert found.gap < 1e-12
    assert found.certificate is None
    assert found.weights == pytest.approx(theirs / theirs.sum(), abs=0.01 if tolerance == "default" else 1e-7)
    record(
        Agreement(
            "weigh",
            "optimised_importance",
            f"{COINR} get_opt_weights",
            f"golden/asem/opt_balance_L3_{tolerance}_optim.csv",
            "objective reached (balance)",
            1e-7,
            holds=tolerance == "tight",
            note="the peer's search stops early at its default tolerance; the closed form is exact",
        )
    )


def under_peers_weights(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the pillars and the flat weights that the peer's two-layer tree comes to with its own weights."""
    members = groups(ASEM, 2)
    halves = [weights_of(ASEM, f"{name}_weights.csv", ids) for ids in members.values()]
    flat = np.concatenate([half / half.sum() / len(halves) for half in halves])
    return columns(ASEM, [node for ids in members.values() for node in ids]), flat


def test_pillars_are_balanced_where_the_peer_s_search_gives_up() -> None:
    """Level 2: the peer's own weights give its own objective; without its two fixed halves there is a better one.

    The two problems differ: COINr keeps each half of the tree at one half, ours weighs one group freely.
    """
    x, theirs = under_peers_weights("opt_balance_L2_default")
    stopped = optimum("opt_balance_L2_default_optim.csv")
    assert missed(x, theirs) == pytest.approx(stopped, rel=1e-9)
    assert missed(x, optimise_group(x, measure="correlation").weights) < stopped


@pytest.mark.parametrize("name", ["opt_infomax_L2_default", "opt_infomax_L2_tight"])
def test_no_weights_correlate_more_than_the_closed_form(name: str) -> None:
    """The peer's own weights give its own sum of correlations; the closed form, free of its halves, gives more."""
    x, theirs = under_peers_weights(name)

    def total(weights: np.ndarray) -> float:
        return float(sum(np.corrcoef(column, x @ weights)[0, 1] for column in x.T))

    assert total(theirs) == pytest.approx(-optimum(f"{name}_optim.csv"), rel=1e-9)
    assert total(greatest_correlation(x)) >= total(theirs)
    record(
        Agreement(
            "weigh",
            "greatest_correlation",
            f"{COINR} get_opt_weights",
            f"golden/asem/{name}_optim.csv",
            "the objective (infomax) under the peer's own weights",
            1e-9,
            holds=True,
            note="the optima are of two problems: the peer keeps each half of its tree at one half and "
            "searches; ours weighs one group freely, in closed form, and so reaches at least as much",
        )
    )
