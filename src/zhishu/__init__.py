"""zhishu (指数): regional indices from records, in one command.

>>> import zhishu
>>> edition = zhishu.load(zhishu.example())
>>> edition.framework.dimensions
('level', 'innovation', 'environment')

`zhishu.load(path)` gives an Edition, `.build()` its Result, and `result.ranking("city")`, `.scores`,
`.weights`, `.panel` are pandas DataFrames. Nothing heavy is imported before it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.errors import ZhishuError

if TYPE_CHECKING:
    from pathlib import Path

    from zhishu.edition import Edition

__all__ = ["ZhishuError", "example", "load"]


def load(path: str | Path) -> Edition:
    """Return the Edition in `path`, a folder with an edition.yaml or that file itself."""
    from zhishu.edition_file import load as load_edition  # noqa: PLC0415 - yaml and jsonschema

    return load_edition(path)


def example() -> Path:
    """Return the folder of the example edition, the reconstructed 2023 index."""
    from zhishu.demo import example_folder  # noqa: PLC0415 - only where the example is wanted

    return example_folder()
