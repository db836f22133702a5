"""From an edition to the tables: `zhishu build`, `zhishu doubt`, and what a wrong `uncertain:` is answered."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from zhishu.cli import main
from zhishu.doubt.checks import CHECKS
from zhishu.edition_file import load
from zhishu.errors import EditionError, ZhishuError
from zhishu.indicators.contributions import contributions_of
from zhishu.places.setting import setting_of

EDITION = """\
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
      staff: {type: integer, minimum: 0}
      is_listed: {type: boolean}
  deals:
    file: deals.csv
    region: place
    columns:
      id: {type: code}
      place: {type: code, required: true}
      amount: {type: decimal}
framework:
  - id: size
    children:
      - {id: firms, measure: {from: firms, count: rows}}
      - {id: staff, measure: {from: firms, sum: staff}}
      - {id: mean_staff, measure: {from: firms, mean: staff}}
  - {id: money, measure: {from: deals, sum: amount}}
recipe:
  - {step: normalise, method: minmax}
  - {step: weigh, method: improved_vector}
  - {step: aggregate, method: arithmetic, scale: 100}
  - {step: rank}
  - {step: tiers, cuts: [1, 3]}
"""
UNCERTAIN = """\
uncertain:
  normalise: [zscore]
  weights: {uniform: 0.5}
  bootstrap: firms
  draws: 64
  seed: 0
"""
TOWNS = "code,name\nt1,Ashford\nt2,Brook\nt3,Camden\nt4,Dover\n"
FIRMS = "id,place,staff,is_listed\nf1,t1,10,true\nf2,t1,5,false\nf3,t2,7,true\nf4,t3,1,false\nf5,t3,900,false\nf6,t2,9,true\nf7,t4,3,false\n"
DEALS = "id,place,amount\nf1,t1,100\nf5,t3,70\nf5,t3,30\n,t2,55\n"


@pytest.fixture
def folder(tmp_path):
    """Return an edition of records with doubt declared."""
    for name, text in {
        "edition.yaml": EDITION + UNCERTAIN,
        "towns.csv": TOWNS,
        "firms.csv": FIRMS,
        "deals.csv": DEALS,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def rows(folder, name):
    with (folder / "out" / "tables" / f"{name}.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_build_writes_intervals_by_default_with_the_seed_in_the_manifest(folder):
    """Every rank has its interval around it, and the manifest says from how many draws and which seed."""
    assert run("build", folder, "--no-report").exit_code == 0
    for row in rows(folder, "intervals"):
        assert int(row["rank_best"]) <= int(row["rank_low"]) <= int(row["median_rank"])
        assert int(row["median_rank"]) <= int(row["rank_high"]) <= int(row["rank_worst"])
        assert row["draws"] == "64"
    manifest = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["seed"], manifest["draws"]) == (0, 64)
    for name, key, value in (
        ("acceptability", ("node", "region"), "share"),
        ("tier_probability", ("region",), "probability"),
    ):
        total: dict[tuple[str, ...], float] = {}
        for row in rows(folder, name):
            at = tuple(row[part] for part in key)
            total[at] = total.get(at, 0.0) + float(row[value])
        assert np.allclose(list(total.values()), 1.0)
    for row in rows(folder, "pairwise"):
        assert float(row["ahead"]) + float(row["tie"]) + float(row["behind"]) == pytest.approx(1)


def test_the_same_seed_gives_the_same_bytes(folder, tmp_path):
    """Two builds and one with another number of threads write identical tables; another seed does not."""
    written = {}
    for name, arguments in {"one": [], "two": [], "threads": ["--threads", 3], "seed": ["--seed", 7]}.items():
        assert run("doubt", folder, "--out", tmp_path / name, *arguments).exit_code == 0
        tables = sorted((tmp_path / name / "tables").iterdir())
        written[name] = {table.name: table.read_bytes() for table in tables}
    assert written["one"] == written["two"] == written["threads"]
    assert written["one"] != written["seed"]


def test_no_doubt_leaves_the_tables_out(folder):
    """With --no-doubt there is no interval and no seed."""
    assert run("build", folder, "--no-report", "--no-doubt").exit_code == 0
    assert not (folder / "out" / "tables" / "intervals.csv").exists()
    manifest = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] is None


def test_what_adds_leverage_and_sensitivity(folder):
    """The firm on which a town hangs is named, with the town's rank without it."""
    answer = run("doubt", folder, "--what", "leverage", "--what", "sensitivity")
    assert answer.exit_code == 0, answer.output
    leverage = {row["region"]: row for row in rows(folder, "leverage")}
    assert leverage["t3"]["unit"] == "f5"
    assert leverage["t3"]["flagged"] == "1"
    assert float(leverage["t3"]["rank_without"]) > float(leverage["t3"]["rank"])
    assert {row["factor"] for row in rows(folder, "sensitivity")} == {"normalise", "weights", "bootstrap"}


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_answers_on_an_edition_of_one_year(folder, check):
    """Each check by its own name: the answer names the tables that it wrote, or one error says what is missing."""
    answer = run("doubt", folder, "--draws", "50", "--what", check)
    if check == "shrinkage":  # the edition has no rates
        assert answer.exit_code == 1
        assert "rate" in answer.output
        return
    assert answer.exit_code == 0, answer.output
    made = [table for table in CHECKS[check].tables if table != "weight_space_changes"]
    assert f"({', '.join(made)})" in answer.output
    assert all(rows(folder, table) is not None for table in made)


def test_contributions_add_up_to_the_panel(folder):
    """What single firms add sums to every additive indicator, other sources that name the firm included."""
    edition = load(folder)
    panel = edition.build().levels["town"].panel
    units = contributions_of(edition, setting_of(edition), "firms", {"town": panel.regions})["town"]
    total = np.zeros(panel.values.shape[1:])
    np.add.at(total, units.regions, units.values)
    assert units.covered.tolist() == [True, True, False, True]
    assert np.array_equal(total[:, :2], panel.values[0, :, :2])
    # A deal without a firm belongs to no unit.
    assert (panel.values[0, :, 3] - total[:, 3]).tolist() == [0, 55, 0, 0]


@pytest.mark.parametrize(
    ("wrong", "said", "line"),
    [
        ("normalise: [zscor]", "zscor", 35),
        ("error: {staf: {poisson: true}}", "there is no indicator 'staf'", 35),
        ("bootstrap: firm", "there is no source of records 'firm'", 35),
        ("goalposts: 0.1\n  normalise: [zscore]", "goalposts cannot move", 35),
        ("interval: [0.9, 0.1]", "the interval does not rise", 35),
        ("weigh: [{method: improved_vector, reading: wild}]", "wild", 35),
        ("normalise: [{method: minmax, too: [0, 1]}]", "too", 35),
        ("weights: {uniform: 1.5}", "uniform", 35),
        ("weights: {uniform: 0.1, dirichlet: 30}", "weights", 35),
        ("weights: {sets: {mine: {sise: 1, money: 2}}}", "there is no node 'sise'", 35),
        ("weights: {sets: {mine: {size: 1}}}", "does not weigh a group", 35),
        ("weights: {experts: {file: panel.csv}}", "does not exist", 35),
        ("weights: {free: {sise: 0.1}}", "there is no node 'sise'", 35),
        ("weights: {free: {size: 0.7, money: 0.4}}", "leave nothing", 35),
        ("weights: {free: false}", "free", 35),
        ("indicators: {drop: 1}", "drop", 35),
        ("indicators: {drop: all}", "drop", 35),
        ("error: {staff: {normal: {}}}", "normal", 35),
        ("aggregate: {each_depth: [mean]}", "mean", 35),
        ("aggregate: [nothing]", "nothing", 35),
        ("draws: 0", "draws", 35),
        ("seed: -1", "seed", 35),
        ("sampler: halton", "halton", 35),
        ("told_apart: 0.4", "told_apart", 35),
        ("multiple_imputation: 1", "multiple_imputation", 35),
        ("impute: [mean]\n  multiple_imputation: 5", "multiple_imputation", 35),
        ("leverage: 1", "leverage", 35),
        ("wieghts: {uniform: 0.1}", "wieghts", 35),
    ],
)
def test_a_wrong_declaration_is_one_clear_message_with_its_line(folder, wrong, said, line):
    """Whatever is wrong below `uncertain:` is said with its place in the file."""
    (folder / "edition.yaml").write_text(f"{EDITION}uncertain:\n  {wrong}\n", encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        load(folder)
    assert said in str(caught.value)
    assert str(line) in str(caught.value.where)


def test_an_unknown_table_is_answered_with_the_list(folder):
    """A table that does not exist is refused with those that do."""
    with pytest.raises(ZhishuError, match="there is no table"):
        load(folder).build().doubt(draws=4).table("interval")


@pytest.mark.parametrize(("aggregate", "said"), [("geometric_benefit", True), ("arithmetic", False)])
def test_intervals_of_no_width_are_no_proof_where_nothing_varied_counts(
    tmp_path: Path, aggregate: str, *, said: bool
) -> None:
    """Weights have no say in a method whose weights are the region's own: the summary and the report say so."""
    rows = "".join(f"t{place},{3 + place * 7 % 5},{2 + place * 3 % 7}\n" for place in range(8))
    (tmp_path / "panel.csv").write_text("code,x,y\n" + rows, encoding="utf-8")
    (tmp_path / "edition.yaml").write_text(
        "index: {id: idx, name: Index, edition: 2024}\nlevels: {town: {name: Towns, regions: from panel}}\n"
        "sources: {panel: {file: panel.csv, panel: wide, level: town, region: code}}\n"
        "framework: [{id: x}, {id: y}]\nuncertain: {weights: {uniform: 0.9}, draws: 40}\n"
        "recipe: [{step: normalise, method: none}, {step: weigh, method: equal}, "
        f"{{step: aggregate, method: {aggregate}}}, {{step: rank}}]\n",
        encoding="utf-8",
    )
    outcome = CliRunner().invoke(main, ["doubt", str(tmp_path)])
    assert outcome.exit_code == 0, outcome.output
    assert ("no draw changed any rank" in outcome.output) == said
    outcome = CliRunner().invoke(main, ["report", str(tmp_path), "--lang", "both", "--format", "html"])
    for name, words in (
        ("report.html", "没有一次抽样改变"),
        ("report.en.html", "No draw changed any rank of towns"),
    ):
        assert (words in (tmp_path / "out" / name).read_text(encoding="utf-8")) == said
