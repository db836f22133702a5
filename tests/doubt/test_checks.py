"""The checks beside the draws: their tables for every level and year, against other ways to the same answer."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from zhishu.cli import main
from zhishu.doubt.checks import CHECKS, check_named
from zhishu.doubt.leave_one_out import reversals_of
from zhishu.doubt.sensitivity_table import evaluations, sensitivity_table
from zhishu.doubt.small_areas import shrunk_rates
from zhishu.doubt.space_bounds import drawn_bounds
from zhishu.doubt.summary import what_varied
from zhishu.doubt.uncertain import Uncertain, WeightBounds, WeightDoubt
from zhishu.doubt.weights import siblings_to_one, varied_by_dirichlet, varied_uniformly
from zhishu.edition_file import load
from zhishu.errors import EditionError, MethodError, ZhishuError
from zhishu.publish.tables.uncertainty import uncertainty
from zhishu.score.pipeline import score_with_weights
from zhishu.score.plan import compile_plan
from zhishu.score.tree import compile_tree, weights_from_leaves

LEAVES = {"a": ("u", "v"), "b": ("w", "x", "y")}
REGIONS = tuple(f"r{number}" for number in range(12))
YEARS = (2021, 2022, 2023)
EDITION = """\
index: {{id: idx, name: {{zh: 指数, en: Index}}, edition: {edition}}}
years: [{years}]
levels:
  town: {{name: {{zh: 镇, en: Towns}}, regions: from panel}}
sources:
  values: {{file: values.csv, panel: long, level: town, region: region, indicator: what, value: figure, year: year}}
framework:
{framework}
recipe:
  - {{step: normalise, method: minmax, to: [1, 100]}}
  - {{step: weigh, method: improved_vector}}
  - {{step: aggregate, method: {mean}, scale: 2}}
  - {{step: rank}}
  - {{step: tiers, cuts: [3, 8]}}
"""
DOUBT = "uncertain: {normalise: [zscore], weights: {uniform: 0.4}, draws: 90}\n"


@pytest.fixture(scope="module")
def values():
    """Return values (years, regions, indicators) of drifting regions, two of them alike in one year."""
    generator = np.random.default_rng(11)
    base = generator.lognormal(size=(1, len(REGIONS), 5))
    found = base * generator.lognormal(sigma=0.3, size=(3, len(REGIONS), 5))
    found[1, 4] = found[1, 5]
    return found


@pytest.fixture
def panel_edition(tmp_path, values):
    """Return a builder of editions with a ready panel: which years, regions and indicators, which mean."""

    def build(years=YEARS, regions=REGIONS, without=(), mean="arithmetic", doubt=DOUBT):
        folder = tmp_path / f"edition-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        lines = []
        for node, leaves in LEAVES.items():
            kept = [leaf for leaf in leaves if leaf not in without]
            if kept and node not in without:
                lines.append(
                    f"  - {{id: {node}, children: [{', '.join(f'{{id: {leaf}}}' for leaf in kept)}]}}"
                )
        indicators = [leaf for leaves in LEAVES.values() for leaf in leaves]
        listed = [line for line in indicators if any(f"id: {line}}}" in row for row in lines)]
        text = EDITION.format(
            edition=years[-1], years=", ".join(map(str, years)), framework="\n".join(lines), mean=mean
        )
        (folder / "edition.yaml").write_text(text + doubt, encoding="utf-8")
        rows = [
            (
                region,
                leaf,
                year,
                repr(float(values[YEARS.index(year), REGIONS.index(region), indicators.index(leaf)])),
            )
            for year in years
            for region in regions
            for leaf in listed
        ]
        frame = pd.DataFrame(rows, columns=["region", "what", "year", "figure"])
        frame.to_csv(folder / "values.csv", index=False)
        return load(folder)

    return build


def of_year(frame, year):
    """Return the rows of one year, without what only several years have."""
    own = frame[frame["year"] == year].drop(columns=["year", "change", "change_without"], errors="ignore")
    if "question" in own:
        own = own[~own["question"].str.startswith("change")]
    if "output" in own:
        own = own[own["output"] != "mean_shift_of_changes"]
    return own.reset_index(drop=True)


@pytest.mark.parametrize("check", ["draws", "sensitivity", "leave_one_out", "weight_space"])
def test_every_year_of_a_panel_is_answered_as_if_it_stood_alone(panel_edition, check):
    """Each table of a panel of three years holds, year by year, the table of that year's own edition."""
    whole = panel_edition().build()
    names = CHECKS[check].tables if check in CHECKS else ("intervals", "pairwise", "tie_groups", "neighbours")
    what = (check,) if check in CHECKS else ()
    found = whole.doubt(what=what)
    for year in YEARS:
        alone = panel_edition(years=(year,)).build().doubt(what=what)
        for name in names:
            if name == "weight_space_changes":  # one year alone has no such table
                assert name not in [table.name for table in alone.further]
                continue
            pd.testing.assert_frame_equal(of_year(found.table(name), year), alone.table(name), rtol=1e-9)


def test_changes_between_years_are_those_of_the_single_years(panel_edition):
    """The published change is the difference of ranks; so is that without a node, year by year."""
    result = panel_edition().build()
    found = result.doubt(what=("leave_one_out", "sensitivity"))
    ranks = result.scores[result.scores["node"] == "idx"].pivot_table(
        index="region", columns="year", values="rank"
    )
    changes = found.table("changes").pivot_table(index="region", columns="year", values="change")
    assert changes.columns.tolist() == [2022, 2023]
    for year in (2022, 2023):
        assert (changes[year] == (ranks[year] - ranks[year - 1]).loc[changes.index]).all()
    without = found.table("ranks_without")
    own = without[without["left_out"] == "w"].set_index(["region", "year"])
    assert own["change"].isna().sum() == len(REGIONS)
    for region in REGIONS:
        step = own["rank_without"][region, 2023] - own["rank_without"][region, 2022]
        assert own["change_without"][region, 2023] == step
    outputs = found.table("sensitivity")
    years = outputs[outputs["output"] == "mean_shift_of_changes"]["year"].unique().tolist()
    assert years == [2022, 2023]


@pytest.mark.parametrize("left_out", ["w", "a"])
def test_the_ranking_without_a_node_is_that_of_the_edition_without_it(panel_edition, left_out):
    """An indicator or a dimension that leaves the framework gives the ranks that `leave_one_out` states."""
    result = panel_edition(years=(2023,)).build()
    stated = result.doubt(draws=1, what=("leave_one_out",)).table("ranks_without")
    stated = stated[stated["left_out"] == left_out].set_index("region")["rank_without"]
    other = panel_edition(years=(2023,), without=(left_out,)).build().ranking().set_index("region")["rank"]
    assert (stated == other.loc[stated.index]).all()


def test_the_ranking_without_a_region_is_that_of_the_edition_without_it(panel_edition):
    """Each region in turn: ranks, shift and reversals are those of the panel without it."""
    result = panel_edition(years=(2022,)).build()
    doubt = result.doubt(draws=1, what=("leave_one_out",))
    stated, summary = doubt.table("ranks_without"), doubt.table("leave_one_out")
    published = result.ranking().set_index("region")["rank"]
    turned = 0
    for removed in REGIONS:
        kept = tuple(region for region in REGIONS if region != removed)
        ranks = panel_edition(years=(2022,), regions=kept).build().ranking().set_index("region")["rank"]
        expected = published.loc[list(kept)].rank(method="min")
        moved = ranks[ranks != expected.loc[ranks.index]]
        own = stated[(stated["left_out"] == removed) & (stated["kind"] == "region")].set_index("region")
        assert own["rank_without"].to_dict() == moved.to_dict()
        row = summary[summary["left_out"] == removed].iloc[0]
        before, after = (part.loc[list(kept)].to_numpy(dtype=float) for part in (published, ranks))
        assert row["reversals"] == reversals_of(before, after[None])[0]
        assert row["mean_shift"] == pytest.approx(np.abs(after - expected.to_numpy()).mean())
        turned += int(row["reversals"])
    assert turned > 0


@pytest.mark.parametrize("mean", ["arithmetic", "geometric"])
def test_certificates_give_the_stated_ranks_on_the_ordinary_path(panel_edition, mean):
    """The effective weights of each certificate, put into the tree and scored, show what the tables say."""
    edition = panel_edition(years=(2022, 2023), mean=mean)
    result = edition.build()
    doubt = result.doubt(draws=1, what=("weight_space",))
    ranges, moves, shown, _ = (doubt.table(name) for name in CHECKS["weight_space"].tables)
    plan = compile_plan(edition.framework, edition.recipe)
    assert (ranges["checked"] == 1).all()
    assert (moves["checked"].dropna() == 1).all()
    assert (ranges[["best_proven", "worst_proven"]] == 1).all(axis=None)
    for year, x in zip((2022, 2023), result.levels["town"].normalised, strict=True):
        groups = shown[shown["year"] == year].groupby(["question", "region", "other"], sort=False)
        own = ranges[ranges["year"] == year].set_index("region")
        for (question, region, other), rows in groups:
            weights = weights_from_leaves(rows["weight"].to_numpy(), plan.tree)
            scores = score_with_weights(x, weights, plan).scores[..., 0]
            scores, values = (np.log(scores), np.log(x)) if mean == "geometric" else (scores, x)
            lead, margin = scores - scores[REGIONS.index(region)], 1e-6 * np.ptp(values)
            if question in {"rank_best", "rank_worst"}:
                stated = own.loc[region, question]
                assert 1 + (lead > 1.01 * margin).sum() <= stated <= 1 + (lead > 0.99 * margin).sum()
            elif question in {"next", "first"}:
                assert lead[REGIONS.index(other)] < 0
        published = own["rank"]
        assert (own["rank_best"] <= published).all()
        assert (own["rank_worst"] >= published).all()


@pytest.mark.parametrize("mean", ["arithmetic", "geometric"])
def test_exact_changes_hold_in_both_years_on_the_ordinary_path(panel_edition, mean):
    """One certificate's weights, scored in both years, give the change; the later year's own lie within."""
    edition = panel_edition(mean=mean)
    result = edition.build()
    doubt = result.doubt(draws=1, what=("weight_space",))
    changes, shown = doubt.table("weight_space_changes"), doubt.table("weight_certificates")
    plan, normalised = compile_plan(edition.framework, edition.recipe), result.levels["town"].normalised
    assert sorted(set(zip(changes["since"], changes["year"], strict=True))) == [
        *((2021, 2022), (2021, 2023), (2022, 2023))
    ]
    assert (changes[["best_proven", "worst_proven", "checked"]] == 1).all(axis=None)
    assert changes["same_weights"].between(changes["change_best"], changes["change_worst"]).all()
    ranks = result.scores[result.scores["node"] == "idx"].pivot_table("rank", "region", "year")
    weights_of = {key: rows["weight"] for key, rows in shown.groupby(["year", "question", "region"])}
    for row in changes.itertuples():
        assert row.change == ranks.loc[row.region, row.year] - ranks.loc[row.region, row.since]
        kind = "change" if row.since == row.year - 1 else "change_since_first"
        for end, stated in (("best", row.change_best), ("worst", row.change_worst)):
            own = weights_of[row.year, f"{kind}_{end}", row.region].to_numpy()
            weights = weights_from_leaves(own, plan.tree)
            counts = []
            for year in (row.since, row.year):
                scores = score_with_weights(normalised[YEARS.index(year)], weights, plan).scores[..., 0]
                values = normalised
                if mean == "geometric":
                    scores, values = np.log(scores), np.log(values)
                lead = scores - scores[REGIONS.index(row.region)]
                counts.append([(lead > part * 1e-6 * np.ptp(values)).sum() for part in (0.99, 1.01)])
            assert counts[1][1] - counts[0][0] <= stated <= counts[1][0] - counts[0][1]


def test_exact_answers_tell_of_every_region_and_change_done(panel_edition):
    """Progress adds up to the number announced: each region in each year, and in each change."""
    result, told = panel_edition().build(), []
    check = CHECKS["weight_space"]
    check.make(result, result.edition.uncertain, told.append)
    assert sum(told) == check.steps(result, result.edition.uncertain) == len(REGIONS) * (3 + 3)


@pytest.mark.parametrize("kind", ["uniform", "dirichlet", "sets", "free"])
def test_no_draw_of_weights_leaves_the_exact_range(panel_edition, kind):
    """By default the bounds hold all weights that draws may give, so every drawn rank lies within."""
    sets = "{one: {a: 3, b: 1}, two: {a: 1, b: 3, w: 1, x: 2, y: 1}}"
    weights = {
        "uniform": "{uniform: 0.6}",
        "dirichlet": "{dirichlet: 40}",
        "sets": f"{{sets: {sets}}}",
        "free": "{free: {a: 0.3, x: 0.1}}",
    }[kind]
    doubt = f"uncertain: {{weights: {weights}, draws: 400, interval: [0.0001, 0.9999]}}\n"
    found = panel_edition(years=(2023,), doubt=doubt).build().doubt(what=("weight_space",))
    exact = found.table("weight_space").set_index("region")
    drawn = found.intervals[found.intervals["node"] == "idx"].set_index("region")
    assert (exact["rank_best"] <= drawn["rank_best"]).all()
    assert (exact["rank_worst"] >= drawn["rank_worst"]).all()
    assert (exact["rank_worst"] > exact["rank_best"]).any()


@pytest.mark.parametrize(("written", "said"), [("true", "all alike likely"), ("{a: 0.3}", "at least a 0.3")])
def test_summary_and_report_say_that_weights_are_free(panel_edition, written, said):
    """In the lines at the command line and in the report's table, in both languages."""
    doubt = panel_edition(doubt=f"uncertain: {{weights: {{free: {written}}}, draws: 50}}\n").build().doubt()
    assert said in what_varied(doubt)
    table = uncertainty(SimpleNamespace(result=SimpleNamespace(uncertainty=doubt), scored=()))
    value = next(value for item, value in table.data.rows if item.en == "Varied: weights")
    assert value.en.startswith("all weights within a group alike likely")
    assert value.zh == "每组内任意权重等可能" + ("" if written == "true" else "，不低于 a 0.3")


def test_bounds_are_the_ends_of_what_draws_give(framework):
    """Uniform draws reach no weight outside the bounds, and come near both ends; Dirichlet: the interval."""
    tree = compile_tree(framework)
    own = siblings_to_one(np.random.default_rng(0).random(len(tree.ids)) + 0.1, tree)
    uniforms = np.random.default_rng(1).random((40_000, len(tree.ids) - 1))
    low, high = drawn_bounds(own, WeightDoubt("uniform", 0.3), (0.05, 0.95))
    drawn = varied_uniformly(own[None], uniforms, 0.3, tree)
    assert (drawn >= low - 1e-12).all()
    assert (drawn <= high + 1e-12).all()
    alone = [tree.ids.index("a"), tree.ids.index("b")]
    assert drawn.max(axis=0)[alone] == pytest.approx(high[alone], abs=0.005)
    low, high = drawn_bounds(own, WeightDoubt("dirichlet", 30.0), (0.05, 0.95))
    drawn = varied_by_dirichlet(own[None], uniforms, 30.0, tree)
    assert np.quantile(drawn, 0.05, axis=0)[1:] == pytest.approx(low[1:], abs=0.01)
    assert np.quantile(drawn, 0.95, axis=0)[1:] == pytest.approx(high[1:], abs=0.01)


def test_bounds_of_the_edition_are_kept(panel_edition):
    """Bounds, order and spread of `weight_space` hold for every certificate; a spread of 0 moves nobody."""
    doubt = "uncertain: {draws: 2, weight_space: {free: true, bounds: {a: [0.2, 0.5]}, order: [[x, y], [b, a]]}}\n"
    result = panel_edition(years=(2023,), doubt=doubt).build()
    shown = result.doubt(what=("weight_space",)).table("weight_certificates")
    shown = shown.pivot_table(index=["question", "region", "other"], columns="indicator", values="weight")
    whole = shown["u"] + shown["v"]
    assert whole.between(0.2 - 1e-6, 0.5 + 1e-6).all()
    assert (shown["x"] >= shown["y"] - 1e-6).all()
    assert shown["u"].max() > 0.45
    fixed = panel_edition(years=(2023,), doubt="uncertain: {draws: 2, weight_space: {spread: 0}}\n").build()
    ranges = fixed.doubt(what=("overtaking",)).table("weight_space")
    assert (ranges["rank_best"] == ranges["rank_worst"]).all()


@pytest.mark.parametrize(
    ("space", "said"),
    [
        ("{bounds: {nowhere: [0, 1]}}", "there is no node 'nowhere'"),
        ("{order: [[a, c]]}", "there is no node 'c'"),
        ("{bounds: {a: [0.6, 0.3]}}", "do not rise"),
        ("{spread: 0.1, free: true}", "weight_space"),
        ("{spread: -1}", "spread"),
    ],
)
def test_wrong_bounds_are_one_clear_message(panel_edition, space, said):
    """A bound on a node that is not there, one that does not rise, two kinds at once."""
    with pytest.raises(EditionError) as caught:
        panel_edition(doubt=f"uncertain: {{draws: 2, weight_space: {space}}}\n")
    assert said in str(caught.value)
    assert "edition.yaml" in str(caught.value.where)


def test_bounds_that_no_weights_keep_are_named_with_the_level(panel_edition):
    """Bounds that contradict each other are found when the level's weights are known."""
    doubt = "uncertain: {draws: 2, weight_space: {bounds: {a: [0.7, 0.8], b: [0.5, 0.6]}}}\n"
    with pytest.raises(MethodError) as caught:
        panel_edition(doubt=doubt).build().doubt(what=("weight_space",))
    assert "level town" in caught.value.where


def test_an_index_that_is_not_linear_is_refused_with_what_to_do(panel_edition):
    """A harmonic mean has no exact weight space; the draws still answer."""
    result = panel_edition(mean="harmonic", doubt="").build()
    with pytest.raises(MethodError, match="not linear in its weights"):
        result.doubt(draws=2, what=("weight_space",))
    assert len(result.doubt(draws=2).intervals)


@pytest.mark.parametrize(
    ("mean", "steps"), [("arithmetic", {"normalise"}), ("geometric", {"aggregate"}), ("harmonic", set())]
)
def test_the_default_takes_only_what_makes_sense_with_the_recipe(panel_edition, mean, steps):
    """Z-scores are no alternative below a geometric or harmonic mean; the arithmetic one is to the geometric."""
    doubt = panel_edition(years=(2023,), mean=mean, doubt="").build().doubt(draws=30)
    assert set(doubt.uncertain.steps) == steps
    assert doubt.uncertain.weights == WeightDoubt("uniform", 0.25)
    assert (doubt.intervals["draws"] == 30).all()


def test_sensitivity_tells_of_every_evaluation_and_depends_on_the_seed_alone(panel_edition):
    """Progress adds up to the number announced; the same seed gives the same table, 0 included."""
    result = panel_edition(years=(2022, 2023)).build()
    uncertain = replace(result.edition.uncertain, seed=0)
    told: list[int] = []
    table = sensitivity_table(result, uncertain, rows=32, progress=told.append)
    assert sum(told) == evaluations(result, uncertain, rows=32) == 32 * 4
    assert table == sensitivity_table(result, uncertain, rows=32)
    assert table != sensitivity_table(result, replace(uncertain, seed=1), rows=32)
    status = table.columns.index("first_status")
    noisy = [row for row in table.rows if row[status] == "noise"]
    assert all(row[status - 3 : status] == (None, None, None) for row in noisy)


def test_nothing_uncertain_has_no_sensitivity(panel_edition):
    """Without any uncertain choice the table is empty instead of an error."""
    result = panel_edition(years=(2023,)).build()
    assert sensitivity_table(result, Uncertain()).rows == ()


def test_checks_go_by_their_name_or_by_that_of_a_table():
    """Each check is found by its own name and its tables'; an unknown name is answered with the list."""
    for name, check in CHECKS.items():
        assert check_named(name) == name
        assert all(check_named(table) == name for table in check.tables if table not in CHECKS)
    with pytest.raises(ZhishuError, match="there is no check 'weightspace'"):
        check_named("weightspace")


def test_what_of_the_command_line_writes_prints_and_answers_as_data(panel_edition):
    """Every check through `--what`: its tables in out/tables and in --json, its lines in the summary."""
    edition = panel_edition(years=(2022, 2023))
    asked = [part for name in ("weight_space", "leave_one_out", "sensitivity") for part in ("--what", name)]
    said = CliRunner().invoke(main, ["doubt", str(edition.folder), *asked])
    assert said.exit_code == 0, said.output
    for words in (
        "can be first under some weights",
        "never change places",
        "since 2022 rise under all weights within the bounds",
        "pairs turned",
        "first place: alone",
    ):
        assert words in said.output
    data = json.loads(CliRunner().invoke(main, ["doubt", str(edition.folder), "--json", *asked]).output)
    names = [
        table for name in ("weight_space", "leave_one_out", "sensitivity") for table in CHECKS[name].tables
    ]
    assert list(data) == names
    for name in names:
        assert (edition.folder / "out" / "tables" / f"{name}.csv").is_file()
        assert data[name]
    wrong = CliRunner().invoke(main, ["doubt", str(edition.folder), "--what", "weightspace"])
    assert wrong.exit_code == 1
    assert "did you mean 'weight_space'?" in wrong.output


RATES = """\
index: {id: idx, name: {zh: 指数, en: Index}, edition: 2024}
levels:
  town: {name: {zh: 镇, en: Towns}, regions: towns.csv}
sources:
  firms:
    file: firms.csv
    key: id
    region: place
    columns:
      id: {type: code, required: true}
      place: {type: code, required: true}
      is_listed: {type: boolean}
framework:
  - {id: listed_share, measure: {from: firms, share: rows, where: is_listed}}
  - {id: firms_per_head, measure: {from: firms, count: rows, where: is_listed}}
measures:
  people: {from: firms, count: rows}
recipe:
  - {step: denominate, method: ratio, by: {firms_per_head: people}, scale: 10, limit: 1}
  - {step: normalise, method: minmax, goalposts: {listed_share: [0, 1], firms_per_head: [0, 10]}}
  - {step: weigh, method: equal}
  - {step: aggregate, method: arithmetic}
  - {step: rank}
"""


def test_thin_rates_are_drawn_to_the_overall_rate_and_ranked_anew(tmp_path):
    """Shares of firms and counts per head: cases and base counted, shrunk by Marshall, the index scored anew."""
    listed = {"t1": (1, 1), "t2": (30, 60), "t3": (4, 40), "t4": (10, 30)}
    firms = [
        f"{town}-{number},{town},{'true' if number < cases else 'false'}"
        for town, (cases, base) in listed.items()
        for number in range(base)
    ]
    for name, text in {
        "edition.yaml": RATES,
        "towns.csv": "code,name\n" + "".join(f"{town},{town}\n" for town in listed),
        "firms.csv": "id,place,is_listed\n" + "\n".join(firms) + "\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = load(tmp_path).build()
    found = result.doubt(draws=2, what=("shrinkage",))
    rates = found.table("shrunk_rates").set_index(["indicator", "region"])
    cases, base = np.array(list(listed.values()), dtype=float).T
    expected = shrunk_rates(cases, base)
    share = rates.loc["listed_share"].loc[list(listed)]
    assert share["cases"].tolist() == cases.tolist()
    assert share["rate"].tolist() == (cases / base).tolist()
    assert share["shrunk"].to_numpy() == pytest.approx(expected)
    assert rates.loc["firms_per_head"].loc[list(listed)].equals(share)
    ranks = found.table("shrunk_ranks").set_index("region").loc[list(listed)]
    assert ranks["score"].to_numpy() == pytest.approx(cases / base)
    assert ranks["score_shrunk"].to_numpy() == pytest.approx(expected)
    assert ranks["rank"].tolist() == [1, 2, 4, 3]


def test_an_edition_without_rates_says_so(panel_edition):
    """There is nothing to shrink in a panel of plain values."""
    with pytest.raises(EditionError, match="there are no rates to shrink"):
        panel_edition(years=(2023,)).build().doubt(draws=2, what=("shrinkage",))


def test_bounds_are_plain_data():
    """What an edition states of the weight space arrives as it was stated."""
    from zhishu.doubt.uncertain import uncertain_of

    stated = uncertain_of({"weight_space": {"spread": 0.1, "bounds": {"a": [0, 1]}, "order": [["a", "b"]]}})
    assert stated.space == WeightBounds(0.1, bounds={"a": (0.0, 1.0)}, order=(("a", "b"),))
