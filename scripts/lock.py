"""Writes requirements.lock and requirements-dev.lock: exact versions with hashes, no addresses."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Resolve the runtime first, then the development tools on top of the same versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = [*project["project"]["dependencies"], *project["build-system"]["requires"], "editables"]
    compile_lock(runtime, ROOT / "requirements.lock")
    develop = [*runtime, *project["dependency-groups"]["dev"]]
    compile_lock(develop, ROOT / "requirements-dev.lock", constraint=ROOT / "requirements.lock")


def compile_lock(requirements: list[str], target: Path, *, constraint: Path | None = None) -> None:
    """Resolve `requirements` into `target`, holding to the versions of `constraint`."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.in"
        lines = [*requirements, *([f"-c {constraint}"] if constraint else [])]
        wanted.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "piptools", "compile", "--quiet", "--generate-hashes", "--no-header"]
        command += ["--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links", "--no-annotate"]
        command += ["--strip-extras", "--allow-unsafe", "--output-file", str(target), str(wanted)]
        subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603 - our own arguments
    sys.stdout.write(f"wrote {target.name}\n")


if __name__ == "__main__":
    main()
