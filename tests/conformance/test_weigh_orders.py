"""Weightings from orders against what programs hold and print, and against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from record import BY_HAND, CLOSED_FORM, MANUAL, Agreement, program, record
from scipy.stats import binom

from zhishu.weigh.judged.orders import order_relation, ranked_weights


def by_place(columns: int, variant: str) -> np.ndarray:
    """Return the weights of the places 1, 2, … of so many columns."""
    return ranked_weights(np.arange(1.0, columns + 1)[None], variant)[0]


def agreed(used: str, against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("weigh", used, against, source, what, tolerance, holds=True, note=note))


def test_a_printed_table_of_centroids() -> None:
    """Two to twelve places to three decimals, as a program holds them."""
    table = """
        750 250
        611 278 111
        521 271 146 63
        457 257 157 90 40
        408 242 158 103 61 28
        370 228 156 109 73 44 20
        340 215 152 111 79 54 33 16
        314 203 148 111 83 61 42 26 12
        293 193 143 110 85 65 48 34 21 10
        275 184 138 108 85 67 52 39 27 17 8
        259 175 134 106 85 68 54 43 32 23 15 7"""
    for line in table.strip().splitlines():
        printed = np.array([float(cell) for cell in line.split()]) / 1000
        assert np.abs(by_place(len(printed), "centroid") - printed).max() <= 5.01e-4
    what = "the table of a public program for postcode areas (Ruby): 2 to 12 places, 3 digits"
    agreed("rank_order", MANUAL, "rank order centroid weights", what, 5e-4)


def test_the_surrogate_weights_of_a_modular_promethee() -> None:
    """Twelve criteria, some of equal rank: its weights are those of the places, but ties take one place each."""
    ranks = np.array([6, 4, 1, 2, 5, 4, 1, 6, 4, 4, 7, 1])
    printed = {
        "sum": [0.09, 0.115, 0.154, 0.141, 0.103, 0.115, 0.154, 0.09, 0.115, 0.115, 0.077, 0.154],
        "reciprocal": [0.054, 0.081, 0.322, 0.161, 0.064, 0.081, 0.322, 0.054, 0.081, 0.081, 0.046, 0.322],
        "centroid": [0.068, 0.106, 0.259, 0.175, 0.085, 0.106, 0.259, 0.068, 0.106, 0.106, 0.054, 0.259],
    }
    for variant, weights in printed.items():
        assert by_place(12, variant)[ranks - 1] == pytest.approx(np.array(weights), abs=5.1e-4)
        assert sum(weights) > 1.2
        assert ranked_weights(ranks[None].astype(float), variant).sum() == pytest.approx(1)
    source = "tests of a modular PROMETHEE in Python (M1_SurrogateWeights)"
    agreed("rank_order", MANUAL, source, "what the places 1 to 7 of twelve weigh, three variants", 5e-4)
    note = "the peer gives each the whole weight of one place, so its weights sum to more than 1.2; here columns of "
    note += "equal rank share the weights of the places they take"
    row = Agreement(
        "weigh", "rank_order", MANUAL, source, "columns of equal rank", 5e-4, holds=False, note=note
    )
    record(row)


def test_the_centroid_is_the_mean_of_weights_in_that_order() -> None:
    """A hundred thousand weights at random, sorted: their mean, within sampling error."""
    drawn = np.random.default_rng(0).dirichlet(np.ones(5), 100_000)
    mean = -np.sort(-drawn, axis=1).mean(axis=0)
    assert by_place(5, "centroid") == pytest.approx(mean, abs=2e-3)
    what = "the mean of 100,000 weights at random that keep the order"
    agreed("rank_order", CLOSED_FORM, "Edwards and Barron (1994)", what, 2e-3)


def test_binomial_weights_are_the_chances_of_a_fair_coin() -> None:
    """Sorted, as the middle comes first; and four and five columns by hand, from (1, 3, 3, 1) and (1, 4, 6, 4, 1)."""
    assert (by_place(4, "binomial") * 8).tolist() == pytest.approx([3, 3, 1, 1], rel=1e-12)
    assert (by_place(5, "binomial") * 16).tolist() == pytest.approx([6, 4, 4, 1, 1], rel=1e-12)
    agreed("rank_order", BY_HAND, "", "`variant: binomial`: four and five columns", 1e-12)
    for columns in range(1, 31):
        chances = np.sort(binom.pmf(np.arange(columns), columns - 1, 0.5))[::-1]
        assert by_place(columns, "binomial") == pytest.approx(chances, rel=1e-9, abs=1e-15)
    what = "`variant: binomial`: 1 to 30 columns, stats.binom.pmf(·, m - 1, 1/2) sorted"
    agreed("rank_order", program("scipy"), "stats.binom", what, 1e-9)


def chained(ratios: list[float]) -> np.ndarray:
    """Return the weights of columns 0 > 1 > … with these ratios between neighbours."""
    names = tuple(str(place) for place in range(len(ratios) + 1))
    table = {f"{a} / {b}": {"Li": r} for a, b, r in zip(names, names[1:], ratios, strict=False)}
    return np.asarray(order_relation(np.zeros((2, len(names))), names, ratios=table))


@pytest.mark.parametrize("seed", range(5))
def test_the_formula_as_it_is_printed(seed: int) -> None:
    """w_m = 1 / (1 + Σ_k Π_{i ≥ k} r_i), w_{k-1} = r_k w_k, written out; a consistent AHP says the same."""
    ratios = np.random.default_rng(seed).choice([1.0, 1.2, 1.4, 1.6, 1.8], size=7)
    last = 1.0 / (1.0 + sum(np.prod(ratios[place:]) for place in range(7)))
    weights = [last]
    for ratio in ratios[::-1]:
        weights.insert(0, ratio * weights[0])
    assert chained(ratios.tolist()) == pytest.approx(weights, rel=1e-12)
    matrix = np.array(weights)[:, None] / np.array(weights)
    values, vectors = np.linalg.eig(matrix)
    vector = np.abs(vectors[:, values.real.argmax()].real)
    assert chained(ratios.tolist()) == pytest.approx(vector / vector.sum(), rel=1e-9)
    what = "Guo's formula and the eigenvector of the consistent matrix of all ratios, 5 seeds"
    agreed("order_relation", CLOSED_FORM, "seven ratios of 1 to 1.8", what, 1e-9)
