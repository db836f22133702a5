"""Times the way from records to scores on the example, and says what share each stage takes.

Usage: python benchmarks/build.py [--runs N] [EDITION]

The first build in a process also fills caches and imports; it is printed on its own. The stages are
the medians of the following builds.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

START = perf_counter()

from zhishu.build import build  # noqa: E402 - the import itself is measured
from zhishu.demo import example_folder  # noqa: E402
from zhishu.edition_file import load  # noqa: E402
from zhishu.ledger import csv_files, parquet_files  # noqa: E402
from zhishu.publish.report import report_html  # noqa: E402
from zhishu.tables import result_tables  # noqa: E402


def main() -> None:
    """Print the medians of several builds, stage by stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edition", nargs="?", type=Path, default=None)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    folder = options.edition or example_folder()
    print(f"import of zhishu:              {perf_counter() - START:7.3f} s")
    first = _timed(folder)
    print(f"first build, imports included: {sum(first.values()):7.3f} s")
    runs = [_timed(folder) for _ in range(options.runs)]
    stages = {stage: median(run[stage] for run in runs) for stage in first}
    compute = sum(seconds for stage, seconds in stages.items() if not stage.startswith("write"))
    print(f"\nrecords → scores, median of {options.runs}: {compute:7.3f} s")
    for stage, seconds in stages.items():
        share = f"{seconds / compute:6.1%}" if not stage.startswith("write") else "      "
        print(f"  {stage:<28} {seconds:7.3f} s {share}")


def _timed(folder: Path) -> dict[str, float]:
    begin = perf_counter()
    edition = load(folder)
    seconds = {"edition": perf_counter() - begin}
    result = build(edition).result
    seconds |= result.timings
    for name, write in (
        ("write: tables as CSV", lambda: csv_files(result_tables(result))),
        ("write: tables as Parquet", lambda: parquet_files(result_tables(result))),
        ("write: report", lambda: report_html(result, language="zh")),
    ):
        begin = perf_counter()
        write()
        seconds[name] = perf_counter() - begin
    return seconds


if __name__ == "__main__":
    sys.exit(main())
