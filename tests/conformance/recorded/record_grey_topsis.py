"""Records grey relational TOPSIS: mathmodels (R, zhjx19/mathmodels) and GRAt (MATLAB, alan0dari/Tesis).

apt-get install r-base-core r-cran-jsonlite octave; lay grey_analysis.R (2c0888f7) and preprocess.R (1da56865) of
mathmodels and Fun_GRAt.m of Implementación into one folder, and name it:

    recording/bin/python tests/conformance/recorded/record_grey_topsis.py FOLDER

GRAt returns its largest ratio only, so a line is added for Octave to print them all.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from saving import SEEDS, drawn, save

R = """
library(jsonlite)
for (name in list.files({folder}, "[.]R$", full.names = TRUE)) source(name)
cases <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
cat(toJSON(lapply(cases, function(case) {{
  grey_corr_topsis(as.data.frame(case$x), case$weights, rho = case$resolution)
}}), digits = NA))
"""


def answered_by_r(folder: str, cases: list[dict]) -> list[list[float]]:
    """Return the scores of each case."""
    command = ["Rscript", "-e", R.format(folder=json.dumps(folder))]
    done = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def answered_by_octave(folder: str, x: np.ndarray, weights: np.ndarray) -> list[float]:
    """Return the ratio of both grades of each region."""
    body = (Path(folder) / "Fun_GRAt.m").read_text(encoding="latin-1").replace("return", "")
    matrix = ";".join(" ".join(map(repr, row)) for row in x.tolist())
    shares = " ".join(map(repr, weights.tolist()))
    call = f"Fun_GRAt({len(x)},{x.shape[1]},[{matrix}],[{shares}],ones(1,{x.shape[1]}));"
    code = f"1;\n{body}\n printf('%.17g\\n', C);\nend\n{call}\n"
    command = ["octave-cli", "--eval", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(line) for line in done.stdout.split()]


def main() -> None:
    """Write one file per program."""
    cases = [
        {"x": x.tolist(), "weights": weights.tolist(), "resolution": resolution}
        for x, weights in (drawn(seed, 12, 5) for seed in SEEDS)
        for resolution in (0.5, 0.2)
    ]
    found = answered_by_r(sys.argv[1], cases)
    both = [{**case, "scores": scores} for case, scores in zip(cases, found, strict=True)]
    call = "grey_analysis.R: grey_corr_topsis(x, w, rho)"
    save("grey_topsis_mathmodels", "mathmodels (R)", call, both, said="2c0888f7")
    plain = []
    for case in cases[::2]:
        ratios = answered_by_octave(sys.argv[1], np.array(case["x"]), np.array(case["weights"]))
        plain.append({**case, "ratios": ratios})
    save(
        "grey_topsis_grat",
        "Fun_GRAt.m (Mukhametzyanov)",
        "Fun_GRAt(m, n, V, w, MM)",
        plain,
        said="2019-05-30",
    )


if __name__ == "__main__":
    main()
