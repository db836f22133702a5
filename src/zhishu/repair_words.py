"""Where a repair was made, in both languages: level, indicator, region, group, year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhishu.framework import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.errors import Repair

    Names = Mapping[str, Mapping[str, Text]]
    """Part ("level", "indicator" …) → id → what it is called."""

_PARTS = {
    "level": Text("层级 {}", "level {}"),
    "indicator": Text("指标 {}", "indicator {}"),
    "region": Text("地区 {}", "region {}"),
    "group": Text("“{}”之下的组", "the group below '{}'"),
    "recipe": Text("方法配置", "the recipe"),
    "year": Text("{} 年", "year {}"),
    "years": Text("{} 年", "years {}"),
    "of": Text("{} 年", "{}"),
}
_CALLED = {**_PARTS, "level": Text("{}", "{}"), "indicator": Text("指标“{}”", "indicator “{}”")}
"""The same where ids have given way to names."""


@dataclass(frozen=True, slots=True)
class Place(Text):
    """Where something was repaired, told with ids; `named` tells it with names."""

    parts: tuple[tuple[str, tuple[object, ...]], ...] = ()

    def named(self, names: Names) -> Text:
        """Return the place with names in place of the ids that have one.

        >>> place = place_of(level="city", indicator="patents")
        >>> names = {"city": Text("城市", "City"), "patents": Text("专利数", "Patents")}
        >>> place.named({"level": names, "indicator": names})
        Text(zh='城市，指标“专利数”', en='City, indicator “Patents”')
        """

        def called(part: str, one: object) -> Text:
            return names.get(part, {}).get(str(one), Text(str(one), str(one)))

        told = [
            (_CALLED[part] if part in names else _PARTS[part], [called(part, one) for one in some])
            for part, some in self.parts
        ]
        return Text(
            "，".join(word.zh.format("、".join(one.zh for one in some)) for word, some in told),
            ", ".join(word.en.format(", ".join(one.en for one in some)) for word, some in told),
        )


def place_of(**parts: object) -> Place:
    """Return where something was repaired, from its parts in the order given.

    The parts are `level`, `indicator`, `region`, `group`, `recipe`, `year`, `years` (several), and `of`, a
    year that English tells without the word.

    >>> place_of(level="city", indicator="patents", year=2020).zh
    '层级 city，指标 patents，2020 年'
    """
    listed = tuple(
        (name, tuple(part) if isinstance(part, list | tuple) else (part,)) for name, part in parts.items()
    )
    return Place(
        "，".join(_PARTS[name].zh.format("、".join(map(str, some))) for name, some in listed),
        ", ".join(_PARTS[name].en.format(", ".join(map(str, some))) for name, some in listed),
        listed,
    )


def with_names(repair: Repair, names: Names) -> Repair:
    """Return a repair whose place is told with names; one without ids is as it was."""
    if not isinstance(repair.where, Place):
        return repair
    return replace(repair, where=repair.where.named(names))
