"""The kinds of tables, one file each; importing the folder registers all of them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

for _module in sorted(found.name for found in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")
