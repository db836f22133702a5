"""Times proven Kemeny orders of single tables: how many regions can be ordered beyond doubt, and how soon.

Usage: python benchmarks/kemeny.py [--regions 31 60 100] [--columns 18] [--tables 8]

Columns have nothing to do with each other, which is the hardest case; weights are drawn, or equal. Printed
are processor-seconds, lowest, median and highest of the tables, how many orders were not proven, and the
largest share of pairwise preferences by which one of these could still be missed.
"""

from __future__ import annotations

import argparse
from time import process_time

import numpy as np

from zhishu.score.aggregators.orders.kemeny import kemeny_orders


def main() -> None:
    """Print one line for each number of regions and kind of weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=int, nargs="+", default=[31, 60, 100])
    parser.add_argument("--columns", type=int, default=18)
    parser.add_argument("--tables", type=int, default=8)
    options = parser.parse_args()
    heads = f"{'lowest':>7} {'median':>7} {'highest':>8} {'not proven':>11} {'gap':>9}"
    print(f"{'regions':>7} {'weights':<8} {heads}")
    for regions in options.regions:
        for kind in ("drawn", "equal"):
            found = [_timed(regions, options.columns, kind, seed) for seed in range(options.tables)]
            seconds, gaps = np.array(found).T
            spread = f"{seconds.min():7.2f} {np.median(seconds):7.2f} {seconds.max():8.2f}"
            print(f"{regions:>7} {kind:<8} {spread} {(gaps > 0).sum():>11} {gaps.max():>9.4%}", flush=True)


def _timed(regions: int, columns: int, kind: str, seed: int) -> tuple[float, float]:
    generator = np.random.default_rng(seed)
    x = generator.random((1, regions, columns))
    drawn = generator.dirichlet(np.ones(columns), 1)
    weights = drawn if kind == "drawn" else np.full((1, columns), 1.0 / columns)
    start = process_time()
    found = kemeny_orders(x, weights, exact_up_to=regions)
    return process_time() - start, float(found.gap[0])


if __name__ == "__main__":
    main()
