"""Where a repair was made, in both languages: level, indicator, region, group, year."""

from __future__ import annotations

from zhishu.framework import Text

_PARTS = {
    "level": Text("层级 {}", "level {}"),
    "indicator": Text("指标 {}", "indicator {}"),
    "region": Text("地区 {}", "region {}"),
    "group": Text("“{}”之下的组", "the group below '{}'"),
    "year": Text("{} 年", "year {}"),
    "years": Text("{} 年", "years {}"),
    "of": Text("{} 年", "{}"),
}


def place_of(**parts: object) -> Text:
    """Return where something was repaired, from its parts in the order given.

    The parts are `level`, `indicator`, `region`, `group`, `year`, `years` (several), and `of`, a year
    that English tells without the word.

    >>> place_of(level="city", indicator="patents", year=2020)
    Text(zh='层级 city，指标 patents，2020 年', en='level city, indicator patents, year 2020')
    """
    listed = {name: part if isinstance(part, (list, tuple)) else [part] for name, part in parts.items()}
    return Text(
        "，".join(_PARTS[name].zh.format("、".join(map(str, some))) for name, some in listed.items()),
        ", ".join(_PARTS[name].en.format(", ".join(map(str, some))) for name, some in listed.items()),
    )
