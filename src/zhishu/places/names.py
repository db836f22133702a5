"""Short names of the regions of China, by rule."""

from __future__ import annotations

LISTED = (
    "蒙古、回、藏、维吾尔、苗、彝、壮、布依、朝鲜、满、侗、瑶、白、土家、哈尼、哈萨克、傣、黎、傈僳、佤、畲、"
    "高山、拉祜、水、东乡、纳西、景颇、柯尔克孜、土、达斡尔、仫佬、羌、布朗、撒拉、毛南、仡佬、锡伯、阿昌、"
    "普米、塔吉克、怒、乌孜别克、俄罗斯、鄂温克、德昂、保安、裕固、京、塔塔尔、独龙、鄂伦春、赫哲、门巴、"
    "珞巴、基诺"
)
PEOPLES = tuple(LISTED.split("、"))
FULL = tuple(sorted((f"{people}族" for people in PEOPLES), key=len, reverse=True))
BARE = tuple(people for people in PEOPLES if len(people) > 1)
"""The peoples whose name stands without 族 in a name (哈萨克自治州); one character would be unsafe."""
KINDS = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "省",
    "市",
    "盟",
    "县",
    "区",
    "旗",
)
SHORTEST = 2


def short_name(name: str) -> str:
    """Return `name` without the kind of unit and the peoples it is named for.

    A remainder of one character is no name: such a name stays whole (忠县).

    >>> [short_name(name) for name in ("北京市", "广西壮族自治区", "黔西南布依族苗族自治州", "大兴安岭地区")]
    ['北京', '广西', '黔西南', '大兴安岭']
    """
    kind = next((kind for kind in KINDS if name.endswith(kind)), "")
    rest = name.removesuffix(kind)
    if kind.startswith("自治"):
        rest = _without_peoples(rest)
    return rest if len(rest) >= SHORTEST else name


def _without_peoples(name: str) -> str:
    for people in (*FULL, *BARE):
        rest = name.removesuffix(people)
        if rest != name and len(rest) >= SHORTEST:
            return _without_peoples(rest)
    return name
