"""The weights of value engineering against printed examinations with their answers, and closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from record import CLOSED_FORM, MANUAL, Agreement, program, record
from recorded_answers import recorded
from scipy.linalg import lstsq

from zhishu.weigh.judged.complementary import forced_scoring, fuzzy_complementary
from zhishu.weigh.judged.hierarchy import ahp
from zhishu.weigh.judged.linked_ratios import ring_ratio
from zhishu.weigh.judged.orders import order_relation

COST = "examination of cost engineers with its answer"
SEEDS = range(5)


def agreed(used: str, against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("weigh", used, against, source, what, tolerance, holds=True, note=note))


def functions(count: int) -> tuple[str, ...]:
    return tuple(f"F{place + 1}" for place in range(count))


def halves(matrix: np.ndarray, names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Return the upper half of a matrix as a table."""
    return {
        name: {other: float(matrix[row, row + 1 + at]) for at, other in enumerate(names[row + 1 :])}
        for row, name in enumerate(names[:-1])
    }


def test_forced_scoring_of_five_functions() -> None:
    """F3 far above F4 and above F1, F2, F4 and F5 alike: 10, 5, 15, 5 and 5 of 40 points."""
    table = {
        "F1": {"F2": 3, "F3": 1, "F4": 3, "F5": 3},
        "F2": {"F3": 0, "F4": 2, "F5": 2},
        "F3": {"F4": 4, "F5": 4},
        "F4": {"F5": 2},
    }
    found = forced_scoring(np.zeros((2, 5)), functions(5), comparisons=table)
    assert found.tolist() == [0.25, 0.125, 0.375, 0.125, 0.125]
    source = f"{COST}, five functions by 0-4 points (china-audit.com)"
    agreed("forced_scoring", MANUAL, source, "0.25, 0.125, 0.375, 0.125, 0.125", 0.0)


@pytest.mark.parametrize(
    ("order", "printed", "source"),
    [
        ("F3 F1 F2 F4", [0.3, 0.2, 0.4, 0.1], f"{COST}, four schemes against seepage (laixue.com, 9814567)"),
        ("F2 F1 F4 F3", [0.3, 0.4, 0.1, 0.2], f"{COST}, three designs (examk.com, 3209130739)"),
    ],
)
def test_forced_scoring_by_0_and_1(order: str, printed: list[float], source: str) -> None:
    """Each function against those after it, and one point more for all."""
    listed = order.split()
    table = {name: dict.fromkeys(listed[place + 1 :], 1) for place, name in enumerate(listed[:-1])}
    found = forced_scoring(np.zeros((2, 4)), functions(4), comparisons=table, points=1, own=1)
    assert found == pytest.approx(printed, abs=1e-12)
    agreed("forced_scoring", MANUAL, source, f"0-1 points with the correction: {printed}", 1e-12)


@pytest.mark.parametrize(
    ("ratios", "printed", "digits", "source"),
    [
        (
            [1.75, 2.20, 3.10],
            [0.522, 0.298, 0.136, 0.044],
            3,
            f"{COST}, four functions (ixiawen.com, 21659609)",
        ),
        (
            [1.5, 1, 2, 0.5],
            [0.3, 0.2, 0.2, 0.1, 0.2],
            12,
            f"{COST}, a factory's design (ixiawen.com, 1541357)",
        ),
    ],
)
def test_ring_ratios(ratios: list[float], printed: list[float], digits: int, source: str) -> None:
    """Neighbours one after the other, the last pair of the second upwards."""
    names = functions(len(printed))
    table = {f"{a} / {b}": {"Li": r} for a, b, r in zip(names, names[1:], ratios, strict=False)}
    found = ring_ratio(np.zeros((2, len(names))), names, ratios=table)
    assert found.round(digits) == pytest.approx(printed, abs=1e-12)
    note = "ratios of the importance that the question states, 3 : 2 : 2 : 1 : 2" if len(printed) > 4 else ""
    agreed("ring_ratio", MANUAL, source, f"weights {printed}", 10.0**-digits, note)


def test_ring_ratios_are_those_of_a_falling_order() -> None:
    """Steps of a program along orders drawn at random; the same as the order relation method."""
    found = recorded("order_relation_crispyn")
    for case in found.cases:
        names = tuple(str(column) for column in range(len(case["order"])))
        placed = [names[column] for column in case["order"]]
        table = {
            f"{a} / {b}": {"Li": 1 + step}
            for a, b, step in zip(placed, placed[1:], case["steps"], strict=False)
        }
        ours = ring_ratio(np.zeros((2, len(names))), names, ratios=table)
        assert ours == pytest.approx(
            order_relation(np.zeros((2, len(names))), names, ratios=table), rel=1e-12
        )
        assert ours == pytest.approx(case["weights"], rel=1e-12)
    note = "SWARA is the same calculation with r_k = 1 + s_k, down an order"
    source = "random orders of 3, 5, 7, 9 and 11 columns"
    agreed("ring_ratio", found.program, source, "swara_weighting: weights", 1e-12, note)


@pytest.mark.parametrize("seed", SEEDS)
def test_ring_ratios_of_all_pairs_are_geometric_means(seed: int) -> None:
    """Least squares of logarithms, where every pair is judged."""
    names = functions(5)
    generator = np.random.default_rng(seed)
    matrix = np.exp(generator.normal(size=(5, 5)))
    table = {
        f"{a} / {b}": {"Li": float(matrix[i, j])}
        for i, a in enumerate(names)
        for j, b in enumerate(names)
        if i < j
    }
    x = np.zeros((2, 5))
    expected = ahp(x, names, comparisons=table, priority="geometric_mean", limit=None)
    assert ring_ratio(x, names, ratios=table) == pytest.approx(expected, rel=1e-9)
    source = "Crawford and Williams (1985): geometric means solve the logarithmic least squares of all pairs"
    agreed("ring_ratio", CLOSED_FORM, source, "random comparisons of 5 columns, five seeds", 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_row_sums_are_the_weights_of_the_consistent_matrix(seed: int) -> None:
    """Both routes of the textbooks: by Xu's formula, and by the consistent matrix with a = (m - 1) / 2."""
    count = 3 + seed
    names = functions(count)
    upper = np.triu(np.random.default_rng(seed).integers(1, 10, (count, count)) / 10, 1)
    matrix = upper + np.tril(1 - upper.T, -1) + np.eye(count) / 2
    rows = matrix.sum(axis=1)
    consistent = (rows[:, None] - rows[None, :]) / (2 * count) + 0.5
    a = (count - 1) / 2
    zhang = 1 / count - 1 / (2 * a) + consistent.sum(axis=1) / (count * a)
    xu = (rows + count / 2 - 1) / (count * (count - 1))
    x = np.zeros((2, count))
    ours = fuzzy_complementary(x, names, comparisons=halves(matrix, names), limit=None)
    assert ours == pytest.approx(xu, rel=1e-12)
    assert ours == pytest.approx(zhang, rel=1e-12)
    apart = fuzzy_complementary(x, names, comparisons=halves(matrix, names), spread=2 * a, limit=None)
    assert apart == pytest.approx(
        1 / count - 1 / (4 * a) + consistent.sum(axis=1) / (count * 2 * a), rel=1e-12
    )
    what = "random comparisons of 3 to 7 columns: w = (Σ a + m/2 - 1) / (m (m - 1)), as SPSSAU documents its FAHP"
    agreed("fuzzy_complementary", CLOSED_FORM, "Xu (2001)", what, 1e-12)
    what = "the same comparisons by the fuzzy consistent matrix, a = (m - 1) / 2 and a = m - 1"
    agreed("fuzzy_complementary", CLOSED_FORM, "Zhang (2000)", what, 1e-12)


def fitted(matrix: np.ndarray, steepness: float) -> np.ndarray:
    """Return weights of sum 1 that best explain what each pair shares out, by least squares."""
    count = len(matrix)
    first, second = np.triu_indices(count, 1)
    rows = np.zeros((len(first) + 1, count))
    rows[np.arange(len(first)), first], rows[np.arange(len(first)), second] = steepness, -steepness
    rows[-1] = 1.0
    shares = matrix[first, second] - (matrix + matrix.T)[first, second] / 2
    return np.asarray(lstsq(rows, np.append(shares, 1.0))[0])


@pytest.mark.parametrize("seed", SEEDS)
def test_shared_points_are_explained_by_least_squares(seed: int) -> None:
    """The sums of a table's rows are the solution of a_ij = p / 2 + c (w_i - w_j) with Σ w = 1."""
    generator = np.random.default_rng(seed)
    count = 3 + seed
    names, x = functions(count), np.zeros((2, count))
    upper = np.triu(generator.integers(1, 10, (count, count)) / 10, 1)
    matrix = upper + np.tril(1 - upper.T, -1) + np.eye(count) / 2
    for spread in (None, float(count)):
        ours = fuzzy_complementary(x, names, comparisons=halves(matrix, names), spread=spread, limit=None)
        steepness = 2 * spread if spread else count - 1
        assert ours == pytest.approx(fitted(matrix, steepness), rel=1e-10)
    points = np.triu(generator.integers(0, 5, (count, count)), 1).astype(float)
    points += np.tril(4 - points.T, -1)
    ours = forced_scoring(x, names, comparisons=halves(points, names))
    assert ours == pytest.approx(fitted(points, 2 * (count - 1)), rel=1e-10, abs=1e-12)
    source = "random comparisons of 3 to 7 columns"
    what = "lstsq of a_ij = 1/2 + (m - 1) (w_i - w_j), and with `spread` m, sum 1"
    agreed("fuzzy_complementary", program("scipy"), source, what, 1e-10)
    what = "lstsq of a_ij = 2 + 2 (m - 1) (w_i - w_j), 0-4 scoring, sum 1"
    agreed("forced_scoring", program("scipy"), source, what, 1e-10)
