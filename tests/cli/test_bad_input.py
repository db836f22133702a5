"""Every kind of bad input: one clear message, exit status 1, no traceback, the earlier result untouched."""

from __future__ import annotations

import pytest

CASES = {
    "an empty table": ("firms.csv", None, "", ["firms.csv", "empty"]),
    "a missing column": ("firms.csv", "id,place,staff", "id,place,stuff", ["staff", "stuff"]),
    "an unknown region": ("firms.csv", "f4,t3", "f4,t9", ["t9", "firms"]),
    "a duplicate key": ("firms.csv", "f4,", "f1,", ["f1", "firms"]),
    "text in a number": ("firms.csv", "t1,10", "t1,ten", ["ten", "staff"]),
    "a negative count": ("firms.csv", "t1,10", "t1,-10", ["-10", "staff"]),
    "NaN": ("firms.csv", "t1,10", "t1,NaN", ["NaN", "staff"]),
    "infinite": ("firms.csv", "t1,10,1.10", "t1,10,inf", ["inf", "turnover"]),
    "an unclosed quote": ("firms.csv", "f3,t2", 'f3,"t2', ["firms.csv"]),
    "a ragged row": ("firms.csv", "f3,t2,7,3.30,true", "f3,t2,7,3.30,true,extra", ["firms"]),
    "a NUL byte": ("firms.csv", "f3,t2", "f3,t2\0", ["firms"]),
    "a missing file": ("edition.yaml", "firms.csv", "frims.csv", ["frims.csv"]),
    "a path out of the edition": ("edition.yaml", "firms.csv", "../firms.csv", ["../firms.csv"]),
    "an absolute path": ("edition.yaml", "firms.csv", "/etc/passwd", ["/etc/passwd"]),
    "regions out of the edition": (
        "edition.yaml",
        "regions: towns.csv",
        "regions: ../../towns.csv",
        ["../../towns.csv"],
    ),
    "regions from /etc": ("edition.yaml", "regions: towns.csv", "regions: /etc/passwd", ["/etc/passwd"]),
    "an unknown parent": ("towns.csv", "t3,Camden,S", "t3,Camden,X", ["X"]),
    "a region twice": ("towns.csv", "t3,Camden", "t1,Camden", ["t1"]),
    "no regions at all": ("towns.csv", None, "code,name,parent\n", ["towns.csv"]),
    "an unknown group member": ("edition.yaml", "Land: [t3]", "Land: [t7]", ["t7", "Land"]),
    "an unknown table": ("edition.yaml", "key: id", "table: firmen", ["firmen", "firms"]),
    "an unknown function": ("edition.yaml", "where: is_listed", 'where: "pow(staff, 2) > 1"', ["pow"]),
    "an unknown column": ("edition.yaml", "where: is_listed", "where: is_lisetd", ["is_lisetd", "is_listed"]),
    "a subquery": (
        "edition.yaml",
        "where: is_listed",
        'where: "staff in (select 1)"',
        ["SELECT", "not allowed"],
    ),
    "an injection": ("edition.yaml", "where: is_listed", 'where: "true); drop table firms; --"', ["drop"]),
    "reading a file": (
        "edition.yaml",
        "where: is_listed",
        "where: \"read_text('/etc/passwd') = ''\"",
        ["read_text"],
    ),
    "text against number": ("edition.yaml", "where: is_listed", "where: \"staff = 'many'\"", ["staff"]),
    "no condition": ("edition.yaml", "where: is_listed", "where: staff + 1", ["staff + 1"]),
    "an unknown sum column": ("edition.yaml", "sum: staff", "sum: stuff", ["stuff", "staff"]),
    "a sum of text": ("edition.yaml", "sum: staff", "sum: id", ["id"]),
    "weights that sum to 0": ("edition.yaml", "method: improved_vector", "method: given", ["weight"]),
    "an unknown method": (
        "edition.yaml",
        "improved_vector",
        "improved_vektor",
        ["improved_vektor", "improved_vector"],
    ),
    "a step twice": ("edition.yaml", "  - {step: rank}\n", "  - {step: rank}\n  - {step: rank}\n", ["rank"]),
    "no normalisation": ("edition.yaml", "  - {step: normalise, method: minmax}\n", "", ["normalise"]),
    "tier cuts that fall": ("edition.yaml", "cuts: [1, 2]", "cuts: [2, 1]", ["cuts"]),
    "a weighting indicator that is none": (
        "edition.yaml",
        "coast: {levels: [town],",
        "coast: {levels: [town], weight: stuff,",
        ["stuff", "staff"],
    ),
    "UTF-16": (
        "firms.csv",
        None,
        "id,place,staff,turnover,is_listed\nf1,t1,1,1,true\n".encode("utf-16-le"),
        ["firms.csv"],
    ),
    "bytes of no encoding": (
        "firms.csv",
        None,
        b"id,place,staff,turnover,is_listed\nf\xff\xfe,t1,1,1,true\n",
        ["firms.csv"],
    ),
    "a workbook that is none": ("edition.yaml", "firms.csv", "towns.xlsx", ["towns.xlsx"]),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input(built, snapshot, case: str):
    """The message names what is wrong; exit status 1; out/ keeps the earlier result byte for byte."""
    name, old, new, words = CASES[case]
    before = snapshot(built.path / "out")
    if old is None:
        built.write(name, new)
    else:
        built.change(name, old, new)
    if case == "a workbook that is none":
        built.write("towns.xlsx", "not a zip")
    outcome = built.build()
    assert outcome.exit_code == 1, outcome.output
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit)
    assert outcome.output.startswith("error: ")
    assert "Traceback" not in outcome.output
    for word in words:
        assert word in outcome.output
    assert snapshot(built.path / "out") == before


def test_zero_rows_are_zeros_with_a_warning(built):
    """A table with headings only is no fault: every count is zero, the equal weights are reported."""
    built.write("firms.csv", "id,place,staff,turnover,is_listed\n")
    outcome = built.build()
    assert outcome.exit_code == 0, outcome.output
    assert "no good row" in outcome.output
    assert "town,t1,Ashford,2024,firms,0.0,observed" in built.table("panel")


def test_a_region_without_rows_scores_zero(built):
    """A region that no record names counts 0, is scored and ranked last."""
    built.write("towns.csv", "code,name,parent\nt1,Ashford,N\nt2,Brook,N\nt3,Camden,S\nt4,Dale,S\n")
    assert built.build().exit_code == 0
    assert "town,t4,Dale,idx,0.0,4" in built.table("scores")


def test_one_region_only(built, snapshot):
    """Min–max of one region compares nothing: one clear error that says what else could be done."""
    before = snapshot(built.path / "out")
    built.write("regions.csv", "code,name\nN,North\n")
    built.write("towns.csv", "code,name,parent\nt1,Ashford,N\n")
    built.write("firms.csv", "id,place,staff,turnover,is_listed\nf1,t1,10,1.10,true\n")
    built.change("edition.yaml", "members: {Sea: [t1, t2], Land: [t3]}", "members: {Sea: [t1]}")
    outcome = built.build()
    assert outcome.exit_code == 1
    assert "only one" in outcome.output
    assert "goalposts" in outcome.output
    assert snapshot(built.path / "out") == before


def test_gb18030_records_are_read(built):
    """A table saved by a Chinese Excel (GB18030) reads as the UTF-8 one."""
    before = built.table("scores")
    built.write("firms.csv", (built.path / "firms.csv").read_text(encoding="utf-8").encode("gb18030"))
    built.write("towns.csv", "code,name,parent\nt1,Ashford,N\nt2,Brook,N\nt3,Camden,S\n")
    assert built.build().exit_code == 0
    assert built.table("scores") == before


@pytest.mark.parametrize("arguments", [["build"], ["bild", "EDITION"], ["build", "EDITION", "--lang", "zh"]])
def test_wrong_usage_is_exit_status_2(folder, arguments: list[str]):
    """A command that cannot be understood exits with 2 and says how it is used."""
    outcome = folder.run(*arguments)
    assert outcome.exit_code == 2
    assert "Usage" in outcome.output
