"""A small edition of records that the tests of the command line damage in every way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zhishu.cli import main

EDITION = """\
index: {id: idx, name: {zh: 小指数, en: Small index}, edition: 2024}
levels:
  region: {name: {zh: 大区, en: Regions}, regions: regions.csv}
  town: {name: {zh: 镇, en: Towns}, regions: towns.csv}
groups:
  coast: {levels: [town], members: {Sea: [t1, t2], Land: [t3]}}
sources:
  firms:
    file: firms.csv
    key: id
    region: place
    columns:
      id: {type: code, required: true}
      place: {type: code, required: true}
      staff: {type: integer, minimum: 0}
      turnover: {type: decimal, minimum: 0}
      is_listed: {type: boolean}
framework:
  - id: size
    children:
      - {id: firms, measure: {from: firms, count: rows}}
      - {id: staff, measure: {from: firms, sum: staff}}
  - {id: listed, measure: {from: firms, count: rows, where: is_listed}}
recipe:
  - {step: normalise, method: minmax}
  - {step: weigh, method: improved_vector}
  - {step: aggregate, method: arithmetic, scale: 100}
  - {step: rank}
  - {step: tiers, cuts: [1, 2]}
"""
REGIONS = "code,name\nN,North\nS,South\n"
TOWNS = "code,name,parent\nt1,Ashford,N\nt2,Brook,N\nt3,Camden,S\n"
FIRMS = """\
id,place,staff,turnover,is_listed
f1,t1,10,1.10,true
f2,t1,5,2.20,false
f3,t2,7,3.30,true
f4,t3,1,,false
f5,N,2,0.10,true
"""


@dataclass(frozen=True)
class Folder:
    """An edition's folder and the command line, run on it."""

    path: Path

    def write(self, name: str, content: str | bytes) -> None:
        target = self.path / name
        target.write_bytes(content if isinstance(content, bytes) else content.encode())

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {name}"
        self.write(name, text.replace(old, new, 1))

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(
            main, [argument.replace("EDITION", str(self.path)) for argument in arguments]
        )

    def build(self, *options: str) -> Result:
        return self.run("build", "EDITION", "--no-report", *options)

    def table(self, name: str) -> str:
        return (self.path / "out" / "tables" / f"{name}.csv").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "edition")
    made.path.mkdir()
    for name, content in {
        "edition.yaml": EDITION,
        "regions.csv": REGIONS,
        "towns.csv": TOWNS,
        "firms.csv": FIRMS,
    }.items():
        made.write(name, content)
    return made


@pytest.fixture
def built(folder: Folder) -> Folder:
    outcome = folder.build()
    assert outcome.exit_code == 0, outcome.output
    return folder


@pytest.fixture
def snapshot() -> Callable[[Path], dict[str, bytes]]:
    def every_file(root: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }

    return every_file
