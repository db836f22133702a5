"""Writes docs/conformance.md: runs every test that compares a method with others, and lists what it found.

Usage: python scripts/conformance_docs.py [--check]

With --check nothing is written; the exit code says whether the page is what the tests would write.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT.parent / "shared" / "golden"


def main() -> int:
    """Run the tests one after another in this process, then write or check the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the page is current")
    check = parser.parse_args().check
    if not GOLDEN.is_dir():
        sys.stderr.write(f"the golden cases are not at {GOLDEN}: the page would lose their rows\n")
        return 2
    found = _page()
    if found is None:
        sys.stderr.write("a comparison failed: the page is left as it is\n")
        return 1
    page = ROOT / "docs" / "conformance.md"
    if check:
        return int(page.read_text(encoding="utf-8") != found)
    page.write_text(found, encoding="utf-8")
    sys.stdout.write(f"wrote {page.relative_to(ROOT)}\n")
    return 0


def _page() -> str | None:
    """Return the page that the tests give now, None when one of them fails."""
    sys.path.insert(0, str(ROOT / "tests" / "conformance"))
    from conformance_page import conformance_page  # noqa: PLC0415 - found by the line above
    from record import AGREEMENTS, WRITING  # noqa: PLC0415 - as above

    os.environ[WRITING] = "1"
    files = [str(path) for path in sorted((ROOT / "tests").rglob("test_*.py")) if _records(path)]
    os.chdir(ROOT)
    if pytest.main(["-q", "-p", "no:xdist", "-p", "no:randomly", "-p", "no:cacheprovider", *files]):
        return None
    return conformance_page(AGREEMENTS)


def _records(path: Path) -> bool:
    return "from record import" in path.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
