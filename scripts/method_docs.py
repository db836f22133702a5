"""Writes docs/methods/: one page per step of the recipe and language, generated from the method registry."""

from __future__ import annotations

import sys
from pathlib import Path

from zhishu.method_page import method_pages

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "methods"


def main() -> None:
    """Write every page, and remove pages of steps that no longer exist."""
    pages = method_pages()
    for old in FOLDER.rglob("*.md"):
        if old.relative_to(FOLDER).as_posix() not in pages:
            old.unlink()
    for name, text in pages.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"wrote {len(pages)} pages to docs/methods\n")


if __name__ == "__main__":
    main()
