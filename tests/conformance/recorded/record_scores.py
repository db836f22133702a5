"""Records what programs answer for aggregators and tiers; see saving.py for how to run it."""

from __future__ import annotations

import numpy as np
import skfuzzy
from corankco.algorithms.exact.exactalgorithmpulp import ExactAlgorithmPulp
from corankco.dataset import Dataset
from corankco.scoringscheme import ScoringScheme
from greytheory.analysis.gra import grey_relation
from jenkspy import jenks_breaks
from pref_voting.other_methods import kemeny_young_rankings
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.scoring_methods import symmetric_borda_scores
from pyDecision.algorithm import borda_method, gra_method
from saving import SEEDS, drawn, save


def grey() -> None:
    """Grades against the best of each column and against a given point; pyDecision's of min–max data."""
    first, second = [], []
    for seed in SEEDS:
        x, weights = drawn(seed, 12, 5)
        for resolution in (0.5, 0.2):
            for reference in (x.max(axis=0), np.full(5, 1.1)):
                grades = grey_relation(reference, x, rho=resolution, weights=weights)
                case = {"x": x, "weights": weights, "resolution": resolution, "reference": reference}
                first.append({**case, "grades": grades})
            low = x.min(axis=0)
            ready = (x - low) / (x.max(axis=0) - low)
            grades = gra_method(ready, ["max"] * 5, weights, epsilon=resolution, graph=False, verbose=False)
            second.append({"x": x, "weights": weights, "resolution": resolution, "grades": grades})
    save("grey_greytheory", "greytheory", "grey_relation(best or 1.1, x, rho, weights=weights)", first)
    save("grey_pydecision", "pydecision", "gra_method(min-max of x, weights, epsilon)", second)


def ballots(seed: int, regions: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return rankings (columns, regions), 0 the best, and whole counts of votes."""
    generator = np.random.default_rng(seed)
    return np.array([generator.permutation(regions) for _ in range(columns)]), generator.integers(
        1, 9, columns
    )


def borda() -> None:
    """Points with and without ties."""
    plain, tied, third = [], [], []
    for seed in SEEDS:
        places, votes = ballots(seed, 8, 6)
        profile = Profile([np.argsort(one).tolist() for one in places], votes.tolist())
        points = profile.borda_scores()
        plain.append({"places": places, "votes": votes, "points": [points[at] for at in range(8)]})
        places = places // 2
        given = [{at: int(place) for at, place in enumerate(one)} for one in places]
        scores = symmetric_borda_scores(ProfileWithTies(given, votes.tolist()))
        tied.append({"places": places, "votes": votes, "points": [scores[at] for at in range(8)]})
        sums = borda_method(places.T.astype(float), ["min"] * 6, graph=False, verbose=False)
        third.append({"places": places, "sums": sums})
    save("borda_pref_voting", "pref_voting", "Profile.borda_scores()", plain)
    save("borda_ties_pref_voting", "pref_voting", "symmetric_borda_scores(ProfileWithTies)", tied)
    save("borda_pydecision", "pydecision", "borda_method(places, min)", third)


def kemeny() -> None:
    """Every best order of seven regions, one of fourteen."""
    small, large = [], []
    for seed in SEEDS:
        places, votes = ballots(seed, 7, 5)
        orders, distance = kemeny_young_rankings(
            Profile([np.argsort(one).tolist() for one in places], votes.tolist())
        )
        found = [[int(at) for at in order] for order in orders]
        small.append({"places": places, "votes": votes, "orders": found, "distance": int(distance)})
        places, _ = ballots(seed, 14, 9)
        data = Dataset.from_raw_list([[{int(at)} for at in np.argsort(one)] for one in places])
        scheme = ScoringScheme.get_unifying_scoring_scheme()
        consensus = ExactAlgorithmPulp().compute_consensus_rankings(data, scheme)
        order = [[int(one.value) for one in bucket] for bucket in consensus.consensus_rankings[0]]
        large.append({"places": places, "order": order, "distance": consensus.kemeny_score})
    save("kemeny_pref_voting", "pref_voting", "kemeny_young_rankings(Profile)", small)
    save("kemeny_corankco", "corankco", "ExactAlgorithmPulp, unifying scoring scheme", large)


def fuzzy() -> None:
    """Memberships of values in five grades, and both compositions by maxima."""
    grades, cases = np.array([0.0, 0.2, 0.5, 0.8, 1.0]), []
    steps = np.diff(grades)
    for seed in SEEDS:
        x, weights = drawn(seed, 5, 4)
        below, above = np.append(steps[0], steps), np.append(steps, steps[-1])
        inside = grades - np.append(0, steps), grades + np.append(steps, 0)
        corners = list(zip(inside[0], grades, inside[1], strict=True))
        angled = np.array([[skfuzzy.trimf(row, corner) for corner in corners] for row in x])
        wide = 2 * np.sqrt(2 * np.log(2))
        bells = np.array([
            [
                skfuzzy.gauss2mf(row, grade, left / wide, grade, right / wide)
                for grade, left, right in zip(grades, below, above, strict=True)
            ]
            for row in x
        ])  # fmt: skip
        case = {"x": x, "weights": weights, "grades": grades}
        for name, degrees in (("triangular", angled), ("gaussian", bells)):
            parts = [(weights[None], one.T) for one in degrees]
            least = [skfuzzy.maxmin_composition(*one)[0] for one in parts]
            product = [skfuzzy.maxprod_composition(*one)[0] for one in parts]
            case[name] = {"degrees": degrees, "max_min": least, "max_product": product}
        cases.append(case)
    call = "trimf, gauss2mf, maxmin_composition, maxprod_composition"
    save("fuzzy_scikit_fuzzy", "scikit-fuzzy", call, cases)


def breaks() -> None:
    """The bounds of natural breaks among 30 scores."""
    cases = []
    for seed in SEEDS:
        scores = np.round(np.random.default_rng(seed).gamma(2.0, 10.0, 30), 2)
        cases += [{"scores": scores, "k": k, "breaks": jenks_breaks(scores.tolist(), k)} for k in (3, 4, 6)]
    save("breaks_jenkspy", "jenkspy", "jenks_breaks(scores, k)", cases)


if __name__ == "__main__":
    for record in (grey, borda, kemeny, fuzzy, breaks):
        record()
