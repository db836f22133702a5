"""What was repaired on the way, told with the names that readers know instead of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.publish.names import region_names
from zhishu.repair_words import with_names

if TYPE_CHECKING:
    from zhishu.errors import Repair
    from zhishu.framework import Text
    from zhishu.result import Result


def repairs_told(result: Result) -> tuple[Repair, ...]:
    """Return the repairs of a result with levels, indicators, groups and regions by their names.

    manifest.json and the terminal keep the ids, by which an edition is corrected.
    """
    edition = result.edition
    nodes = {node.id: node.name for node in edition.framework}
    names: dict[str, dict[str, Text]] = {
        "level": {level.id: level.name for level in edition.levels},
        "indicator": nodes,
        "group": nodes,
        "region": {
            name.code: name.full
            for level in result.levels.values()
            for name in region_names(level.raw or level.panel)
        },
    }
    return tuple(with_names(repair, names) for repair in result.repairs)
