"""Times the draws: replications per second, memory, growth, and the floor they stand on.

Usage: python benchmarks/doubt.py [--threads N] [--quick] [--stages]

Every replication draws a normaliser (of three), an aggregator (of two) and all weights (± 25 %), with
the method's own weights derived anew for each mix. The floor is the matrix product of weights and
values and the sort of positions (argsort) alone, of the same draws, in blocks, on the same number of
threads; `with ranks` turns the sorted positions into ranks as well, as any implementation must. Runs
of the draws and of the floor alternate, and the best of each counts: what else the machine does only
adds. Each case runs in a process of its own, so that its peak memory is its own. `--stages` says for
the third case where the time goes, on one thread.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from zhishu.doubt.blocks import blocks_of, usable_threads
from zhishu.doubt.design import choices_of, draw_design
from zhishu.doubt.doubt import level_doubt
from zhishu.doubt.intervals import published_order
from zhishu.doubt.prepared import Setting
from zhishu.doubt.study import Study, score_draws, study_of
from zhishu.doubt.tally import empty_tallies
from zhishu.doubt.uncertain import Uncertain, WeightDoubt
from zhishu.framework import Framework, Node, Text
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.result import LevelResult
from zhishu.score.pipeline import score_panel

if TYPE_CHECKING:
    from collections.abc import Callable

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
    parser.add_argument("--stages", action="store_true", help="where the time of the third case goes")
    parser.add_argument("--case", type=int, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stages:
        print(stages(*CASES[2][:3]))
        return
    if options.case is not None:
        print(measured(*CASES[options.case], threads=options.threads))
        return
    print(f"{'regions':>7} {'columns':>7} {'draws':>7} {'asked':>6} {'seconds':>8} {'draws/s':>9} ", end="")
    print(f"{'us/draw':>8} {'floor s':>8} {'times':>6} {'with ranks':>10} {'times':>6} {'peak MB':>8}")
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
    workers = usable_threads(threads)
    level_doubt(few, published, pairs=asked == "all", threads=workers)
    peak = peak_megabytes()
    nodes = 1 if asked == "root" else len(study.nodes)
    seconds, least, with_ranks = alternating(
        (
            lambda: level_doubt(study, published, pairs=asked == "all", threads=workers),
            lambda: floor(regions, columns, draws * nodes, workers, ranks=False),
            lambda: floor(regions, columns, draws * nodes, workers, ranks=True),
        ),
        runs=3 if draws > 10_000 else 9,
    )
    peak = max(peak, peak_megabytes())
    return (
        f"{regions:7} {columns:7} {draws:7} {asked:>6} {seconds:8.3f} {draws / seconds:9.0f} "
        f"{1e6 * seconds / draws:8.1f} {least:8.3f} {seconds / least:6.1f} {with_ranks:10.3f} "
        f"{seconds / with_ranks:6.1f} {peak:8.0f}"
    )


def peak_megabytes() -> float:
    """Return the largest memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alternating(works: tuple[Callable[[], object], ...], runs: int) -> list[float]:
    """Return the shortest time of each work, run in turn."""
    found = [np.inf] * len(works)
    for _ in range(runs):
        for place, work in enumerate(works):
            begin = perf_counter()
            work()
            found[place] = min(found[place], perf_counter() - begin)
    return found


def floor(regions: int, columns: int, draws: int, threads: int, *, ranks: bool) -> None:
    """Multiply and sort, in blocks dealt out to threads that keep to one each; `ranks` places them too."""
    generator = np.random.default_rng(0)
    values, size = generator.random((columns, regions)), max(8, min(1020, 2**18 // regions))
    weights = generator.random((size, columns))
    places = np.broadcast_to(np.arange(regions, dtype=np.uint16), (size, regions))

    def work(_: int) -> None:
        for _ in range(draws // size // threads):
            order = np.argsort(weights @ values, axis=-1)
            if ranks:
                np.put_along_axis(np.empty(order.shape, np.uint16), order, places, axis=-1)

    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))


def stages(regions: int, columns: int, draws: int) -> str:
    """Return milliseconds of each stage on one thread, the best of several runs of it."""
    study, _ = level(regions, columns, draws)
    study = replace(study, nodes=study.nodes[:1])
    order = published_order(np.zeros((1, 1, regions)))
    design = draw_design(study.factors, draws, np.random.default_rng(0), "latin_hypercube")
    choices = choices_of(study.factors, design)
    blocks = list(blocks_of(study, choices))
    scored = [score_draws(study, block.branch, choices.rows(block.rows)) for block in blocks]
    tally = empty_tallies(study, order, draws, 1, pairs=0)[0]

    def score() -> None:
        for block in blocks:
            own = choices.rows(block.rows)
            score_draws(study, block.branch, own, scored=block.start is not None)

    def count() -> None:
        for block, drawn in zip(blocks, scored, strict=True):
            tally.receive(block, drawn)

    with threadpool_limits(1, user_api="blas"):
        works = {
            "design": lambda: draw_design(study.factors, draws, np.random.default_rng(0), "latin_hypercube"),
            "branches": lambda: list(blocks_of(study, choices)),
            "weights, product, ranks": score,
            "counting": count,
            "quantiles of scores": lambda: tally.scores.quantiles((0.05, 0.5, 0.95)),
            "floor": lambda: floor(regions, columns, draws, 1, ranks=False),
        }
        found = alternating(tuple(works.values()), 9)
    return "\n".join(f"{name:24} {1e3 * time:6.1f} ms" for name, time in zip(works, found, strict=True))


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
