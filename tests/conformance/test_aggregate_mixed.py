"""Factor analysis of mixed data: a printed manual, FactoMineR, Compind, and principal components of scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, program, record
from recorded_answers import recorded
from sklearn.decomposition import PCA

from zhishu.score.aggregators.mixed import mixed_components, mixed_factor, standardised

SOURCE = "random data, 20 × (3 numbers, 3 and 2 categories), five seeds"
MEMBERS = ("a", "b", "c", "d", "e")
CODES = ["d", "e"]
EQUAL = np.full(5, 0.2)


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("aggregate", "mixed_factor", against, source, what, tolerance, holds, note))


def squared_loadings(x: np.ndarray, qualitative: list[int], axes: int) -> np.ndarray:
    """Return squared correlations of numbers, correlation ratios of codes, with the axes, (columns, axes)."""
    along = mixed_components(x, qualitative).coordinates[:, :axes]
    rows = []
    for column in range(x.shape[1]):
        if column in qualitative:
            groups = [x[:, column] == code for code in np.unique(x[:, column])]
            between = sum(group.mean() * along[group].mean(axis=0) ** 2 for group in groups)
            rows.append(between / (along**2).mean(axis=0))
        else:
            rows.append(np.corrcoef(along.T, x[:, column])[-1, :-1] ** 2)
    return np.array(rows)


def test_the_wines_of_a_manual() -> None:
    """21 wines by 27 marks, a label and a soil; printed are two digits of the squared loadings."""
    wine = recorded("mixed_wine_factominer").cases[0]
    assert wine["columns"][2:7] == [
        "Odor.Intensity.before.shaking",
        "Aroma.quality.before.shaking",
        "Fruity.before.shaking",
        "Flower.before.shaking",
        "Spice.before.shaking",
    ]
    found = squared_loadings(np.array(wine["x"], dtype=float), [0, 1], 4)
    printed = [
        [0.29, 0.51, 0.0, 0.0],
        [0.67, 0.0, 0.06, 0.02],
        [0.47, 0.01, 0.23, 0.02],
        [0.21, 0.12, 0.24, 0.11],
    ]
    assert found[2:6] == pytest.approx(np.array(printed), abs=0.005)
    assert found[6, :2] == pytest.approx([0.0, 0.6], abs=0.005)
    source = "PCAmixdata, summary.PCAmix, wines (data of FactoMineR)"
    agreed(
        MANUAL, source, "squared loadings of the first five columns, as far as they were seen printed", 0.005
    )


def test_wines_and_random_tables_against_factominer() -> None:
    """Eigenvalues, coordinates but for their signs, squared loadings, every axis."""
    wine, found = recorded("mixed_wine_factominer"), recorded("mixed_factominer")
    for case in found.cases:
        x, codes = np.array(case["x"]), case["qualitative"]
        ours, theirs = mixed_components(x, codes), np.array(case["coordinates"])
        axes = theirs.shape[1]
        assert ours.values[:axes] == pytest.approx(case["eigenvalues"], rel=1e-10)
        assert ours.values[axes:] == pytest.approx(0.0, abs=1e-12)
        assert np.abs(ours.coordinates[:, :axes]) == pytest.approx(np.abs(theirs), rel=1e-8, abs=1e-9)
        squared = np.array(case["squared"])
        assert squared_loadings(x, codes, axes)[:, :axes] == pytest.approx(squared, abs=1e-9)
    what = "eigenvalues, coordinates but for their signs, squared loadings, all axes"
    agreed(found.program, SOURCE, what, 1e-8, note="it turns no axis; ours go up with the numbers")
    case = wine.cases[0]
    x = np.array(case["x"], dtype=float)
    assert mixed_components(x, [0, 1]).values[:4] == pytest.approx(case["eigenvalues"], rel=1e-10)
    assert squared_loadings(x, [0, 1], 4) == pytest.approx(np.array(case["squared"]), abs=1e-9)
    agreed(wine.program, "its wines, 21 × 29", "four eigenvalues, squared loadings", 1e-9)


def test_compind_one() -> None:
    """The first coordinate; in some tables the other way round, down with all numbers."""
    found = recorded("mixed_compind")
    turned = 0
    for case in found.cases:
        ours = mixed_factor(np.array(case["x"]), EQUAL, MEMBERS, qualitative=CODES)
        theirs = np.array(case["one"]["scores"])
        sign = np.sign(ours @ theirs)
        turned += int(sign < 0)
        assert sign * theirs == pytest.approx(ours, rel=1e-8, abs=1e-9)
    agreed(found.program, SOURCE, "method ONE but for the sign", 1e-8)
    assert turned
    note = (
        f"in {turned} of {len(found.cases)} tables the peer's scores go down as the numbers go up: an eigenvector "
        "has no sign of its own and the peer gives it none; ours goes up with the numbers"
    )
    agreed(found.program, SOURCE, "method ONE, sign included", 0.0, holds=False, note=note)


def test_compind_all_and_chosen() -> None:
    """Its manual says: scores times their proportion of variance; its weights are sums of squares of squares."""
    found, axes_of = recorded("mixed_compind"), recorded("mixed_factominer")
    moved = 0
    for case, axes in zip(found.cases, axes_of.cases, strict=True):
        squared, theirs = np.array(axes["squared"]), np.array(axes["coordinates"])
        assert squared.sum(axis=0) == pytest.approx(axes["eigenvalues"])
        for name, count in (("all", 5), ("two", 2)):
            weights = (squared[:, :count] ** 2).sum(axis=0) / 5
            assert case[name]["weights"] == pytest.approx(weights)
            assert np.abs(case[name]["scores"]) == pytest.approx(
                np.abs(theirs[:, :count] @ weights), abs=1e-8
            )
            ours = mixed_factor(np.array(case["x"]), EQUAL, MEMBERS, qualitative=CODES, dimensions=count)
            order = [np.argsort(-scores).tolist() for scores in (ours, np.array(case[name]["scores"]))]
            moved += int(order[0] != order[1])
    assert moved
    note = (
        f"the order differs in {moved} of {2 * len(found.cases)} answers; FactoMineR's var$coord are squared loadings already, which sum to the eigenvalue; the peer squares them "
        "once more, so its weights are no proportions of variance as its manual says, it keeps 5 of 6 axes in ALL, "
        "and it adds axes whose signs nothing fixes; ours weighs by eigenvalues and turns every axis by one rule"
    )
    agreed(found.program, SOURCE, "methods ALL and CH (two axes)", 0.0, holds=False, note=note)


def test_numbers_alone_against_scikit_learn() -> None:
    """Principal components of standardised columns, the first and all axes."""
    for seed in range(5):
        generator = np.random.default_rng(seed)
        x = generator.normal(size=(30, 4)) + generator.normal(size=(30, 1))
        peer = PCA().fit(standardised(x))
        theirs = peer.transform(standardised(x))
        theirs = theirs * np.where(peer.components_.sum(axis=1) < 0, -1.0, 1.0)
        ours = mixed_components(x)
        assert ours.coordinates == pytest.approx(theirs, abs=1e-9)
        share = peer.explained_variance_ratio_
        score = mixed_factor(x, np.full(4, 0.25), dimensions="all")
        assert score == pytest.approx(theirs @ share, abs=1e-9)
    what = "decomposition.PCA of standardised columns: coordinates turned by our rule, all axes by share of variance"
    agreed(program("scikit-learn"), "random data, 30 × 4, five seeds", what, 1e-9)
