"""The ranks that must come out, and the named candidates for places that the report leaves open.

An order is a list of groups, the best first: every member of a group lies above every member of the
next. A group of one is a rank; a larger group leaves the order inside open. Regions that are not
named lie below the last group.
"""

from __future__ import annotations

from places import circles

Order = tuple[tuple[str, ...], ...]


def order(text: str) -> Order:
    """Return the groups of an order: groups apart by spaces, members of an open group joined by '/'.

    >>> order("北京 上海/深圳")
    (('北京',), ('上海', '深圳'))
    """
    return tuple(tuple(group.split("/")) for group in text.split())


CITY: dict[str, Order] = {
    "index": order(
        "北京 上海 深圳 杭州 广州 南京 苏州 武汉 合肥 成都 天津 青岛 重庆 郑州 无锡 长沙 济南 福州 西安 厦门"
    ),
    "level": order(
        "北京 上海 杭州 深圳 广州 南京 苏州 成都 合肥 武汉 天津 无锡 青岛 长沙 重庆 宁波/烟台/济南 郑州"
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
"""Not printed are the level's rank 14 (central: 长沙) and 16–18, innovation's 10, 12, 13, 15 (one eastern,
one western, two north-eastern), 17, 18, 20–22 and 24–34, the environment's 8, 14, 15 (one eastern, two
western), 16, 19 and 20: the candidates fit the printed seats by part of the country."""

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
"""Not printed are the level's ranks 12, 14 and 17–19 and innovation's 13–17, 19 and 21."""

MARGINS = {"index": 0.002, "level": 0.0015, "innovation": 0.0018, "environment": 0.004}
"""The least distance between neighbours of an order, on a scale of 0–1."""

CLOSE_MARGINS = {"index": 0.001, "innovation": 0.0002}
CLOSE = {
    ("city", "index"): frozenset(("天津", "青岛", "重庆")),
    ("city", "innovation"): frozenset(("天津", "哈尔滨", "重庆")),
    ("province", "index"): frozenset(("重庆", "天津")),
    ("province", "innovation"): frozenset(("重庆", "吉林", "天津")),
}
"""Among provinces 重庆 lies above 天津 in innovation and in total, among cities below, with the same
records: only the ranges and weights of the two levels tell them apart, so the distances are small."""

CIRCLE_MARGIN = 0.002
CIRCLE_ORDERS = (
    *(
        (node, a, b)
        for node in ("level", "innovation")
        for a, b in (("京津冀", "长三角"), ("长三角", "珠三角"), ("珠三角", "成渝"))
    ),
    *(("environment", a, b) for a in ("长三角", "珠三角") for b in ("京津冀", "成渝")),
    *(("index", a, "成渝") for a in ("京津冀", "长三角", "珠三角")),
)
"""Node and two circles, the first of which has the higher mean score."""

INSIDE_MARGIN = 0.003
PEARL_FOLLOWERS = ("江门", "肇庆")
PEARL_MIDDLE = ("东莞", "佛山", "珠海", "中山", "惠州")
SICHUAN_WINGS = ("绵阳", "德阳", "宜宾", "自贡")

GAPS = (("上海", "广州", 0.24), ("南京", "重庆", 0.085))
"""Two cities and the most that the index may fall from one to the other: the tiers are close inside."""

KEPT_DISTANCE = 0.4
"""Part of the wished distance between neighbours that must be kept."""
WISH_PRICE = 6.0
"""What it costs to miss a wished score by its whole size; 1 buys a change of one value by its size."""


def inside_circles() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return cities, each with those of its circle that lie below it in total."""
    hebei = circles()["京津冀"]
    sichuan = circles()["成渝"]
    first = ("北京", "天津", "石家庄")
    rest = tuple(name for name in sichuan if name not in ("重庆", "成都", *SICHUAN_WINGS))
    return (
        ("石家庄", tuple(name for name in hebei if name not in first)),
        *((name, PEARL_FOLLOWERS) for name in PEARL_MIDDLE),
        *((wing, rest) for wing in SICHUAN_WINGS),
    )
