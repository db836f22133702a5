"""Case c1 under every aggregator that COINr has, built as a user would: edition.yaml, command line, CSV."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from zhishu.cli import main

CASE = Path(__file__).parents[3] / "shared" / "golden" / "c1_31x18_missing_groupmean_minmax_arith"
pytestmark = pytest.mark.skipif(not CASE.is_dir(), reason=f"the outside golden cases are not at {CASE}")
EDITION = """\
index: {{id: index, name: Case c1, edition: 2024}}
levels: {{unit: {{regions: from panel}}}}
sources: {{panel: {{file: panel.csv, panel: wide, level: unit, region: uCode}}}}
framework: {{file: framework.csv}}
recipe:
  - {{step: normalise, method: minmax, to: [1, 100]}}
  - {{step: weigh, method: given}}
  - {{step: aggregate, {aggregate}}}
  - {{step: rank, ties: min}}
"""
VARIANTS = {
    "agg_gmean": "method: geometric",
    "agg_hmean": "method: harmonic",
    "agg_genmean_p2": "method: generalised_mean, power: 2",
    "agg_genmean_pm1": "method: generalised_mean, power: -1",
    "agg_copeland_all_levels": "method: copeland",
}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("variant", VARIANTS)
def test_scores_agree_at_every_node(variant: str, tmp_path: Path) -> None:
    """From imputed values to the index; the outside file holds normalised indicators too."""
    (tmp_path / "edition.yaml").write_text(EDITION.format(aggregate=VARIANTS[variant]), encoding="utf-8")
    (tmp_path / "framework.csv").write_bytes((CASE / "inputs" / "iMeta.csv").read_bytes())
    (tmp_path / "panel.csv").write_bytes((CASE / "stage3_imputed.csv").read_bytes())
    outcome = CliRunner().invoke(main, ["build", str(tmp_path), "--no-report", "--no-doubt"])
    assert outcome.exit_code == 0, outcome.output
    golden = {row["uCode"]: row for row in read(CASE / "variants" / f"{variant}.csv")}
    rows = read(tmp_path / "out" / "tables" / "scores.csv")
    assert len(rows) == len(golden) * 28
    for row in rows:
        assert float(row["score"]) == pytest.approx(float(golden[row["region"]][row["node"]]), rel=1e-9)
