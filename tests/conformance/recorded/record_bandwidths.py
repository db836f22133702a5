"""Records bandwidths by cross-validation, and their criteria, of statsmodels and of kedd (R).

The kernel of statsmodels is the Gaussian: the Epanechnikov's and its convolution are put in its place,
and its own sums and its own search answer. Lay UCV.R and MLCV.R of kedd 1.0.3 into a folder (apt-get
install r-base r-cran-jsonlite), install statsmodels==0.15.0 and name the folder:

    recording/bin/python tests/conformance/recorded/record_bandwidths.py kedd
"""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
from saving import HERE, SEEDS, save
from statsmodels.nonparametric import _kernel_base, kernels
from statsmodels.nonparametric.kernel_density import KDEMultivariate


def kernel(h: float, points: np.ndarray, at: float) -> np.ndarray:
    """Return the Epanechnikov kernel, as their functions are called."""
    return 0.75 * np.maximum(1 - ((points - at) / h) ** 2, 0)


def convolution(h: float, points: np.ndarray, at: float) -> np.ndarray:
    """Return its convolution with itself."""
    apart = np.minimum(np.abs(points - at) / h, 2)
    return 3 / 5 - 3 / 4 * apart**2 + 3 / 8 * apart**3 - 3 / 160 * apart**5


def of_statsmodels() -> list[dict]:
    """Return their criteria at some bandwidths, of one measure and of two, and for one what they find."""
    kernels.gaussian, kernels.gaussian_convolution = kernel, convolution
    _kernel_base.kernel_func["gaussian"] = kernel
    cases = []
    for seed in SEEDS:
        for measures in (1, 2):
            generator = np.random.default_rng(seed)
            x = np.round(generator.normal(size=(40, measures)), 6)
            wide = np.round(generator.uniform(2.0, 3.0, measures), 2)
            kinds = "c" * measures
            peer = KDEMultivariate(x, kinds, bw=wide)
            case = {"x": x.tolist(), "bandwidths": wide.tolist(), "squares": float(peer.imse(wide))}
            case["likelihood"] = -float(peer.loo_likelihood(wide, np.log))
            if measures == 1:
                case["cv_ls"] = float(KDEMultivariate(x, kinds, bw="cv_ls").bw[0])
            cases.append(case)
    return cases


def of_kedd(folder: str) -> list[dict]:
    """Return what its two functions find from 0.8 to 3 times the usual bandwidth, to 1e-10."""
    asked = []
    for seed in SEEDS:
        x = np.round(np.random.default_rng(seed).normal(size=30), 6)
        usual = 2.345 * x.std(ddof=1) * len(x) ** -0.2
        asked.append({"x": x.tolist(), "ends": [round(usual * 0.8, 3), round(usual * 3, 3)]})
    command = ["Rscript", str(HERE / "bandwidths.R"), folder]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


if __name__ == "__main__":
    call = "KDEMultivariate: imse, loo_likelihood, cv_ls; Epanechnikov's kernel in place of the Gaussian"
    save("bandwidths_statsmodels", "statsmodels", call, of_statsmodels())
    call = 'h.ucv(x, kernel = "epanechnikov"), h.mlcv(x, kernel = "epanechnikov"); kernels stated anew'
    save("bandwidths_kedd", "kedd (R)", call, of_kedd(sys.argv[1]), said="1.0.3")
