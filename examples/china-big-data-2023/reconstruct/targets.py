"""The ranks that must come out, and the named candidates for places that the report leaves open.

An order is a list of groups, the best first: every member of a group lies above every member of the
next. A group of one is a rank; a larger group leaves the order inside open. Regions that are not
named lie below the last group.
"""

from __future__ import annotations

from places import CIRCLES

Order = tuple[tuple[str, ...], ...]


def order(text: str) -> Order:
    """Return the groups of an order: names apart by spaces, open groups joined by '/'.

    >>> order("北京 上海/深圳")
    (('北京',), ('上海', '深圳'))
    """
    return tuple(tuple(group.split("/")) for group in text.split())


CITY: dict[str, Order] = {
    "index": order(
        "北京 上海 深圳 杭州 广州 南京 苏州 武汉 合肥 成都 天津 青岛 重庆 郑州 无锡 "
        "长沙 济南 福州 西安 厦门"
    ),
    "level": order(
        "北京 上海 杭州 深圳 广州 南京 苏州 成都 合肥 武汉 天津 无锡 青岛 长沙 重庆 "
        "宁波/东莞/济南 郑州"
    ),
    "innovation": order(
        "北京 上海 杭州 广州 深圳 南京 武汉 郑州 合肥 西安 成都 石家庄 沈阳 天津 哈尔滨 重庆 "
        "长春/南昌 青岛 济南/福州/大连 苏州 "
        "长沙/昆明/太原/南宁/贵阳/厦门/东莞/宁波/兰州/拉萨/常州 无锡"
    ),
    "environment": order(
        "北京 深圳 上海 重庆 青岛 天津 杭州 厦门 苏州 广州 合肥 武汉 郑州 贵阳 银川 "
        "宁波 无锡 成都 长沙/福州 南京"
    ),
}
"""Ranks 16–18 of the level, 10, 12, 13, 15, 17, 18, 20–22 and 24–34 of innovation and 8, 14–16, 19
and 20 of the environment are not printed: the candidates here fit the seats by part of the country."""

PROVINCE: dict[str, Order] = {
    "index": order("北京 广东 江苏 浙江 上海 山东 安徽 四川 河南 福建 湖北 辽宁 重庆 天津 贵州"),
    "level": order(
        "北京 广东 上海 浙江 江苏 山东 安徽 四川 湖北 福建 天津 湖南 河南 陕西 重庆 辽宁 "
        "河北/江西/黑龙江 贵州"
    ),
    "innovation": order(
        "北京 广东 浙江 江苏 上海 山东 湖北 安徽 辽宁 河南 四川 福建 湖南/陕西/河北 "
        "黑龙江/江西 重庆 吉林 天津 广西 贵州"
    ),
    "environment": order("广东 江苏 山东 浙江 河南 安徽 四川 北京 福建 上海 湖北 贵州 辽宁 重庆 天津"),
}

MARGINS = {"index": 0.002, "level": 0.0015, "innovation": 0.0018, "environment": 0.004}
"""The least distance between neighbours of an order, on a scale of 0–1."""

FINANCED_PROVINCES = tuple("北京 天津 上海 浙江 江苏 广东 重庆 湖北 陕西 吉林 黑龙江 西藏 新疆".split())
FINANCED_FOURTEENTH = "四川"
SIX_INVENTIVE = tuple("广州 南京 成都 合肥 青岛 东莞".split())
FOUR_INVENTIVE = tuple("北京 深圳 杭州 上海".split())
QUALITY = ("listed_firms", "unicorn_firms", "gazelle_firms", "high_tech_firms")

CLOSE_MARGIN = 0.0002
CLOSE = {
    ("city", "innovation"): frozenset("天津 哈尔滨 重庆".split()),
    ("city", "index"): frozenset("天津 青岛 重庆".split()),
    ("province", "index"): frozenset("重庆 天津".split()),
    ("province", "innovation"): frozenset("重庆 吉林 天津".split()),
}
"""Chongqing lies above Tianjin in innovation among provinces and below it among cities, with the same
records: only the weights of the two levels tell them apart, so the distances must be small."""
FINANCED_CITIES = tuple("北京 上海 深圳 杭州 广州 南京 苏州 成都 武汉 天津 重庆 西安 无锡".split())
INVENTION_SHARES = {"patents": (65.20, 16.76), "software_copyrights": (56.78, 19.50)}
MORE_LISTED_THAN_TIANJIN = tuple("成都 武汉 合肥 无锡 青岛 长沙 济南 福州 宁波 厦门".split())
EASTERN_POLICY = ("深圳", "厦门", "南京", "苏州")
INLAND_POLICY = ("重庆", "合肥", "银川", "成都", "西安")
FORTY_TO_SIXTY = ("上海", "广州", "杭州", "重庆", "济南")
TWENTY_AND_MORE = tuple("天津 青岛 成都 武汉 苏州 合肥 郑州 南京 西安 贵阳".split())
CIRCLE_ORDERS = (
    *(
        (node, a, b)
        for node in ("level", "innovation")
        for a, b in (("京津冀", "长三角"), ("长三角", "珠三角"), ("珠三角", "成渝"))
    ),
    *(("environment", a, b) for a in ("长三角", "珠三角") for b in ("京津冀", "成渝")),
    *(("index", a, "成渝") for a in ("京津冀", "长三角", "珠三角")),
)
CIRCLE_MARGIN = 0.003
WINGS = ("绵阳", "德阳", "宜宾", "自贡")
INSIDE_CIRCLES = (
    ("石家庄", CIRCLES["京津冀"][3:]),
    *((name, ("江门", "肇庆")) for name in ("东莞", "佛山", "珠海", "中山", "惠州")),
    *((wing, tuple(name for name in CIRCLES["成渝"][2:] if name not in WINGS)) for wing in WINGS),
)
"""A city and those of its circle that lie below it."""
GAPS = (("上海", "广州", 0.24), ("南京", "重庆", 0.085))
"""Two cities and the most that the index may fall from one to the other."""
KEPT_DISTANCE = 0.4
"""Part of the wished distance between neighbours that must be kept."""
WISH_PRICE = 6.0
"""What it costs to miss a wished score by its whole size; 1 buys a change of one value by its size."""
