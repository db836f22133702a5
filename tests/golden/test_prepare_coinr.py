"""Screening, imputation, denomination, treatment and normalisation against what COINr computed.

Where a definition differs on purpose, the test says so and shows what the peer gives.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from record import COINR, Agreement, kind_of, record

from zhishu.framework import Direction
from zhishu.prepare.denominate import denominator_correlations, ratio
from zhishu.prepare.directions import Directions, compile_directions, orient
from zhishu.prepare.impute.columns import (
    impute_group_mean,
    impute_group_median,
    impute_mean,
    impute_median,
)
from zhishu.prepare.impute.rows import impute_from_siblings
from zhishu.prepare.impute.time import carry_back, carry_forward, interpolate
from zhishu.prepare.moments import kurtosis, skewness
from zhishu.prepare.normalisers.centre import zscore
from zhishu.prepare.normalisers.distance import distance_to_max, distance_to_reference, distance_to_target
from zhishu.prepare.normalisers.ordinal import borda, percentile_rank, ranks_upward
from zhishu.prepare.normalisers.proportion import fraction_of_max
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.prepare.normalisers.value_functions import goalposts, scaled
from zhishu.prepare.screen import availability
from zhishu.prepare.transform import box_cox
from zhishu.prepare.treat import Mark, fails_shape, logarithm, winsorise, winsorise_then_log

GOLDEN = Path(__file__).parents[3] / "shared" / "golden"
CASES = {
    "asem": GOLDEN / "asem",
    "c1": GOLDEN / "c1_31x18_missing_groupmean_minmax_arith",
    "c2": GOLDEN / "c2_163x18_skew_zscore_arith_UA_SA",
    "c5": GOLDEN / "c5_31x18_targets_goalposts_harmonic_PCA",
}
TREATED = {"asem": "stage5_treated", "c1": "stage3_imputed", "c2": "stage2_treated", "c5": "stage1_raw"}
pytestmark = pytest.mark.skipif(
    not GOLDEN.is_dir(), reason=f"the golden cases stand outside of the repository and are absent: {GOLDEN}"
)
NAMES = {
    "minmax": "minmax",
    "zscore": "zscore",
    "rank": "rank",
    "borda": "borda",
    "prank": "percentile_rank",
    "dist2max": "distance_to_max",
}
EVERY_CASE = pytest.mark.parametrize("case", CASES)


def number(text: str) -> float:
    return float(text) if text not in {"", "NA"} else np.nan


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def meta(case: str) -> list[dict[str, str]]:
    rows = rows_of(CASES[case] / "inputs" / "iMeta.csv")
    return [row for row in rows if row["Type"] == "Indicator"]


def read(path: Path, columns: list[str]) -> NDArray[np.float64]:
    return np.array([[number(row[column]) for column in columns] for row in rows_of(path)])


def indicators(case: str) -> list[str]:
    return [row["iCode"] for row in meta(case)]


def directions(case: str) -> Directions:
    return compile_directions(
        Direction("negative" if row["Direction"] == "-1" else "positive") for row in meta(case)
    )


def agree(found: NDArray[np.float64], expected: NDArray[np.float64]) -> None:
    assert np.isnan(found).tolist() == np.isnan(expected).tolist()
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


def agreed(method: str, file: str, what: str, *, holds: bool = True, note: str = "") -> None:
    tolerance = 1e-9 if holds else 0.0
    record(Agreement(kind_of(method), method, COINR, f"golden/{file}", what, tolerance, holds, note))


def same_case(case: str) -> tuple[NDArray[np.float64], Directions, list[str]]:
    columns = indicators(case)
    return read(CASES[case] / f"{TREATED[case]}.csv", columns), directions(case), columns


@EVERY_CASE
@pytest.mark.parametrize(
    ("file", "normalise"),
    [
        ("minmax_0_100", lambda x, d: minmax(x, d, to=(0, 100))),
        ("minmax_1_100", lambda x, d: minmax(x, d, to=(1, 100))),
        ("zscore_0_1", zscore),
        ("zscore_10_2", lambda x, d: zscore(x, d, mean=10, sd=2)),
        ("rank_min", ranks_upward),
        ("rank_average", lambda x, d: ranks_upward(x, d, ties="average")),
        ("borda_min", borda),
        ("prank_min", percentile_rank),
        ("dist2max", distance_to_max),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_normalisers(case: str, file: str, normalise) -> None:
    """Every normaliser, on real and made data, with positive and negative indicators."""
    x, d, columns = same_case(case)
    agree(normalise(x, d), read(CASES[case] / "variants" / f"norm_{file}.csv", columns))
    agreed(NAMES[file.split("_", maxsplit=1)[0]], f"{case}/norm_{file}.csv", "every value")


@EVERY_CASE
@pytest.mark.parametrize("cap", [False, True])
def test_distance_to_reference(case: str, *, cap: bool) -> None:
    """The third unit is the reference; a column where it is the worst has no distance (peer: infinite)."""
    x, d, columns = same_case(case)
    name = "norm_dist2ref_row3_capped" if cap else "norm_dist2ref_row3"
    golden = read(CASES[case] / "variants" / f"{name}.csv", columns)
    turned = orient(x, d)
    sound = [column for column in range(x.shape[1]) if turned[2, column] > turned[:, column].min()]
    regions = [str(row) for row in range(len(x))]
    for column in sound:
        up = compile_directions([Direction("positive" if d.sign[column] > 0 else "negative")])
        found = distance_to_reference(x[:, [column]], up, regions, reference="2", cap=cap)
        agree(found, golden[:, [column]])
    note = "where the reference is the worst value the peer gives infinity; here an error names the indicator"
    agreed("distance_to_reference", f"{case}/{name}.csv", "columns where it is not the worst", note=note)


@EVERY_CASE
def test_fraction_of_max_agrees_where_more_is_better(case: str) -> None:
    """For a negative indicator the peer gives x / min, which rewards the worst; here it is min / x."""
    x, d, columns = same_case(case)
    golden = read(CASES[case] / "variants" / "norm_fracmax.csv", columns)
    for column in range(x.shape[1]):
        one = x[:, [column]]
        if d.sign[column] > 0 and one.min() >= 0:
            agree(fraction_of_max(one, compile_directions([Direction()])), golden[:, [column]])
        elif one.min() > 0:
            agree(one / one.min(), golden[:, [column]])
    agreed("fraction_of_max", f"{case}/norm_fracmax.csv", "positive indicators")
    note = "the peer's x / min rewards the worst region; here min / x"
    agreed("fraction_of_max", f"{case}/norm_fracmax.csv", "negative indicators", holds=False, note=note)


@EVERY_CASE
def test_scaled_agrees_where_more_is_better(case: str) -> None:
    """For a negative indicator the peer scales -x by the bounds of x; here it is (upper - x) instead."""
    x, d, columns = same_case(case)
    golden = read(CASES[case] / "variants" / "norm_scaled_0_100.csv", columns)
    up = d.sign > 0
    found = scaled(x, d, bounds=(0, 100), factor=100)
    agree(found[:, up], golden[:, up])
    agree(100 - x[:, ~up], found[:, ~up])
    agree(-x[:, ~up], golden[:, ~up])
    agreed("scaled", f"{case}/norm_scaled_0_100.csv", "positive indicators")
    note = "the peer scales -x by the bounds of x, so values leave the scale; here factor (upper - x) / (upper - lower)"
    agreed("scaled", f"{case}/norm_scaled_0_100.csv", "negative indicators", holds=False, note=note)


def test_targets_of_the_framework() -> None:
    """Targets in raw units, capped where the framework says so, negative indicators among them."""
    x, d, columns = same_case("c5")
    golden = read(CASES["c5"] / "variants" / "norm_n_dist2targ_use_iMeta.csv", columns)
    targets = [float(row["Target"]) for row in meta("c5")]
    capped = np.array([row["dist2targ_cap_max"] == "TRUE" for row in meta("c5")])
    found = distance_to_target(x, d, targets=targets)
    agree(np.where(capped, np.minimum(found, 1), found), golden)
    agreed("distance_to_target", "c5/norm_n_dist2targ_use_iMeta.csv", "every value, some capped")


def test_goalposts_of_the_framework() -> None:
    """Goalposts in raw units from 0 to 100, cut at the posts."""
    x, d, columns = same_case("c5")
    posts = [(float(row["goalpost_lower"]), float(row["goalpost_upper"])) for row in meta("c5")]
    found = goalposts(x, d, posts=posts, to=(0, 100))
    agree(found, read(CASES["c5"] / "stage3_normalised.csv", columns))
    agree(found, read(CASES["c5"] / "variants" / "norm_n_goalposts_use_iMeta.csv", columns))
    agreed("goalposts", "c5/stage3_normalised.csv", "every value")


def test_other_settings_of_the_framework() -> None:
    """Min–max onto 0-10 and z-scores with mean 5 and standard deviation 2."""
    x, d, columns = same_case("c5")
    variants = CASES["c5"] / "variants"
    agree(minmax(x, d, to=(0, 10)), read(variants / "norm_n_minmax_use_iMeta.csv", columns))
    agree(zscore(x, d, mean=5, sd=2), read(variants / "norm_n_zscore_use_iMeta.csv", columns))


def test_z_scores_with_missing_values() -> None:
    """The stage of the second case: mean 10 and standard deviation 2 of the treated values."""
    x, d, columns = same_case("c2")
    agree(zscore(x, d, mean=10, sd=2), read(CASES["c2"] / "stage3_normalised.csv", columns))


def screened() -> tuple[NDArray[np.float64], list[str], dict[str, dict[str, list[str]]]]:
    """Return the screened values of c1, its units and its groups."""
    columns = indicators("c1")
    units = [row["uCode"] for row in rows_of(CASES["c1"] / "stage2_screened.csv")]
    members: dict[str, list[str]] = {}
    for row in rows_of(CASES["c1"] / "inputs" / "iData.csv"):
        members.setdefault(row["grp"], []).append(row["uCode"])
    return read(CASES["c1"] / "stage2_screened.csv", columns), units, {"grp": members}


@pytest.mark.parametrize(
    ("file", "impute"),
    [
        ("variants/impute_i_mean", lambda x, _units, _groups: impute_mean(x)),
        ("variants/impute_i_median", lambda x, _units, _groups: impute_median(x)),
        ("stage3_imputed", lambda x, units, groups: impute_group_mean(x, units, groups, grouping="grp")),
        (
            "variants/impute_i_median_grp",
            lambda x, units, groups: impute_group_median(x, units, groups, grouping="grp"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_imputation_by_column(file: str, impute) -> None:
    """Mean and median, of all units or of the unit's group."""
    agree(impute(*screened()), read(CASES["c1"] / f"{file}.csv", indicators("c1")))
    used = {"mean": "mean", "median": "median", "imputed": "group_mean", "grp": "group_median"}
    agreed(
        used[file.rsplit("_", maxsplit=1)[-1]], f"c1/{file.rsplit('/', maxsplit=1)[-1]}.csv", "every value"
    )


@pytest.mark.parametrize(
    ("file", "level", "statistic"),
    [("rowmean_level2", 0, "mean"), ("rowmedian_level3", 1, "median")],
)
def test_imputation_by_row(file: str, level: int, statistic: str) -> None:
    """The unit's mean or median over its siblings of two or six, min–max first."""
    x, _, _ = screened()
    parent = {row["iCode"]: row["Parent"] for row in rows_of(CASES["c1"] / "inputs" / "iMeta.csv")}
    family = np.array(indicators("c1"))
    for _ in range(level + 1):
        family = np.array([parent[code] for code in family])
    golden = read(CASES["c1"] / "variants" / f"impute_{file}_normfirst.csv", indicators("c1"))
    agree(impute_from_siblings(x, family[None, :], directions("c1"), statistic=statistic), golden)
    agreed("siblings", f"c1/impute_{file}_normfirst.csv", f"every value, {statistic}")


@pytest.mark.parametrize(("case", "stage"), [("c1", "stage1_raw"), ("asem", "stage3_imputed")])
def test_screening(case: str, stage: str) -> None:
    """Shares of data and of values not 0, and who passes."""
    summary = rows_of(CASES[case] / "screen_summary.csv")
    found = availability(
        read(CASES[case] / f"{stage}.csv", indicators(case)), data=0.8 if case == "c1" else 0.9
    )
    agree(found.data, np.array([float(row["Dat_Avail"]) for row in summary]))
    agree(found.nonzero, np.array([float(row["Non_Zero"]) for row in summary]))
    assert found.passed.tolist() == [row["Included"] == "TRUE" for row in summary]
    agreed("availability", f"{case}/screen_summary.csv", "shares of data and of values not 0; who passes")


def test_denomination() -> None:
    """Indicators per area, energy, product or person, on real data with missing values."""
    rows, raw = meta("asem"), rows_of(CASES["asem"] / "inputs" / "iData.csv")
    raw.sort(key=lambda row: row["uCode"])
    x = np.array([[number(row[code]) for code in indicators("asem")] for row in raw])
    names = {row["Denominator"] for row in rows if row["Denominator"]}
    denominators = {name: np.array([number(row[name]) for row in raw]) for name in names}
    found = ratio(x, denominators, by=[row["Denominator"] or None for row in rows])
    agree(found, read(CASES["asem"] / "stage2_denominated.csv", indicators("asem")))
    agreed("ratio", "asem/stage2_denominated.csv", "every value")


def test_correlation_with_denominators() -> None:
    """Every indicator with every denominator, over the units that have both."""
    raw, columns = rows_of(CASES["asem"] / "inputs" / "iData.csv"), indicators("asem")
    golden = {(r["Ind"], r["Denom"]): float(r["Corr"]) for r in rows_of(CASES["asem"] / "denom_corr_all.csv")}
    names = sorted({name for _, name in golden})
    x = np.array([[number(row[code]) for code in columns] for row in raw])
    below = np.array([[number(row[name]) for name in names] for row in raw])
    found = denominator_correlations(x, below)
    for (indicator, name), expected in golden.items():
        got = found[columns.index(indicator), names.index(name)]
        assert abs(got) == pytest.approx(abs(expected), rel=1e-9)
    agreed("ratio", "asem/denom_corr_all.csv", "correlation with every denominator")


def test_group_medians_of_the_denominated_values() -> None:
    """The third stage of the real case, median or mean as its groups give."""
    columns = indicators("asem")
    x = read(CASES["asem"] / "stage2_denominated.csv", columns)
    units = [row["uCode"] for row in rows_of(CASES["asem"] / "stage2_denominated.csv")]
    members: dict[str, list[str]] = {}
    for row in rows_of(CASES["asem"] / "inputs" / "iData.csv"):
        members.setdefault(row["EurAsia_group"], []).append(row["uCode"])
    found = impute_group_mean(x, units, {"part": members}, grouping="part")
    agree(found, read(CASES["asem"] / "stage3_imputed.csv", columns))
    agreed("group_mean", "asem/stage3_imputed.csv", "every value")


TREATMENTS = {
    "c2/stage2_treated": {},
    "c2/variants/treat_winmax3": {"points": 3},
    "c2/variants/treat_winmax_unlimited": {"points": None},
    "c2/variants/treat_combine": {"combine": True},
    "c2/variants/treat_log_CT_plus": {"log": "log_CT_plus"},
    "c2/variants/treat_log_CT_orig": {"log": "log_CT_orig"},
    "c2/variants/treat_thresh1_2.5": {"skew_limit": 1, "kurtosis_limit": 2.5},
    "c2/variants/treat_qTreat": {},
    "asem/stage5_treated": {},
}


@pytest.mark.parametrize("file", TREATMENTS)
def test_treatment(file: str) -> None:
    """Winsorisation and logarithms, in every variant: the values of every cell."""
    case, _, name = file.partition("/")
    columns = indicators(case)
    raw = CASES[case] / ("stage4_screened.csv" if case == "asem" else "stage1_raw.csv")
    found = winsorise_then_log(read(raw, columns), **TREATMENTS[file])
    agree(found.values, read(CASES[case] / f"{name}.csv", columns))
    agreed("winsorise_then_log", f"{case}/{name.split('/')[-1]}.csv", "every value")


@pytest.mark.parametrize("file", [file for file in TREATMENTS if "qTreat" not in file])
def test_treated_points_and_details(file: str) -> None:
    """Which cells were treated and how; skewness and kurtosis before and after; how many points.

    Where winsorisation fails and is undone the peer still reports the points as winsorised too.
    """
    case, _, name = file.partition("/")
    columns = indicators(case)
    raw = CASES[case] / ("stage4_screened.csv" if case == "asem" else "stage1_raw.csv")
    x = read(raw, columns)
    found = winsorise_then_log(x, **TREATMENTS[file])
    for row, marks in zip(rows_of(CASES[case] / f"{name}_points.csv"), found.marks, strict=True):
        for column, mark in zip(columns, marks, strict=True):
            label = row[column]
            assert bool(mark & Mark.TRANSFORMED) == ("log" in label)
            if "log" not in label or "combine" in file:
                assert bool(mark & Mark.HIGH) == ("winhi" in label)
                assert bool(mark & Mark.LOW) == ("winlo" in label)
    for row in rows_of(CASES[case] / f"{name}_details.csv"):
        column = columns.index(row["iCode"])
        stages = [stage for stage in "012" if row.get(f"check_SkewKurt{stage}.Skew")]
        for stage, values in (("0", x), (stages[-1], found.values)):
            one = values[:, [column]]
            assert skewness(one)[0] == pytest.approx(float(row[f"check_SkewKurt{stage}.Skew"]), rel=1e-9)
            assert kurtosis(one)[0] == pytest.approx(float(row[f"check_SkewKurt{stage}.Kurt"]), rel=1e-9)
        if row["winsorise.nwin"]:
            limits = {key: value for key, value in TREATMENTS[file].items() if key not in {"log", "combine"}}
            moved = (winsorise(x[:, [column]], **limits).marks > 0).sum()
            assert moved == int(row["winsorise.nwin"])
    agreed(
        "winsorise_then_log", f"{case}/{name.split('/')[-1]}_details.csv", "skewness, kurtosis, points moved"
    )
    note = "points winsorised in vain the peer lists so too; here the log shows what was done in the end"
    note = "" if "combine" in file else note
    agreed(
        "winsorise_then_log",
        f"{case}/{name.split('/')[-1]}_points.csv",
        "labels",
        holds="combine" in file,
        note=note,
    )


def vectors() -> dict[str, NDArray[np.float64]]:
    found: dict[str, list[float]] = {}
    for row in rows_of(GOLDEN / "functions" / "vectors.csv"):
        found.setdefault(row["vector"], []).append(number(row["x"]))
    return {name: np.array(values)[:, None] for name, values in found.items()}


UP, DOWN = compile_directions([Direction()]), compile_directions([Direction("negative")])
CALLS = {
    "n_minmax(x)": lambda x: minmax(x, UP, to=(0, 100)),
    "n_minmax(x,c(1,10))": lambda x: minmax(x, UP, to=(1, 10)),
    "n_zscore(x)": lambda x: zscore(x, UP),
    "n_scaled(x,c(-5,5),10)": lambda x: scaled(x, UP, bounds=(-5, 5), factor=10),
    "n_rank(x)": lambda x: ranks_upward(x, UP),
    "n_rank(x,'average')": lambda x: ranks_upward(x, UP, ties="average"),
    "n_borda(x)": lambda x: borda(x, UP),
    "n_prank(x)": lambda x: percentile_rank(x, UP),
    "n_dist2max(x)": lambda x: distance_to_max(x, UP),
    "n_goalposts(x,c(0,10,100))": lambda x: goalposts(x, UP, posts=[(0, 10)], to=(0, 100)),
    "n_goalposts(x,c(0,10,1),direction=-1,trunc2posts=FALSE)": (
        lambda x: goalposts(x, DOWN, posts=[(0, 10)], clip=False)
    ),
    "log_CT(x,na.rm=TRUE)$x": lambda x: logarithm(x, log="log_CT"),
    "log_CT_plus(x,na.rm=TRUE)$x": lambda x: logarithm(x, log="log_CT_plus"),
    "log_CT_orig(x,na.rm=TRUE)$x": lambda x: logarithm(x, log="log_CT_orig"),
    "boxcox(x,0.5,na.rm=TRUE)": lambda x: box_cox(x, power=0.5).values,
    "boxcox(x,0,na.rm=TRUE)": lambda x: box_cox(x, power=0).values,
    "winsorise(x,na.rm=TRUE)$x": lambda x: winsorise(x).values,
    "winsorise(x,na.rm=TRUE,winmax=2)$x": lambda x: winsorise(x, points=2).values,
    "winsorise(x,na.rm=TRUE,winmax=NULL)$x": lambda x: winsorise(x, points=None).values,
    "i_mean(x)": impute_mean,
    "i_median(x)": impute_median,
}


FUNCTIONS = {
    "n_minmax": "minmax",
    "n_zscore": "zscore",
    "n_scaled": "scaled",
    "n_rank": "rank",
    "n_borda": "borda",
    "n_prank": "percentile_rank",
    "n_dist2max": "distance_to_max",
    "n_goalposts": "goalposts",
    "log_CT": "logarithm",
    "log_CT_plus": "logarithm",
    "log_CT_orig": "logarithm",
    "boxcox": "box_cox",
    "winsorise": "winsorise_then_log",
    "i_mean": "mean",
    "i_median": "median",
}


@pytest.mark.parametrize("call", CALLS)
def test_functions_on_vectors(call: str) -> None:
    """Ties, gaps, heavy tails, both signs of skewness; a constant is another matter (see below)."""
    compared = 0
    for name, x in vectors().items():
        expected = np.array(
            [
                [number(row["y"])]
                for row in rows_of(GOLDEN / "functions" / "vector_functions.csv")
                if (row["call"], row["vector"]) == (call, name)
            ]
        )
        if expected.size and name != "const6":
            agree(CALLS[call](x), expected)
            compared += 1
    assert compared >= 8
    used = FUNCTIONS[call.split("(", maxsplit=1)[0]]
    agreed(used, "functions/vector_functions.csv", f"`{call}` on {compared} vectors")


def test_distance_to_a_target_on_vectors() -> None:
    """Where the target is better than the worst value; elsewhere the peer divides by 0 or turns around."""
    compared = 0
    for name, x in vectors().items():
        for call, aim, d in (
            ("n_dist2targ(x,5)", 5, UP),
            ("n_dist2targ(x,5,direction=-1,cap_max=TRUE)", 5, DOWN),
        ):
            expected = np.array(
                [
                    [number(row["y"])]
                    for row in rows_of(GOLDEN / "functions" / "vector_functions.csv")
                    if (row["call"], row["vector"]) == (call, name)
                ]
            )
            if aim * d.sign[0] > np.nanmin(orient(x, d)):
                agree(distance_to_target(x, d, targets=[aim], cap=d is DOWN), expected)
                compared += 1
    assert compared >= 8
    note = "a target no better than the worst value: the peer divides by 0 or turns around, here an error says so"
    agreed("distance_to_target", "functions/vector_functions.csv", f"{compared} vectors", note=note)


def test_a_constant_gives_numbers_where_the_peer_gives_none() -> None:
    """Peer: NaN of min–max and z-score, minus infinity of log_CT, and its check of shape gives no answer."""
    x = vectors()["const6"]
    assert (minmax(x, UP) == 0).all()
    assert (zscore(x, UP, mean=10) == 10).all()
    assert (logarithm(x) == x).all()
    assert not fails_shape(x)[0]
    for used, theirs in (("minmax", "NaN"), ("zscore", "NaN"), ("logarithm", "minus infinity")):
        note = f"the peer gives {theirs}; here a documented number and a repair"
        agreed(used, "functions/vector_functions.csv", "a constant", holds=False, note=note)


@pytest.mark.parametrize("row", ["pass", "skew", "kurt"])
def test_shape_of_vectors(row: str) -> None:
    """Skewness, kurtosis, and whether both limits are passed."""
    for entry in rows_of(GOLDEN / "functions" / "skew_kurt.csv"):
        x = vectors()[entry["vector"]]
        if row == "pass" and entry["pass"]:
            assert fails_shape(x)[0] == (entry["pass"] == "FALSE")
        elif row != "pass":
            shape = skewness(x) if row == "skew" else kurtosis(x)
            agree(shape, np.array([number(entry[row])]))


def test_treated_vectors() -> None:
    """The default treatment, values and points, on every vector but the constant."""
    treated: dict[str, list[tuple[float, str]]] = {}
    for row in rows_of(GOLDEN / "functions" / "treat_default.csv"):
        treated.setdefault(row["vector"], []).append((number(row["treated"]), row["point"]))
    for name, rows in treated.items():
        if name != "const6":
            found = winsorise_then_log(vectors()[name])
            agree(found.values[:, 0], np.array([value for value, _ in rows]))
            assert [bool(mark & Mark.HIGH) for mark in found.marks[:, 0]] == ["winhi" in at for _, at in rows]
            assert [bool(mark & Mark.LOW) for mark in found.marks[:, 0]] == ["winlo" in at for _, at in rows]


def panel(path: Path, columns: list[str]) -> tuple[NDArray[np.float64], list[int], list[str]]:
    """Return (years, units, columns) of a long file of years and units."""
    rows = rows_of(path)
    years = sorted({int(row["Time"]) for row in rows})
    units = sorted({row["uCode"] for row in rows})
    values = np.full((len(years), len(units), len(columns)), np.nan)
    for row in rows:
        at = years.index(int(row["Time"])), units.index(row["uCode"])
        values[at] = [number(row[column]) for column in columns]
    return values, years, units


@pytest.mark.parametrize(
    ("file", "impute"),
    [
        ("latest", carry_forward),
        ("latest_max1", lambda x, years: carry_forward(x, years, max_years=1)),
        ("constant", lambda x, years: carry_back(carry_forward(x, years), years)),
        ("linear-constant", lambda x, years: interpolate(x, years, ends="constant")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_imputation_along_time(file: str, impute) -> None:
    """Five years of real data with holes: carried forward, held constant, interpolated."""
    columns = [
        row["iCode"]
        for row in rows_of(GOLDEN / "asem_panel" / "inputs" / "iMeta.csv")
        if row["Type"] == "Indicator"
    ]
    holes, years, _ = panel(GOLDEN / "asem_panel" / "inputs" / "iData_panel_holes.csv", columns)
    expected, _, _ = panel(GOLDEN / "asem_panel" / f"impute_panel_{file}.csv", columns)
    agree(impute(holes, years), expected)
    used = {"latest": ["carry_forward"], "latest_max1": ["carry_forward"], "linear-constant": ["linear"]}
    for name in used.get(file, ["carry_forward", "carry_back"]):
        agreed(name, f"asem_panel/impute_panel_{file}.csv", "five years with holes")
