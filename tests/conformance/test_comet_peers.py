"""COMET, limits on properties and ELECTRE I against pymcdm and scikit-criteria on random data."""

from __future__ import annotations

import warnings
from itertools import product

import numpy as np
import pytest
from record import Agreement, program, record

from zhishu.score.aggregators.judged.comet import comet
from zhishu.score.aggregators.judged.judged_pairs import triad_consistency
from zhishu.score.aggregators.judged.objects import by_points
from zhishu.score.aggregators.outranking.electre1 import electre1, outranking
from zhishu.score.aggregators.outranking.relations import concordance, discordance
from zhishu.score.aggregators.references.limits import lopm

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the peers deprecate is theirs
    import pymcdm.methods as pymcdm
    import skcriteria
    from pymcdm.methods.comet_tools import (
        CompromiseExpert,
        ESPExpert,
        FunctionExpert,
        ManualExpert,
        MethodExpert,
        triads_consistency,
    )
    from pymcdm.normalizations import minmax_normalization
    from skcriteria.agg.electre import ELECTRE1

SEEDS = pytest.mark.parametrize("seed", range(5))
PYMCDM, SCIKIT = program("pymcdm"), program("scikit-criteria")
UP, IDS = np.ones(4), tuple("abcd")
SUM = pymcdm.WSM(minmax_normalization)
TYPES = np.array([1, -1, 1, -1])


def drawn(seed: int, regions: int = 20) -> tuple[np.ndarray, np.ndarray]:
    """Return four columns by min–max, and weights of which no two sums are level."""
    generator = np.random.default_rng(seed)
    raw, weights = generator.random((regions, 4)), generator.random(4) + 0.05
    return (raw - raw.min(axis=0)) / (raw.max(axis=0) - raw.min(axis=0)), weights / weights.sum()


def agreed(method: str, against: str, what: str, tolerance: float = 1e-9) -> None:
    row = Agreement(
        "aggregate", method, against, "random data, 20 × 4, five seeds", what, tolerance, holds=True
    )
    record(row)


def differs(method: str, against: str, what: str, note: str) -> None:
    record(Agreement("aggregate", method, against, "", what, 0.0, holds=False, note=note))


@SEEDS
@pytest.mark.parametrize("values", [2, 3, 4])
def test_comet_judged_by_a_method(seed: int, values: int) -> None:
    """TOPSIS and the weighted sum, on columns by min–max as theirs makes them of the objects."""
    x, weights = drawn(seed)
    levels = pymcdm.COMET.make_cvalues(x, values)
    for name, method in (("topsis", pymcdm.TOPSIS()), ("arithmetic", SUM)):
        theirs = pymcdm.COMET(levels, MethodExpert(method, weights, UP))(x)
        assert comet(x, weights, values=values, experts=[{"method": name}]) == pytest.approx(theirs, abs=1e-9)
    agreed("comet", PYMCDM, "MethodExpert: TOPSIS, weighted sum; two to four values")


@SEEDS
def test_comet_judged_by_three_methods(seed: int) -> None:
    """An odd number of experts none of whom sees two objects level."""
    x, weights = drawn(seed)
    experts = [
        lambda objects: pymcdm.TOPSIS()(objects, weights, UP, validation=False),
        lambda objects: SUM(objects, weights, UP, validation=False),
        lambda objects: 1 - pymcdm.VIKOR()(objects, weights, UP, validation=False),
    ]
    theirs = pymcdm.COMET(pymcdm.COMET.make_cvalues(x, 3), CompromiseExpert(experts))(x)
    ours = [{"method": "topsis"}, {"method": "arithmetic"}, {"method": "vikor"}]
    assert comet(x, weights, experts=ours) == pytest.approx(theirs, abs=1e-9)
    agreed("comet", PYMCDM, "CompromiseExpert: TOPSIS, weighted sum and VIKOR by majority")


@SEEDS
def test_comet_with_expected_points(seed: int) -> None:
    """Two points drawn inside the data, weighted distances, their values the characteristic ones."""
    x, weights = drawn(seed)
    points = np.random.default_rng(100 + seed).uniform(0.1, 0.9, (2, 4))
    expert = ESPExpert(points, np.array([[0.0, 1.0]] * 4), weights=weights)
    theirs = pymcdm.COMET(expert.make_cvalues_psi(), expert)(x)
    named = {str(place): dict(zip(IDS, point, strict=True)) for place, point in enumerate(points)}
    assert comet(x, weights, IDS, values="points", points=named) == pytest.approx(theirs, abs=1e-9)
    agreed("comet", PYMCDM, "ESPExpert: two expected points, weights, make_cvalues_psi")


@SEEDS
def test_comet_with_judgements(seed: int, tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twelve objects compared pair by pair by one who likes what he likes: a table, a file, a function."""
    x, weights = drawn(seed)
    levels = [[0.0, 0.3, 1.0], [0.0, 1.0], [0.0, 1.0]]
    size = 12
    matrix = np.triu(np.random.default_rng(seed).choice([0.0, 0.5, 1.0], (size, size)), 1)
    matrix += np.tril(1.0 - matrix.T, -1) + np.diag(np.full(size, 0.5))
    file = tmp_path / "judgements.csv"
    np.savetxt(file, matrix, fmt="%.1f", delimiter=",")
    manual = ManualExpert(["a", "b", "c"], filename=str(file), force_file_use=True)
    theirs = pymcdm.COMET(levels, manual)(x[:, :3])
    capsys.readouterr()
    names = ["-".join(map(str, one)) for one in product((1, 2, 3), (1, 2), (1, 2))]
    table = {f"{names[a]} / {names[b]}": matrix[a, b] for a in range(size) for b in range(a + 1, size)}
    values = dict(zip("abc", levels, strict=True))
    ours = comet(x[:, :3], weights[:3] / weights[:3].sum(), tuple("abc"), values=values, judgements=table)
    assert ours == pytest.approx(theirs, abs=1e-9)
    objects = [tuple(one) for one in product(*levels)]
    judge = FunctionExpert(lambda one, other: matrix[objects.index(tuple(one)), objects.index(tuple(other))])
    assert ours == pytest.approx(pymcdm.COMET(levels, judge)(x[:, :3]), abs=1e-9)
    agreed("comet", PYMCDM, "ManualExpert and FunctionExpert: twelve objects, pairs judged at random")
    assert triad_consistency(matrix) == pytest.approx(triads_consistency(matrix), abs=1e-12)
    agreed("comet", PYMCDM, "triads_consistency: twelve objects, pairs judged at random", 1e-12)


def test_objects_that_rounding_tells_apart() -> None:
    """0.1 + 0.2 is not 0.3 to pymcdm: of eleven distinct sums it makes more, and all preferences move."""
    x, weights = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]), np.array([0.1, 0.2, 0.3, 0.4])
    theirs = pymcdm.COMET([[0, 1]] * 4, MethodExpert(SUM, weights, UP))
    assert len(np.unique(theirs.p)) > 11
    assert theirs(x)[0] > theirs(x)[1]
    x = np.vstack([x, np.zeros(4), np.ones(4)])
    assert comet(x, weights, values=2)[:2].tolist() == pytest.approx([0.3, 0.3], abs=1e-15)
    note = "pymcdm tells 0.1 + 0.2 from 0.3, which moves every preference; ours takes them as level"
    differs("comet", PYMCDM, "objects whose scores are equal but for rounding", note)


def test_sums_of_judgements_in_half_precision() -> None:
    """2,401 objects have 223 distinct distances from a point, counted in whole numbers."""
    point, level = np.array([[0.3, 0.4, 0.6, 0.7]]), np.linspace(0, 1, 7)
    # Distances in units of 1/30: values are 5k/30, the point is (9, 12, 18, 21)/30.
    squares = {sum((5 * k - p) ** 2 for k, p in zip(one, (9, 12, 18, 21), strict=True))
               for one in product(range(7), repeat=4)}  # fmt: skip
    assert len(squares) == 223
    assert len(np.unique(by_points([level[None]] * 4, np.full((1, 4), 0.25), point))) == 223
    theirs = pymcdm.COMET([level] * 4, ESPExpert(point, np.array([[0.0, 1.0]] * 4)))
    assert len(np.unique(theirs.p)) != 223
    note = "pymcdm adds judgements in half precision and tells level distances apart by rounding"
    differs("comet", PYMCDM, "ESPExpert, 2,401 objects: distinct sums of judgements", note)


def test_experts_who_see_two_objects_level() -> None:
    """CompromiseExpert counts votes for the earlier object alone: where nobody votes, the later one wins."""
    level = lambda objects: objects.sum(axis=1)  # noqa: E731 - an expert
    theirs = pymcdm.COMET([[0, 1]] * 2, CompromiseExpert([level] * 3))
    assert theirs.p.tolist() == pytest.approx([0.0, 1 / 3, 2 / 3, 1.0])
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    ours = comet(x, np.array([0.5, 0.5]), values=2, experts=[{"method": "arithmetic"}] * 3)
    assert ours.tolist() == [0.0, 0.5, 0.5, 1.0]
    note = "pymcdm gives a pair that all experts see level to the later object; here it is level"
    differs("comet", PYMCDM, "CompromiseExpert where experts see objects level", note)


@SEEDS
def test_limits_on_properties(seed: int) -> None:
    """Limits of the three kinds, and limits found from the data."""
    generator = np.random.default_rng(seed)
    raw = (1.05 - generator.random((20, 5))) * [1.0, 30.0, 500.0, 0.01, 7.0]
    weights = generator.random(5) + 0.05
    weights /= weights.sum()
    signs, limits = np.array([1, -1, 1, -1, 0]), generator.uniform(0.3, 1, 5) * [1.0, 30.0, 500.0, 0.01, 7.0]
    kinds = {1: "lower", -1: "upper", 0: "target"}
    table = {str(place): {kinds[sign]: limit} for place, (sign, limit) in enumerate(zip(signs.tolist(), limits,
                                                                                       strict=True))}  # fmt: skip
    turned = raw * np.where(signs < 0, -1, 1)
    theirs = pymcdm.LoPM(limits, signs)(raw, weights, None)
    assert -lopm(turned, weights, limits=table) == pytest.approx(theirs, rel=1e-9)
    types = np.where(signs < 0, -1, 1)
    assert -lopm(turned, weights) == pytest.approx(pymcdm.LoPM()(raw, weights, types), rel=1e-9)
    data = "random raw data with costs, 20 × 5, five seeds"
    what = "merits with given limits of three kinds, and with limits found"
    record(Agreement("aggregate", "lopm", PYMCDM, data, what, 1e-9, holds=True))


def scikit(x: np.ndarray, weights: np.ndarray, types: np.ndarray = TYPES, **levels: float):
    """Return scikit-criteria's kernel and its three matrices."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = ELECTRE1(**levels).evaluate(skcriteria.mkdm(x, types.tolist(), weights=weights))
    return found.values.astype(float), found.e_


@SEEDS
@pytest.mark.parametrize("levels", [(0.65, 0.35), (0.5, 0.5), (0.8, 0.6)])
def test_electre_1(seed: int, levels: tuple[float, float]) -> None:
    """Both matrices, the relation, and what no region outranks."""
    x, weights = drawn(seed)
    p, q = levels
    theirs, extra = scikit(x, weights, p=p, q=q)
    off = ~np.eye(20, dtype=bool)
    assert concordance(x * TYPES, weights)[off] == pytest.approx(extra.matrix_concordance[off], abs=1e-12)
    assert discordance(x * TYPES, weights)[off] == pytest.approx(extra.matrix_discordance[off], abs=1e-12)
    options = {"concordance": p, "discordance": q}
    assert np.array_equal(outranking(x * TYPES, weights, **options), extra.outrank)
    assert electre1(x * TYPES, weights, choose="not_outranked", **options).tolist() == theirs.tolist()
    agreed("electre1", SCIKIT, "concordance, discordance, outranking, `choose: not_outranked`; three levels")


def test_what_is_outranked_by_an_outranked_region_alone() -> None:
    """A over B over C and nothing else: scikit-criteria leaves A, the kernel is A and C."""
    x, weights = np.array([[1.0, 0.0], [0.8, 0.2], [0.4, 0.4]]), np.array([0.6, 0.4])
    theirs, extra = scikit(x, weights, np.ones(2, dtype=int), p=0.6, q=0.4)
    ours = electre1(x, weights, concordance=0.6, discordance=0.4)
    assert (theirs.tolist(), ours.tolist()) == ([1.0, 0.0, 0.0], [1.0, 0.0, 1.0])
    assert not extra.outrank[0, 2]
    note = (
        "what scikit-criteria calls kernel is what no region outranks: C, which only B outranks, is outranked "
        "by none that is left, so Roy's kernel has it; `choose: not_outranked` gives theirs"
    )
    differs("electre1", SCIKIT, "the kernel where A outranks B and B outranks C", note)


def test_two_equal_regions_leave_scikit_criteria_nothing() -> None:
    """Each outranks the other, so neither stays; taken as one they are the kernel."""
    x, weights = np.array([[1.0, 1.0], [1.0, 1.0], [0.0, 0.5]]), np.array([0.6, 0.4])
    theirs, _ = scikit(x, weights, np.ones(2, dtype=int))
    assert (theirs.tolist(), electre1(x, weights).tolist()) == ([0.0, 0.0, 0.0], [1.0, 1.0, 0.0])
    note = (
        "scikit-criteria drops both of two equal regions and is left with nothing; a circle is taken as one"
    )
    differs("electre1", SCIKIT, "the kernel with two equal regions at the top", note)
