"""Writes docs/figures.md: every kind of figure with its options, generated from the registry of kinds."""

from __future__ import annotations

import sys
from pathlib import Path

from zhishu.publish.kind_page import figure_page

FILE = Path(__file__).resolve().parent.parent / "docs" / "figures.md"


def main() -> None:
    """Write the page."""
    FILE.write_text(figure_page(), encoding="utf-8")
    sys.stdout.write("wrote docs/figures.md\n")


if __name__ == "__main__":
    main()
