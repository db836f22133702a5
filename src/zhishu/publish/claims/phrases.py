"""The parts that sentences are made of: names, counts, shares and amounts, as words in both languages."""

from __future__ import annotations

import math
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.claims.claim import Part
from zhishu.publish.figure import number_text, place_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhishu.publish.figure import Tier
    from zhishu.publish.findings import LevelFindings
    from zhishu.publish.names import RegionName

NO_UNIT = Text("", "")
LARGE: Mapping[str, tuple[tuple[float, float, str], ...]] = MappingProxyType(
    {
        "zh": ((1e12, 1e12, "万亿"), (1e8, 1e8, "亿")),
        "en": ((1e12, 1e12, " trillion"), (1e9, 1e9, " billion"), (1e8, 1e6, " million")),
    }
)
"""From which size on an amount is said in words, and in what: 1.80 万亿元, 1.80 trillion yuan."""
SMALLEST_LARGE = 1e8
SOME = 3
"""Names said of a list that is too long."""
ENDINGS = MappingProxyType({1: "st", 2: "nd", 3: "rd"})


def count(number: float, evidence: str = "") -> Part:
    """Return a whole number as a part.

    >>> count(8780).words.zh
    '8,780'
    """
    text = number_text(number)
    return Part(Text(text, text), int(number), evidence)


def number(value: float, digits: int = 2, evidence: str = "") -> Part:
    """Return a number as a part, rounded for the reader, exact in `value`."""
    text = number_text(value, digits)
    return Part(Text(text, text), float(value), evidence)


def points(value: float, evidence: str = "") -> Part:
    """Return a distance of scores as a part: one digit after the point, more where that would be 0.

    >>> points(3.52).words.zh, points(0.02).words.zh
    ('3.5', '0.02')
    """
    small = 0 < abs(value) < 0.1  # noqa: PLR2004 - what one digit cannot show
    return number(value, 3 if small and abs(value) < 0.01 else 2 if small else 1, evidence)  # noqa: PLR2004 - as above


def percent(share: float, digits: int = 1, evidence: str = "") -> Part:
    """Return a share (0 to 1) as a part whose value is in percent.

    >>> percent(285 / 337).words.zh
    '84.6%'
    """
    text = f"{number_text(share * 100, digits)}%"
    return Part(Text(text, text), float(share * 100), evidence)


def probability(share: float, evidence: str = "") -> Part:
    """Return a share of draws as a part; one that rounds to 100% without being so is "> 99%".

    >>> probability(0.9995).words.zh, probability(1.0).words.zh
    ('> 99%', '100%')
    """
    text = "> 99%" if 0.995 <= share < 1 else f"{number_text(share * 100)}%"  # noqa: PLR2004 - rounds to 100
    return Part(Text(text, text), float(share * 100), evidence)


def place(rank: float, evidence: str = "") -> Part:
    """Return a rank as a part; English says it as an ordinal.

    >>> place(3.0).words.en, place(12.0).words.en, place(3.5).words.en
    ('3rd', '12th', '3.5')
    """
    text = place_text(rank)
    if rank != int(rank):
        return Part(Text(text, text), float(rank), evidence)
    teens = range(11, 14)
    ending = "th" if int(rank) % 100 in teens else ENDINGS.get(int(rank) % 10, "th")
    return Part(Text(text, f"{text}{ending}"), int(rank), evidence)


def steps(places: float, evidence: str = "") -> Part:
    """Return a number of places as a part: 4 位, 4 places.

    >>> steps(1).words
    Text(zh='1 位', en='1 place')
    """
    text = place_text(places)
    value: float = int(places) if places == int(places) else float(places)
    return Part(Text(f"{text} 位", f"{text} {'place' if places == 1 else 'places'}"), value, evidence)


def place_count(ranks: float, evidence: str = "") -> Part:
    """Return the width of an interval as a part: 2 个名次, 2 ranks.

    >>> place_count(1.0).words
    Text(zh='1 个名次', en='1 rank')
    """
    text = place_text(ranks)
    return Part(Text(f"{text} 个名次", f"{text} {'rank' if ranks == 1 else 'ranks'}"), float(ranks), evidence)


def interval(low: float, high: float, evidence: str = "") -> Part:
    """Return the interval of a rank as a part: 3–5, or one number where both ends are the same."""
    low_text, high_text = place_text(low), place_text(high)
    text = low_text if low_text == high_text else f"{low_text}–{high_text}"
    return Part(Text(text, text), text, evidence)


def score_points(value: float, evidence: str = "") -> Part:
    """Return a score with its unit: 97.7 分, 97.7 points."""
    text = number_text(value, 1)
    return Part(Text(f"{text} 分", f"{text} points"), float(value), evidence)


def quantity(value: float, unit: Text | None, evidence: str = "") -> Part:
    """Return a value with its unit: 53 家, 1.80 万亿元.

    >>> quantity(1.8e12, Text("元", "yuan")).words
    Text(zh='1.80 万亿元', en='1.80 trillion yuan')
    >>> quantity(1, Text("家", "universities")).words.en
    '1 university'
    """
    return Part(quantity_text(value, unit), float(value), evidence)


def quantity_text(value: float, unit: Text | None) -> Text:
    """Return a value with its unit, as words; large amounts in 亿 and 万亿, in millions and up."""
    unit = unit or NO_UNIT
    english = singular(unit.en) if value == 1 else unit.en
    return Text(
        f"{_amount(value, 'zh')}{'' if abs(value) >= SMALLEST_LARGE else ' '}{unit.zh}".strip(),
        f"{_amount(value, 'en')} {english}".strip(),
    )


def _amount(value: float, language: str) -> str:
    for size, divisor, name in LARGE[language]:
        if abs(value) >= size:
            shown = value / divisor
            digits = 2 if abs(shown) < 100 else 1 if abs(shown) < 1000 else 0  # noqa: PLR2004 - 4 or 5 digits in all
            return f"{number_text(shown, digits)}{' ' if language == 'zh' else ''}{name}"
    return number_text(value, 0 if value == round(value) else 2)


def singular(noun: str) -> str:
    """Return the singular of a regular English plural; any other word stays.

    >>> singular("universities"), singular("firms"), singular("yuan")
    ('university', 'firm', 'yuan')
    """
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def joined(items: Iterable[Text]) -> Text:
    """Return a list as it is said: A、B、C and A, B and C; names that hold a 、 stand in quotes.

    >>> joined([Text("北京", "Beijing"), Text("上海", "Shanghai")])
    Text(zh='北京、上海', en='Beijing and Shanghai')
    """
    items = list(items)
    chinese = [f"“{item.zh}”" if "、" in item.zh else item.zh for item in items]
    english = [item.en for item in items]
    if len(english) > 1:
        english = [", ".join(english[:-1]), english[-1]]
    return Text("、".join(chinese), " and ".join(english))


def names(regions: Sequence[RegionName], evidence: str = "", *, most: int = 20) -> Part:
    """Return the short names of regions as one part, whose value is all the names in Chinese.

    Of more than `most` only some are said.
    """
    said = joined(region.short for region in regions[:most])
    if len(regions) > most:
        some = [region.short for region in regions[:SOME]]
        said = Text(
            f"{joined(some).zh}等 {len(regions)} 个",
            f"{', '.join(one.en for one in some)} and {len(regions) - SOME} more",
        )
    return Part(said, tuple(region.short.zh for region in regions), evidence)


def name(region: RegionName, evidence: str = "") -> Part:
    """Return the short name of one region as a part."""
    return Part(region.short, region.short.zh, evidence)


def word(text: Text) -> Part:
    """Return a mere word, which needs no proof."""
    return Part(text)


def in_sentence(text: Text) -> Text:
    """Return a name as it stands inside an English sentence: its first letter small.

    >>> in_sentence(Text("产业水平", "Industry level")).en, in_sentence(Text("人均", "GDP per head")).en
    ('industry level', 'GDP per head')
    """
    english = text.en
    lower = english[:1].lower() + english[1:] if not english[1:2].isupper() else english
    return Text(text.zh, lower)


def node_name(level: LevelFindings, node: str) -> Text:
    """Return what a node is called inside a sentence; "" and the root are the index as a whole."""
    if level.node(node) == level.framework.root.id:
        return Text("总指数", "the overall index")
    return in_sentence(level.title(node))


def own(level: LevelFindings, node: str) -> str:
    """Return a node as it stands in ids: nothing for the index as a whole."""
    return "" if level.node(node) == level.framework.root.id else node


def level_name(level: LevelFindings) -> Text:
    """Return what the regions of a level are called inside a sentence."""
    return in_sentence(level.level.name)


def replaced(template: str, names: Mapping[str, str]) -> str:
    """Return a template in which placeholders are called otherwise."""
    for old, new in names.items():
        template = template.replace(old, new)
    return template


OWN_WORDS = frozenset(
    [
        "index",
        "level",
        "top",
        "there",
        "none",
        "number",
        "total",
        "leader",
        "leaders",
        "measure",
        "share",
        "whole",
        "sum",
        "from",
        "to",
        "regions",
    ]
)
"""Names of parts that sentences use themselves; a group or node of that name gets a _ after it."""


def is_rest(tier: Tier) -> bool:
    """Return whether a tier is what stands below the last cut, which is no tier to speak of."""
    return tier.name.en == "Other"


def slug(*parts: object) -> str:
    """Return an id of its parts, empty ones left out, with nothing in it but letters, digits, - and _.

    >>> slug("seats", "city", "", 15)
    'seats-city-15'
    """
    return "-".join(re.sub(r"[^\w-]", "_", str(part)) for part in parts if str(part))


def key(text: str) -> str:
    """Return a name of the edition's as it can stand in braces, apart from the words of our own.

    >>> key("东部"), key("top"), key("{a}")
    ('东部', 'top_', '(a)')
    """
    plain = braced(text)
    return f"{plain}_" if plain in OWN_WORDS else plain


def braced(text: str) -> str:
    """Return a name as it can stand in braces after a word of our own ("name of …")."""
    return text.replace("{", "(").replace("}", ")")


def finite(value: float) -> bool:
    """Return whether a number can be said at all."""
    return not (math.isnan(value) or math.isinf(value))


def about(level: LevelFindings, node: str = "") -> dict[str, Part]:
    """Return the words that most sentences need: {index} and {level}."""
    return {"index": word(node_name(level, node)), "level": word(level_name(level))}
