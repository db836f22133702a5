r"""Records clouds of several columns (MATLAB, two scripts of fuyn101/DF) in Octave.

The first classifies samples by clouds of several indicators ("多评价指标下的云模型分类"): its section 3,
laid into a folder as classes.m, is asked for one sample at a time. The second, cloud_demo3.m (commit
874cfd85), draws drops of two columns; the three lines that make one drop's certainty, as drops.m, are asked
for the same point many times, with a stand-in for normrnd, which Octave has in a package only.

    recording/bin/python tests/conformance/recorded/record_joint_cloud.py FOLDER
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
from saving import SEEDS, save

DROPS = 100_000
OWN = {
    "expectation": [[95, 80, 65, 40], [90, 75, 60, 45]],
    "entropy": [[5, 5, 8, 10], [5, 8, 10, 10]],
    "x": [[92, 88], [78, 80], [60, 70], [50, 40]],
}
"""The clouds, by indicator and grade, and the samples that the first script holds itself."""


def written(matrix: object) -> str:
    rows = np.atleast_2d(np.asarray(matrix, dtype=float))
    return "[" + ";".join(",".join(repr(float(cell)) for cell in row) for row in rows) + "]"


def in_octave(code: str) -> np.ndarray:
    """Return the numbers after each line that says ANSWER."""
    command = ["octave", "--quiet", "--eval", code]
    found = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return np.array(
        [float(cell) for part in found.split("ANSWER")[1:] for cell in part.split("END")[0].split()]
    )


def classified(x: np.ndarray, expectation: np.ndarray, entropy: np.ndarray) -> np.ndarray:
    """Return the degrees of all samples in all grades."""
    core = (Path(sys.argv[1]) / "classes.m").read_text(encoding="utf-8")
    grades = "".join(
        f"standard_clouds({place}).Ex={written(ex)}';standard_clouds({place}).En={written(en)}';"
        f"standard_clouds({place}).name='{place}';"
        for place, (ex, en) in enumerate(zip(expectation.T, entropy.T, strict=True), 1)
    )
    answers = [
        in_octave(
            f"{grades}num_classes={entropy.shape[1]};samples={written(row)};num_samples=1;\n{core}\n"
            "printf('ANSWER');printf(' %.17g',membership_degrees);printf(' END');"
        )
        for row in x
    ]
    return np.array(answers)


def dropped(point: np.ndarray, expectation: np.ndarray, entropy: np.ndarray, hyper: np.ndarray) -> np.ndarray:
    """Return the mean certainty of a point of two columns over all drops, in every grade."""
    core = (Path(sys.argv[1]) / "drops.m").read_text(encoding="utf-8")
    clouds = "".join(
        f"{name}_{axis}={written(values[place])};"
        for place, axis in enumerate("xy")
        for name, values in (("Ex", expectation), ("En", entropy), ("He", hyper))
    )
    return in_octave(
        "randn('state',7);normrnd=@(mean,deviation,one) mean+deviation*randn();"
        f"{clouds}n={DROPS};x=zeros(1,n)+{point[0]!r};y=zeros(1,n)+{point[1]!r};uxy=zeros(1,n);\n"
        f"for i=1:{entropy.shape[1]}\nfor j=1:n\n{core}\nend\n"
        "printf('ANSWER');printf(' %.17g',mean(uxy));printf(' END');\nend\n"
    )


def drawn_clouds(seed: int) -> dict[str, np.ndarray]:
    """Return three columns with bounds in common, five regions, weights: three digits each."""
    generator = np.random.default_rng(seed)
    bounds = np.concatenate([[0.0], np.cumsum(generator.integers(1, 5, 4))]) / 10
    weights = np.round(generator.dirichlet(np.full(3, 4.0)), 3)
    return {"bounds": bounds, "x": generator.uniform(0, bounds[-1], (5, 3)).round(3), "weights": weights}


if __name__ == "__main__":
    own = {name: np.array(values, dtype=float) for name, values in OWN.items()}
    cases = [{**own, "degrees": classified(own["x"], own["expectation"], own["entropy"])}]
    points, spread = [], {"entropy": own["entropy"], "hyper": own["entropy"] / 10}
    for seed in SEEDS:
        case = drawn_clouds(seed)
        middle, length = (case["bounds"][:-1] + case["bounds"][1:]) / 2, np.diff(case["bounds"])
        # The script knows no weights: an entropy over the root of the weight is the same as an exponent.
        entropy = (length / 2.5) / np.sqrt(case["weights"])[:, None]
        degrees = classified(case["x"], np.tile(middle, (3, 1)), entropy)
        cases.append({**case, "width": 2.5, "degrees": degrees})
    for point in own["x"]:
        mean = dropped(point.tolist(), own["expectation"], spread["entropy"], spread["hyper"])
        points.append(
            {"x": point, "expectation": own["expectation"], **spread, "drops": DROPS, "degrees": mean}
        )
    program = "of fuyn101/DF (MATLAB)"
    save(
        "joint_cloud_classes", "多评价指标下的云模型分类", "section 3, sample by sample", cases, said=program
    )
    save("joint_cloud_drops", "cloud_demo3.m", "uxy of one point, mean of all drops", points, said=program)
