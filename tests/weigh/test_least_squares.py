"""Least squares of many tables at once, against scipy and numpy table by table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import nnls

from zhishu.errors import MethodError
from zhishu.weigh.fitted import least_squares
from zhishu.weigh.fitted.least_squares import non_negative, unbounded
from zhishu.weigh.fitted.regression import regression

TIED = np.array([[1, 1, 3, 1], [2, 0, 3, 1], [1, 3, 0, 1], [2, 2, 2, 0], [0, 0, 0, 0], [0, 0, 0, 3]], float)
TIED_OUTCOME = np.array([0.0, 2, 1, 2, 0, 0])
SEEDS = st.integers(0, 2**32 - 1)


def drawn(seed: int, kind: str, columns: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Return centred tables and outcomes of one kind."""
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(20, 9, columns))
    outcome = generator.normal(size=(20, 9))
    if kind == "whole":
        x, outcome = x.round(), outcome.round()
    if kind == "repeated":
        x[..., -1] = 2.0 * x[..., 0]
        x[:10, :, -2] = x[:10, :, 0] + x[:10, :, 1]
    if kind == "constant":
        x[..., 0] = 3.0
        x[5:, :, 1], outcome[3] = 0.0, 1.0
    if kind == "nearly repeated":
        x[..., -1] = x[..., 0] + 1e-7 * x[..., -1]
    if kind == "units":
        x *= 10.0 ** generator.integers(-9, 9, (20, 1, columns))
    if kind == "exact":
        outcome = (x @ generator.integers(-1, 3, (20, columns, 1)))[..., 0]
    if kind == "gaps":
        gone = np.arange(9) >= generator.integers(7, 10, (20, 1))
        x[gone], outcome[gone] = 0.0, 0.0
    return x, outcome


KINDS = ("random", "whole", "repeated", "constant", "nearly repeated", "units", "exact", "gaps")
UNIQUE = ("random", "units", "exact", "gaps")


def missed(x: np.ndarray, outcome: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Return the length of what the fit leaves, per table."""
    return np.linalg.norm(outcome - (x @ found[..., None])[..., 0], axis=-1)


@settings(deadline=None)
@given(SEEDS, st.sampled_from(KINDS), st.integers(1, 7))
def test_non_negative_fits_are_those_of_scipy(seed: int, kind: str, columns: int) -> None:
    """The same coefficients where only one fit is best, and never more left unexplained.

    Scipy 1.17 sometimes leaves more than it must, where slopes tie.
    """
    x, outcome = drawn(seed, kind, max(columns, 4 if kind == "repeated" else 2))
    found = non_negative(x, outcome)
    alone = np.array([nnls(table, wanted)[0] for table, wanted in zip(x, outcome, strict=True)])
    size = np.linalg.norm(outcome, axis=-1)
    assert (found >= 0).all()
    assert (missed(x, outcome, found) <= missed(x, outcome, alone) + 1e-10 * (1.0 + size)).all()
    if kind in UNIQUE:
        length = np.linalg.norm(x, axis=1)
        assert (np.abs(found - alone) * length <= 1e-9 * (1.0 + size[:, None])).all()


@settings(deadline=None)
@given(SEEDS, st.sampled_from(KINDS))
def test_a_batch_gives_what_each_table_gives(seed: int, kind: str) -> None:
    """Exactly, wherever the table stands and however the blocks fall."""
    x, outcome = drawn(seed, kind)
    whole = non_negative(x, outcome)
    each = [non_negative(x[place, None], outcome[place, None])[0] for place in range(len(x))]
    assert whole.tolist() == np.array(each).tolist()


def test_the_size_of_blocks_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables taken one at a time."""
    x, outcome = drawn(0, "random")
    expected = non_negative(x, outcome).tolist()
    monkeypatch.setattr(least_squares, "_CELLS", 1)
    assert non_negative(x, outcome).tolist() == expected


def test_few_tables_are_left_to_be_solved_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of ordinary ones; those that columns nearly repeat are."""
    asked = []
    alone = least_squares._alone  # noqa: SLF001 - counted

    def counted(*problem: np.ndarray) -> np.ndarray:
        asked.append(len(problem))
        return alone(*problem)

    monkeypatch.setattr(least_squares, "_alone", counted)
    for kind in ("random", "units", "gaps", "exact", "constant", "repeated"):
        non_negative(*drawn(1, kind))
        assert not asked, kind
    x, outcome = drawn(1, "random")
    expected = non_negative(x, outcome)
    monkeypatch.setattr(least_squares, "_APART", 1.0)
    assert non_negative(x, outcome) == pytest.approx(expected)
    assert asked


def test_the_better_of_two_fits_is_kept() -> None:
    """Scipy's of one table, or what the columns that entered and left came to."""
    x, outcome = np.eye(2), np.array([1.0, 2.0])
    assert least_squares._alone(x, outcome, np.array([0.0, 2.0])).tolist() == [1.0, 2.0]  # noqa: SLF001
    x, outcome = TIED - TIED.mean(axis=0), TIED_OUTCOME - TIED_OUTCOME.mean()
    assert least_squares._alone(x, outcome, np.eye(4)[0]) == pytest.approx([1, 0, 0, 0])  # noqa: SLF001


@pytest.mark.parametrize("kind", KINDS)
def test_unbounded_fits_are_those_of_numpy(kind: str) -> None:
    """The shortest of several that leave as little."""
    x, outcome = drawn(2, kind)
    found = unbounded(x, outcome, np.full(len(x), x.shape[1]))
    alone = [np.linalg.lstsq(table, wanted, rcond=None)[0] for table, wanted in zip(x, outcome, strict=True)]
    tolerance = 1e-6 if kind == "nearly repeated" else 1e-9
    assert found == pytest.approx(np.array(alone), rel=tolerance, abs=tolerance)


REGIONS = tuple("abcdefghij")


def table(seed: int) -> tuple[np.ndarray, dict[str, float]]:
    """Return eight draws of ten regions × three columns, and an outcome of nine of them."""
    generator = np.random.default_rng(seed)
    x = generator.random((10, 3)) + 0.1 * generator.random((2, 4, 10, 3))
    return x, dict(zip(REGIONS[1:], (x[0, 0, 1:] @ [1.0, 2.0, 3.0]).tolist(), strict=True))


@pytest.mark.parametrize("coefficients", ["raw", "standardised"])
def test_gaps_in_other_regions_of_each_draw(coefficients: str) -> None:
    """Each draw counts its own complete regions, as if the others were not there."""
    x, outcome = table(0)
    x[0, 1, 3, 0] = x[1, 0, 4:6, 2] = np.nan
    x[1, 2, :, 1] = 0.5
    x[1, 3, :, 1] = np.nan
    found = regression(x, REGIONS, outcome=outcome, coefficients=coefficients)
    assert found[1, 2, 1] == found[1, 3, 1] == 0
    for draw in np.ndindex(2, 4):
        counted = [column for column in range(3) if not np.isnan(x[draw][:, column]).all()]
        kept = [place for place, code in enumerate(REGIONS) if code in outcome]
        kept = [place for place in kept if not np.isnan(x[draw][place, counted]).any()]
        fewer = regression(
            x[draw][kept], [REGIONS[place] for place in kept], outcome=outcome, coefficients=coefficients
        )
        assert found[draw] == pytest.approx(fewer, abs=1e-12)


def test_an_outcome_of_each_year() -> None:
    """A column beside the framework has an outcome for every year, and the draws share it."""
    x = np.random.default_rng(3).random((3, 2, 10, 2))
    income = x[0, :, :, 0] + np.array([[1.0], [2.0]])
    found = regression(x, (), {"income": income}, outcome="income")
    assert found[0].tolist() == pytest.approx(np.array([[1.0, 0.0], [1.0, 0.0]]))
    for draw, year in np.ndindex(3, 2):
        alone = regression(x[draw, year], (), {"income": income[year]}, outcome="income")
        assert found[draw, year] == pytest.approx(alone, abs=1e-12)


def test_the_first_draw_that_fails_is_told() -> None:
    """For whichever reason: coefficients below 0, or too few regions."""
    x, outcome = table(1)
    x[1, 2, 1:, 0] = -x[1, 2, 1:, 0]
    outcome = dict(zip(REGIONS, (x[1, 2] @ [-1.0, 2.0, 3.0]).tolist(), strict=True))
    same = np.repeat(x[1, 2][None], 4, axis=0)
    same[2, :6, 0] = np.nan
    with pytest.raises(MethodError, match="coefficients -1, 2, 3"):
        regression(same, REGIONS, outcome=outcome, negative="error")
    same[0, :7, 0] = np.nan
    with pytest.raises(MethodError, match="3 regions for 3 columns"):
        regression(same, REGIONS, outcome=outcome, negative="error")


@pytest.mark.parametrize("negative", ["zero", "error"])
def test_an_outcome_that_does_not_vary_gives_no_weights(negative: str) -> None:
    """0.1 in every region: the rounding of its mean is not fitted."""
    x, _ = table(2)
    with pytest.raises(MethodError, match="coefficients 0, 0, 0"):
        regression(x, REGIONS, outcome=dict.fromkeys(REGIONS, 0.1), negative=negative)


def test_a_coefficient_of_0_is_not_refused_for_its_rounding() -> None:
    """Where the outcome follows from some of the columns alone."""
    x = np.random.default_rng(4).random((50, 10, 3))
    for draw in x:
        outcome = dict(zip(REGIONS, (2.0 * draw[:, 0] + draw[:, 2]).tolist(), strict=True))
        found = regression(draw, REGIONS, outcome=outcome, negative="error")
        assert found == pytest.approx([2 / 3, 0, 1 / 3], abs=1e-12)
        assert found[1] == 0


def test_a_column_that_varies_only_where_the_outcome_is_unknown_weighs_nothing() -> None:
    """Its values among the regions that count are all 0.1."""
    x, outcome = table(5)
    x[..., 1:, 1] = 0.1
    assert (regression(x, REGIONS, outcome=outcome)[..., 1] == 0).all()
