"""Times the draws: replications per second, memory, growth, and the floor they stand on.

Usage: python benchmarks/doubt.py [--threads N] [--quick]

Every replication draws a normaliser (of three), an aggregator (of two) and all weights (± 25 %), with
the method's own weights derived anew for each mix. The floor is the matrix product and the sort of
the same scores alone, on one core, in the same run. Each case runs in a process of its own, so that
its peak memory is its own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np

from zhishu.doubt.doubt import level_doubt
from zhishu.doubt.prepared import Setting
from zhishu.doubt.study import Study, study_of
from zhishu.doubt.uncertain import Uncertain, WeightDoubt
from zhishu.framework import Framework, Node, Text
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.result import LevelResult
from zhishu.score.pipeline import score_panel

MEGABYTE = 2**20
CASES = (
    (31, 18, 10_000, "root"),
    (163, 18, 10_000, "root"),
    (337, 18, 10_000, "root"),
    (337, 18, 10_000, "all"),
    (337, 36, 10_000, "root"),
    (337, 72, 10_000, "root"),
    (674, 18, 10_000, "root"),
    (337, 18, 1_000, "root"),
    (337, 18, 100_000, "root"),
    (337, 18, 100_000, "all"),
    (3_000, 100, 1_000, "root"),
)


def main() -> None:
    """Print one line per case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--quick", action="store_true", help="only the first four cases")
    parser.add_argument("--case", type=int, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case is not None:
        print(measured(*CASES[options.case], threads=options.threads))
        return
    print(f"{'regions':>7} {'columns':>7} {'draws':>7} {'asked':>6} {'seconds':>8} {'draws/s':>9} ", end="")
    print(f"{'us/draw':>8} {'floor s':>8} {'times':>6} {'peak MB':>8}")
    for number in range(4 if options.quick else len(CASES)):
        threads = [] if options.threads is None else ["--threads", str(options.threads)]
        command = [sys.executable, str(Path(__file__)), "--case", str(number), *threads]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="", flush=True)


def measured(regions: int, columns: int, draws: int, asked: str, *, threads: int | None) -> str:
    """Return the line of one case: `root` ranks the index; `all` its dimensions and every pair too."""
    study, published = level(regions, columns, draws)
    if asked == "root":
        study = replace(study, nodes=study.nodes[:1])
    few = replace(study, uncertain=replace(study.uncertain, draws=60))
    level_doubt(few, published, pairs=asked == "all", threads=threads)
    seconds = best(lambda: level_doubt(study, published, pairs=asked == "all", threads=threads))
    nodes = 1 if asked == "root" else len(study.nodes)
    least = floor(regions, columns, draws, nodes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{regions:7} {columns:7} {draws:7} {asked:>6} {seconds:8.3f} {draws / seconds:9.0f} "
        f"{1e6 * seconds / draws:8.1f} {least:8.3f} {seconds / least:6.1f} {peak:8.0f}"
    )


def best(work: object, runs: int = 3) -> float:
    """Return the shortest of some runs; the machine's other work only adds."""
    found = []
    for _ in range(runs):
        begin = perf_counter()
        work()  # type: ignore[operator]
        found.append(perf_counter() - begin)
    return min(found)


def floor(regions: int, columns: int, draws: int, nodes: int) -> float:
    """Return the seconds of the product of weights and values and of the sort, in blocks, on one core."""
    generator = np.random.default_rng(0)
    values, size = generator.random((columns, regions)), max(8, min(1000, 2**18 // regions))
    weights = generator.random((size, columns))

    def work() -> None:
        for _ in range(nodes * (draws // size)):
            np.argsort(weights @ values, axis=-1)

    return best(work)


def level(regions: int, columns: int, draws: int) -> tuple[Study, LevelResult]:
    """Return a study of drawn values and the level as its recipe scores it."""
    framework = framework_of(columns)
    values = np.random.default_rng(1).lognormal(size=(1, regions, columns))
    codes = tuple(f"{number:06d}" for number in range(regions))
    panel = panel_of("region", values, regions=codes, indicators=framework.indicators, years=(2023,))
    recipe = Recipe(
        (
            Step("normalise", "minmax", {"to": [1, 100]}),
            Step("weigh", "improved_vector"),
            Step("aggregate", "arithmetic"),
            Step("rank", "by_score"),
        )
    )
    normalisers = (
        Step("normalise", "zscore", {"mean": 100, "sd": 5}),
        Step("normalise", "minmax", {"to": [20, 100]}),
    )
    uncertain = Uncertain(
        steps={"normalise": normalisers, "aggregate": (Step("aggregate", "geometric"),)},
        weights=WeightDoubt("uniform", 0.25),
        draws=draws,
    )
    scored = score_panel(panel, framework, recipe)
    published = LevelResult(panel, scores=scored.scores, ranks=scored.ranks)
    return study_of(panel, Setting(framework), recipe, uncertain), published


def framework_of(columns: int) -> Framework:
    """Return an index of three dimensions with two sub-dimensions each."""
    label = Text("", "")
    leaves = [f"i{number:03d}" for number in range(columns)]
    parts = [list(part) for part in np.array_split(leaves, 6)]
    nodes = [Node("index", label, None, ("a", "b", "c"))]
    for place, dimension in enumerate("abc"):
        below = (f"{dimension}1", f"{dimension}2")
        nodes.append(Node(dimension, label, "index", below))
        for offset, name in enumerate(below):
            children = tuple(str(leaf) for leaf in parts[2 * place + offset])
            nodes.append(Node(name, label, dimension, children))
            nodes += [Node(child, label, name) for child in children]
    return Framework(tuple(nodes))


if __name__ == "__main__":
    main()
