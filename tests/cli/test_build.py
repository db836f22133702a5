"""Tests of `zhishu build` on a small edition: what it writes, and that it writes it whole."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

COLUMNS = {
    "panel": "level,region,name,year,indicator,value,status",
    "normalised": "level,region,indicator,value",
    "weights": "level,node,parent,weight,effective",
    "scores": "level,region,name,node,score,rank",
    "tiers": "level,region,name,tier",
    "groups": "grouping,group,node,score,rank,statistic,level",
}


@pytest.mark.parametrize(("name", "columns"), COLUMNS.items())
def test_tables_have_the_columns_people_build_on(built, name: str, columns: str):
    """The names and columns of out/tables are a contract."""
    assert built.table(name).splitlines()[0] == columns


def test_records_count_at_every_level(built):
    """A town's firms count for its region; a region's own record counts for no town."""
    rows = built.table("panel").splitlines()
    assert "region,N,North,2024,firms,4.0,observed" in rows
    assert "town,t1,Ashford,2024,firms,2.0,observed" in rows
    assert "town,t2,Brook,2024,staff,7.0,observed" in rows
    assert "region,N,North,2024,listed,3.0,observed" in rows


def test_two_builds_are_byte_identical(built, snapshot):
    """The same inputs give the same bytes: tables, Parquet and manifest."""
    first = snapshot(built.path / "out")
    assert built.build().exit_code == 0
    assert snapshot(built.path / "out") == first


def test_the_order_of_rows_changes_nothing(built, snapshot):
    """Shuffling the records' rows changes no table by a byte."""
    first = snapshot(built.path / "out" / "tables")
    head, *rows = (built.path / "firms.csv").read_text(encoding="utf-8").splitlines()
    built.write("firms.csv", "\n".join([head, *rows[::-1]]) + "\n")
    assert built.build().exit_code == 0
    assert snapshot(built.path / "out" / "tables") == first


def test_parquet_holds_the_same_cells(built):
    """Every table stands beside its CSV as Parquet, with typed columns and the same values."""
    for name in COLUMNS:
        csv_rows = duckdb.sql(f"SELECT * FROM read_csv('{built.path}/out/tables/{name}.csv')").fetchall()
        parquet = duckdb.sql(f"SELECT * FROM '{built.path}/out/tables/{name}.parquet'")
        assert parquet.fetchall() == csv_rows
        assert len(csv_rows) > 0


def test_the_manifest_names_every_input_and_output(built):
    """Hashes of all files read and written, the recipe and the versions."""
    manifest = json.loads((built.path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["inputs"]) == {"edition.yaml", "regions.csv", "towns.csv", "firms.csv"}
    digest = hashlib.sha256((built.path / "firms.csv").read_bytes()).hexdigest()
    assert manifest["inputs"]["firms.csv"] == digest
    written = {str(path.relative_to(built.path / "out")) for path in (built.path / "out").rglob("*.*")}
    assert set(manifest["outputs"]) | {"manifest.json"} == written
    assert manifest["recipe"][0] == {"step": "normalise", "method": "minmax"}
    assert manifest["versions"]["numpy"]


def test_weights_and_scores_add_up(built):
    """Effective weight × normalised value, summed over indicators, is the score / 100."""
    weights = {}
    for row in built.table("weights").splitlines()[1:]:
        level, node, _, _, effective = row.split(",")
        weights[level, node] = float(effective)
    totals: dict[tuple[str, str], float] = {}
    for row in built.table("normalised").splitlines()[1:]:
        level, region, indicator, value = row.split(",")
        totals[level, region] = totals.get((level, region), 0) + weights[level, indicator] * float(value)
    for row in built.table("scores").splitlines()[1:]:
        level, region, _, node, score, _ = row.split(",")
        if node == "idx":
            assert float(score) == pytest.approx(100 * totals[level, region], abs=1e-10)


def test_out_goes_where_it_is_told(folder, tmp_path: Path):
    """--out names another folder; the edition's own stays untouched."""
    assert folder.build("--out", str(tmp_path / "elsewhere")).exit_code == 0
    assert (tmp_path / "elsewhere" / "manifest.json").is_file()
    assert not (folder.path / "out").exists()


def test_a_foreign_folder_is_never_replaced(folder, tmp_path: Path):
    """An --out that holds something else than a result is refused and keeps its files."""
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "thesis.docx").write_bytes(b"years")
    outcome = folder.build("--out", str(tmp_path / "precious"))
    assert outcome.exit_code == 1
    assert "did not write" in outcome.output
    assert (tmp_path / "precious" / "thesis.docx").read_bytes() == b"years"


def test_a_killed_build_leaves_the_earlier_result(built, snapshot):
    """Kill -9 at any moment leaves the earlier result or the new one, and the next build succeeds."""
    before = snapshot(built.path / "out")
    command = [sys.executable, "-m", "zhishu", "build", str(built.path), "--no-report"]
    for delay in (0.05, 0.3, 0.5, 0.7, 0.9):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.kill()
        process.wait()
        present = built.path / "out" if (built.path / "out").exists() else built.path / ".out.previous"
        assert snapshot(present) == before
    assert built.build().exit_code == 0
    assert snapshot(built.path / "out") == before


def test_an_interrupted_swap_is_repaired(built, snapshot):
    """If a build died between its two renames, the next command puts the earlier result back."""
    before = snapshot(built.path / "out")
    (built.path / "out").rename(built.path / ".out.previous")
    assert built.build().exit_code == 0
    assert snapshot(built.path / "out") == before
    assert not (built.path / ".out.previous").exists()


def test_json_is_for_machines(folder):
    """--json prints the manifest on success and the parts of the error on a fault."""
    assert json.loads(folder.build("--json").output)["index"] == "idx"
    folder.change("firms.csv", "t3", "t9")
    answer = json.loads(folder.build("--json").output)
    assert answer["error"]
    assert "t9" in str(answer)


def test_quarantine_within_the_limit(folder):
    """Bad rows below the edition's limit are set aside, listed and counted; the rest is built."""
    folder.change("edition.yaml", "index:", "quarantine_limit: 0.25\nindex:")
    folder.change("firms.csv", "f4,t3,1", "f4,t3,minus one")
    outcome = folder.build()
    assert outcome.exit_code == 0, outcome.output
    assert "1 of firms" in outcome.output
    listed = (folder.path / "out" / "quarantine" / "firms.csv").read_text(encoding="utf-8")
    assert listed.splitlines()[0] == "table,row,column,value,reason"
    assert listed.splitlines()[1].startswith("firms,5,staff,minus one,")


def test_too_many_bad_rows_fail_and_are_listed(built, snapshot):
    """Above the limit the build fails, lists every bad cell beside out/, and leaves out/ as it was."""
    before = snapshot(built.path / "out")
    built.change("firms.csv", "f4,t3,1", "f4,t3,-1")
    outcome = built.build()
    assert outcome.exit_code == 1
    assert "out-rejected" in outcome.output
    assert "-1" in (built.path / "out-rejected" / "quarantine" / "firms.csv").read_text(encoding="utf-8")
    assert snapshot(built.path / "out") == before
