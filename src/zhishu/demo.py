"""The example that `zhishu demo` copies, and the starter that `zhishu init` writes."""

from __future__ import annotations

import shutil
from pathlib import Path

from zhishu.errors import EditionError

EXAMPLE = "china-big-data-2023"

STARTER_EDITION = """\
# An index of your own: change names, indicators and data; `zhishu schema` lists every key.
index: {id: my-index, name: {zh: 我的指数, en: My index}, edition: 2024}
levels: {town: {name: {zh: 城镇, en: Towns}, regions: from panel}}
sources: {panel: {file: panel.csv, panel: wide, level: town, region: town}}
framework:
  - id: economy
    children: [{id: income, unit: yuan, direction: +}, {id: unemployment, unit: "%", direction: "-"}]
  - {id: air_quality, name: {zh: 空气质量, en: Air quality}, unit: days, direction: +}
recipe:
  [{step: normalise}, {step: weigh, method: equal}, {step: aggregate, scale: 100}, {step: rank}]
"""

STARTER_PANEL = """\
town,income,unemployment,air_quality
Ashford,42000,5.1,310
Brook,38500,4.2,340
Camden,51000,6.3,275
Dale,36200,3.9,352
"""


def example_folder() -> Path:
    """Return where the example edition lies: in the installed package, or in the source checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "examples" / EXAMPLE, here.parent.parent / "examples" / EXAMPLE):
        if (folder / "edition.yaml").is_file():
            return folder
    raise EditionError(
        "the example edition is not installed",
        where=str(here / "examples" / EXAMPLE),
        advice="install the package again, or run from a source checkout",
    )


def copy_example(folder: Path) -> bool:
    """Copy the example to `folder`; return False when it holds an edition already."""
    if (folder / "edition.yaml").is_file():
        return False
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EditionError(
            "the folder for the example is in use",
            where=str(folder),
            allowed="a new or an empty folder, or one with an edition.yaml",
            advice="name another one: zhishu demo FOLDER",
        )
    ignored = shutil.ignore_patterns("out", ".out*", "reconstruct", "__pycache__")
    shutil.copytree(example_folder(), folder, dirs_exist_ok=True, ignore=ignored)
    return True


def write_starter(folder: Path) -> None:
    """Write a ten-line edition and its panel to `folder`, overwriting nothing."""
    for name in ("edition.yaml", "panel.csv"):
        if (folder / name).exists():
            raise EditionError(
                f"{name} is there already", where=str(folder / name), advice="name a new folder"
            )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "edition.yaml").write_text(STARTER_EDITION, encoding="utf-8")
    (folder / "panel.csv").write_text(STARTER_PANEL, encoding="utf-8")
