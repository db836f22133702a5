"""Conjoint analysis: the carpet cleaner of marketing courses, printed importances, R and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record
from recorded_answers import recorded

from zhishu.weigh.judged.conjoint import conjoint, importances, respondents_worths
from zhishu.weigh.judged.profiles import Worths

CARPET = """
    A K2R 1.19 no no 13     A Glory 1.39 no yes 11  A Bissell 1.59 yes no 17  B K2R 1.39 yes yes 2
    B Glory 1.59 no no 14   B Bissell 1.19 no no 3  C K2R 1.59 no yes 12      C Glory 1.19 yes no 7
    C Bissell 1.39 no no 9  A K2R 1.59 yes no 18    A Glory 1.19 no yes 8     A Bissell 1.39 no no 15
    B K2R 1.19 no no 4      B Glory 1.39 yes no 6   B Bissell 1.59 no yes 5   C K2R 1.39 no no 10
    C Glory 1.59 no no 16   C Bissell 1.19 yes yes 1"""
IDS = ("design", "brand", "price", "seal", "money_back")
CELLS = np.array(CARPET.split()).reshape(18, 6)
PROFILES = {f"p{place}": dict(zip(IDS, row[:5].tolist(), strict=True)) for place, row in enumerate(CELLS)}
RANKS = {f"p{place}": float(row[5]) for place, row in enumerate(CELLS)}
TURNED = {name: 19 - rank for name, rank in RANKS.items()}
X = np.zeros((2, 5))


def agreed(against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("weigh", "conjoint", against, source, what, tolerance, holds=True, note=note))


def above(column: str, base: str) -> dict[str, float]:
    """Return the part-worths of a column less that of its level `base`."""
    found = respondents_worths(PROFILES, {"one": TURNED}, IDS)
    levels, worths = [str(level) for level in found.levels[column]], found.worths[column][0]
    return dict(zip(levels, worths - worths[levels.index(base)], strict=True))


def test_the_carpet_cleaner_of_radiant() -> None:
    """Eighteen profiles ranked by one respondent: the part-worths that the manual adds up."""
    assert above("design", "A") == pytest.approx({"A": 0, "B": 8.0, "C": 4.5})
    assert above("brand", "K2R")["Bissell"] == pytest.approx(1.5)
    assert above("price", "1.19")["1.59"] == pytest.approx(-7.67, abs=0.005)
    assert above("seal", "no")["yes"] == pytest.approx(1.5)
    assert above("money_back", "no")["yes"] == pytest.approx(4.5)
    what = "carpet cleaner, 18 profiles ranked by one respondent: part-worths"
    agreed(MANUAL, "radiant (R), conjoint", what, 5e-3)


def test_the_carpet_cleaner_as_a_regression_in_a_spreadsheet() -> None:
    """The same ranks, against other levels: coefficients of the dummies."""
    assert above("design", "C") == pytest.approx({"A": -4.5, "B": 3.5, "C": 0})
    assert above("brand", "Bissell") == pytest.approx({"K2R": -1.5, "Glory": -2, "Bissell": 0})
    price = {"1.19": 7.67, "1.39": 4.83, "1.59": 0}
    assert above("price", "1.59") == pytest.approx(price, abs=0.005)
    what = "carpet cleaner, 18 profiles ranked by one respondent: coefficients of dummies"
    agreed(MANUAL, "Excel-based regression calculation using conjoint analysis (lecture)", what, 5e-3)


def test_what_those_part_worths_weigh() -> None:
    """Ranges 8, 2, 7 2/3, 1 1/2 and 4 1/2; the same from ranks as they are."""
    wanted = np.array([8, 2, 23 / 3, 1.5, 4.5])
    for numbers in (TURNED, RANKS):
        found = conjoint(X, IDS, profiles=PROFILES, ratings={"one": numbers})
        assert found == pytest.approx(wanted / wanted.sum(), abs=1e-12)


def test_printed_importances_of_printed_part_worths() -> None:
    """The chocolate data of the R package conjoint, all respondents together, as a question about it prints them."""
    worths = {
        "kind": [-1.0891, -0.7328, -0.9224, 2.7443],
        "price": [-0.5709, 0.1188, 0.4521],
        "packing": [-0.0287, 0.0287],
        "weight": [-0.1686, 0.1734, -0.0048],
        "calories": [-0.6466, 0.6466],
    }
    arrays = {name: np.array([values]) for name, values in worths.items()}
    levels = {name: tuple(map(str, range(len(values)))) for name, values in worths.items()}
    found = importances(Worths(("all",), levels, arrays, np.ones(1), np.ones(1)), tuple(worths))[0]
    assert found == pytest.approx([0.5853, 0.1562, 0.0088, 0.0522, 0.1975], abs=6e-5)
    what = "chocolates, printed part-worths of the whole sample: importances"
    agreed(MANUAL, "Cross Validated, question 527110", what, 6e-5)


def as_tables(case: dict) -> tuple[dict, dict]:
    """Return a recorded case as the two tables."""
    names = [f"p{place}" for place in range(len(case["levels"]))]
    profiles = {
        name: dict(zip("abcd", row, strict=True)) for name, row in zip(names, case["levels"], strict=True)
    }
    ratings = {f"r{who}": dict(zip(names, row, strict=True)) for who, row in enumerate(case["ratings"])}
    return profiles, ratings


def test_against_the_r_package() -> None:
    """Six respondents, twenty profiles that are not orthogonal: importances averaged."""
    found = recorded("conjoint_r")
    for case in found.cases:
        profiles, ratings = as_tables(case)
        ours = conjoint(np.zeros((2, 4)), tuple("abcd"), profiles=profiles, ratings=ratings)
        assert 100 * ours == pytest.approx(case["percent"], abs=0.00501)
    what = "six respondents, 20 profiles of 3, 3, 2 and 4 levels, 5 seeds: percent with 2 decimals"
    agreed(found.program, "caImportance", what, 5e-5)


def test_against_statsmodels() -> None:
    """The same with the last column on a line: coefficients, R², and the importances that follow."""
    found = recorded("conjoint_statsmodels")
    for case in found.cases:
        profiles, ratings = as_tables(case)
        ours = respondents_worths(profiles, ratings, tuple("abcd"), ["d"])
        shares = importances(ours, tuple("abcd"))
        for who, peer in enumerate(case["respondents"]):
            worths = dict(zip(peer["names"], peer["worths"], strict=True))
            assert ours.fit[who] == pytest.approx(peer["fit"], abs=1e-12)
            ranges = []
            for column in "abc":
                own = [0.0, *(value for name, value in worths.items() if name.startswith(f"C({column})"))]
                ranges.append(max(own) - min(own))
            ranges.append(3 * abs(worths["d"]))
            assert shares[who] == pytest.approx(np.array(ranges) / sum(ranges), abs=1e-12)
    what = "six respondents, 20 profiles, one column `linear`, 5 seeds: importances, R²"
    agreed(found.program, "ols", what, 1e-12)
