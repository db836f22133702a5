"""Times the exact answers about ranks: ranges of 31 and 163 regions, and changes between two years.

Usage: python benchmarks/exact.py [--large]

18 drawn columns, each weight within ± 25 %. `together` are columns that go up and down together, of
which the second year differs a little; `apart` are columns that have nothing to do with each other,
which put all regions close together: the hardest case. `--large` adds the changes of 163 regions.
Printed are seconds of the clock and the share of regions with both ends proven.
"""

from __future__ import annotations

import argparse
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.rank_changes import rank_changes
from zhishu.doubt.reachable import rank_ranges
from zhishu.doubt.weight_space import flat_tree, weight_space

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.doubt.ends import Ends

COLUMNS = 18


def main() -> None:
    """Print one line per case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="the changes of 163 regions, too: minutes")
    options = parser.parse_args()
    print(f"{'regions':>7} {'columns':<9} {'question':<9} {'seconds':>8} {'proven':>7}")
    equal = np.append(1.0, np.full(COLUMNS, 1 / COLUMNS))
    space = weight_space(flat_tree([f"i{place}" for place in range(COLUMNS)]), equal, spread=0.25)
    for regions in (31, 163):
        for kind, common in (("together", 0.7), ("apart", 0.0)):
            earlier, later = two_years(regions, common)
            _print(regions, kind, "ranges", lambda x=later: rank_ranges(x, space))
            if regions == 31 or options.large:
                _print(regions, kind, "changes", lambda x=earlier, y=later: rank_changes(x, y, space))


def two_years(regions: int, common: float) -> tuple[np.ndarray, np.ndarray]:
    """Return comparable values of two years, (regions, columns), with that share common to all columns."""
    generator = np.random.default_rng(0)
    shared = generator.random((regions, 1))
    earlier = common * shared + (1 - common) * generator.random((regions, COLUMNS))
    later = np.clip(earlier + 0.05 * generator.normal(size=earlier.shape), 0, 1)
    return earlier, later


def _print(regions: int, kind: str, question: str, work: Callable[[], Ends]) -> None:
    begin = perf_counter()
    found = work()
    seconds = perf_counter() - begin
    print(f"{regions:>7} {kind:<9} {question:<9} {seconds:>8.1f} {found.proven.mean():>7.0%}", flush=True)


if __name__ == "__main__":
    main()
