"""Methods of the Chinese syllabus that no installed program has: plain loops, closed forms, sums by hand.

The calculations here are our own: written a second time from the formulas, one number after another, and
not with the functions they check. Printed examples of three of the five, set pair, projection and matter
element, are in test_aggregate_syllabus_printed.py; of catastrophe progression and close value none was found.
Programs with all of them but projection answer in test_syllabus_more_*.py and below.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from record import BY_HAND, CLOSED_FORM, Agreement, program, record
from recorded_answers import recorded
from scipy.spatial.distance import cdist

from zhishu.score.aggregators.averages.means import geometric
from zhishu.score.aggregators.judged.catastrophe import catastrophe
from zhishu.score.aggregators.judged.fuzzy import fuzzy_comprehensive
from zhishu.score.aggregators.judged.matter_element import matter_element
from zhishu.score.aggregators.references.between_ideals import close_value, projection, set_pair

SEEDS = range(5)
LOOP = "written a second time with plain loops"
NO_PROGRAM = f"{LOOP}; no program with the method is at hand"


def drawn(seed: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return 15 regions by so many columns in (0, 1], and weights."""
    generator = np.random.default_rng(seed)
    weights = generator.random(columns) + 0.05
    return 1.0 - generator.random((15, columns)), weights / weights.sum()


def agreed(method: str, against: str, what: str, tolerance: float = 1e-12, note: str = "") -> None:
    record(Agreement("aggregate", method, against, "", what, tolerance, holds=True, note=note))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("columns", [1, 2, 3, 4, 5])
def test_catastrophe_in_loops(seed: int, columns: int) -> None:
    """From the fold to the wigwam, both relations."""
    x, weights = drawn(seed, columns)
    order = sorted(range(columns), key=lambda column: -weights[column])
    for relation in ("complementary", "non_complementary"):
        wanted = []
        for row in x:
            roots = [math.pow(row[column], 1 / (place + 2)) for place, column in enumerate(order)]
            wanted.append(sum(roots) / columns if relation == "complementary" else min(roots))
        assert catastrophe(x, weights, relation=relation) == pytest.approx(wanted, rel=1e-12)
    agreed(
        "catastrophe", BY_HAND, "15 regions × 1 to 5 random columns, both relations, five seeds", note=LOOP
    )


def test_catastrophe_of_powers() -> None:
    """Where the columns are a², a³, a⁴, a⁵ and a⁶ in order of weight, every root is a and so is the score."""
    bases = np.array([0.0, 0.1, 0.35, 0.9, 1.0])
    for columns in range(1, 6):
        x = bases[:, None] ** np.arange(2, columns + 2)
        weights = np.arange(columns, 0, -1) / sum(range(columns + 1))
        for relation in ("complementary", "non_complementary"):
            assert catastrophe(x, weights, relation=relation) == pytest.approx(bases, abs=1e-15)
    agreed("catastrophe", CLOSED_FORM, "columns a², a³ … a⁶ score a", 1e-15)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("normalisation", ["none", "vector"])
def test_close_value_by_distances_of_scipy(seed: int, normalisation: str) -> None:
    """d⁺ and d⁻ by cdist; then C with its sign turned."""
    x, weights = drawn(seed, 4)
    scaled = x / np.linalg.norm(x, axis=0) if normalisation == "vector" else x
    weighted = scaled * weights
    best = cdist(weighted, [weighted.max(axis=0)])[:, 0]
    worst = cdist(weighted, [weighted.min(axis=0)])[:, 0]
    wanted = [-(up / min(best) - down / max(worst)) for up, down in zip(best, worst, strict=True)]
    assert close_value(x, weights, normalisation=normalisation) == pytest.approx(wanted, rel=1e-9)
    note = "scipy gives the distances; the rest is written a second time"
    what = "15 regions × 4 random columns, with and without vector normalisation, five seeds: cdist"
    agreed("close_value", program("scipy"), what, 1e-9, note)


def test_close_value_against_a_program_in_cpp() -> None:
    """C as the program writes it, in single precision and with six decimals; ours is its negative."""
    found = recorded("close_value_systemofevalution")
    for case in found.cases:
        x, weights = np.array(case["x"]), np.array(case["weights"])
        assert close_value(x, weights, normalisation="vector") == pytest.approx(
            -np.array(case["values"]), rel=2e-6, abs=1e-6
        )
    source = "random data, 12 × 5, five seeds"
    what = "close values with their sign turned, normalisation: vector"
    record(Agreement("aggregate", "close_value", found.program, source, what, 2e-6, holds=True))


def test_close_value_by_hand() -> None:
    """Weighted (4, 0), (0, 3), (3, 3): d⁺ = 3, 4, 1; d⁻ = 4, 3, √18; so C = 3 − 4/√18, 4 − 3/√18, 0."""
    x = np.array([[8.0, 0.0], [0.0, 6.0], [6.0, 6.0]])
    root = math.sqrt(18)
    assert -close_value(x, np.array([0.5, 0.5])) == pytest.approx([3 - 4 / root, 4 - 3 / root, 0], abs=1e-15)
    agreed("close_value", BY_HAND, "three regions, two columns: C = 2.0572, 3.2929, 0", 5e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_set_pairs_in_loops(seed: int) -> None:
    """Identity and contrary degree of each value, then their sums."""
    x, weights = drawn(seed, 5)
    wanted = []
    for row in x:
        same = contrary = 0.0
        for column, value in enumerate(row):
            best, worst = max(x[:, column]), min(x[:, column])
            same += weights[column] * value / (best + worst)
            contrary += weights[column] * best * worst / ((best + worst) * value)
        assert same + contrary <= 1 + 1e-12  # the rest is the discrepancy
        wanted.append(same / (same + contrary))
    assert set_pair(x, weights) == pytest.approx(wanted, rel=1e-12)
    agreed("set_pair", BY_HAND, "15 regions × 5 random columns, five seeds", note=LOOP)


def test_the_set_pair_of_one_column() -> None:
    """x² / (x² + u v): 1/2 at the geometric mean of the best and the worst, whatever they are."""
    x = np.array([[1.0], [2.0], [4.0], [8.0], [16.0]])
    wanted = [value**2 / (value**2 + 16) for value in x[:, 0]]
    found = set_pair(x, np.array([1.0]))
    assert found == pytest.approx(wanted, rel=1e-15)
    assert found[2] == geometric(np.array([[0.25, 1.0]]), np.array([0.5, 0.5]))[0] == 0.5
    agreed("set_pair", CLOSED_FORM, "one column: x² / (x² + best · worst)", 1e-15)


@pytest.mark.parametrize("seed", SEEDS)
def test_projections_in_loops(seed: int) -> None:
    """Plain and grey, ρ = 0.5 and 0.1."""
    x, weights = drawn(seed, 4)
    ideal = [weights[column] * max(x[:, column]) for column in range(4)]
    length = math.sqrt(sum(value**2 for value in ideal))
    wanted = [sum(weights[at] * row[at] * ideal[at] for at in range(4)) / length for row in x]
    assert projection(x, weights) == pytest.approx(wanted, rel=1e-12)
    gaps = [[max(x[:, at]) - row[at] for at in range(4)] for row in x]
    least, most = min(map(min, gaps)), max(map(max, gaps))
    for rho in (0.5, 0.1):
        wanted = []
        for row in gaps:
            grey = [(least + rho * most) / (gap + rho * most) for gap in row]
            total = sum(weights[at] ** 2 * grey[at] for at in range(4))
            wanted.append(total / math.sqrt(sum(weight**2 for weight in weights)))
        assert projection(x, weights, form="grey", resolution=rho) == pytest.approx(wanted, rel=1e-12)
    what = "15 regions × 4 random columns, plain and grey, five seeds"
    agreed("projection", BY_HAND, what, note=NO_PROGRAM)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_projection_is_length_times_cosine(seed: int) -> None:
    """Of the angle between a region's weighted vector and the ideal."""
    x, weights = drawn(seed, 3)
    weighted = x * weights
    ideal = weighted.max(axis=0)
    cosine = 1 - cdist(weighted, [ideal], "cosine")[:, 0]
    assert projection(x, weights) == pytest.approx(np.linalg.norm(weighted, axis=1) * cosine, rel=1e-9)
    agreed("projection", program("scipy"), "length times cosine, five seeds: cdist", 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("bounds", [(0.0, 0.25, 0.5, 0.75, 1.0), (0.0, 0.1, 0.6, 1.0)])
def test_matter_elements_in_loops(seed: int, bounds: tuple[float, ...]) -> None:
    """The distances with their absolute values, as books write them; both verdicts."""
    x, weights = drawn(seed, 4)
    grades = list(pairwise(bounds))

    def away(value: float, low: float, high: float) -> float:
        return abs(value - (low + high) / 2) - (high - low) / 2

    for unit, number in (("grades", 1.0), ("values", 0.0)):
        names = [place + number if number else (low + high) / 2 for place, (low, high) in enumerate(grades)]
        wanted, verdicts = [], []
        for row in x:
            sums = []
            for low, high in grades:
                total = 0.0
                for weight, value in zip(weights, row, strict=True):
                    near, whole = away(value, low, high), away(value, bounds[0], bounds[-1])
                    inside = low <= value <= high
                    total += weight * (-near / (high - low) if inside else near / (whole - near))
                sums.append(total)
            spread = [(total - min(sums)) / (max(sums) - min(sums)) for total in sums]
            wanted.append(sum(map(math.prod, zip(names, spread, strict=True))) / sum(spread))
            verdicts.append(names[sums.index(max(sums))])
        assert matter_element(x, weights, bounds=bounds, unit=unit) == pytest.approx(wanted, rel=1e-9)
        found = matter_element(x, weights, bounds=bounds, unit=unit, verdict="maximum")
        assert found == pytest.approx(verdicts, rel=1e-12)
    what = "15 regions × 4 random columns, four even and three uneven grades, both verdicts, five seeds"
    agreed("matter_element", BY_HAND, what, 1e-9, LOOP)


def test_matter_elements_by_hand() -> None:
    """At 1/8 of four even grades K = 1/2, −1/2, −3/4, −5/6, so k = 1, 1/4, 1/16, 0 and j* = 27/21 = 9/7."""
    x, alone = np.array([[0.125], [0.875]]), np.array([1.0])
    assert matter_element(x, alone, unit="grades") == pytest.approx([9 / 7, 26 / 7], rel=1e-12)
    agreed("matter_element", BY_HAND, "one value in the middle of the lowest of four grades: 9/7", 1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_matter_elements_and_fuzzy_grades_of_one_value(seed: int) -> None:
    """With one column the verdict is the interval it lies in: that of the nearest middle, when even."""
    values = np.random.default_rng(seed).random((40, 1))
    middles = (0.125, 0.375, 0.625, 0.875)
    nearest = fuzzy_comprehensive(values, np.array([1.0]), grades=middles, membership="nearest")
    assert matter_element(values, np.array([1.0]), verdict="maximum").tolist() == nearest.tolist()
    what = "one column, even grades: the grade is the one of the nearest middle, as in fuzzy_comprehensive"
    agreed("matter_element", CLOSED_FORM, what, 0.0)
