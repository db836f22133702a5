"""The report's figures of single indicators: who is named, and with what."""

from __future__ import annotations

QUALITY = ("listed_firms", "unicorn_firms", "gazelle_firms", "high_tech_firms")
FIRST_FIVE = ("北京", "上海", "深圳", "杭州", "广州")
NEXT_FIVE = ("南京", "苏州", "成都", "合肥", "武汉")
"""The rest of the first ten by quality firms: exactly 合肥 and 武汉 are central, 成都 is western."""

BY_MARKET_VALUE = ("北京", "深圳", "杭州", "广州", "上海")
MORE_LISTED_THAN_TIANJIN = ("成都", "武汉", "合肥", "无锡", "青岛", "长沙", "济南", "福州", "宁波", "厦门")
MORE_VALUE_THAN_TIANJIN = (*BY_MARKET_VALUE, "南京", "苏州")
"""Tianjin has few listed firms of high value; who is before it is chosen."""
BY_VALUATION = ("北京", "杭州", "深圳", "上海")

FINANCED_PROVINCES = (
    *("北京", "天津", "上海", "浙江", "江苏", "广东", "重庆", "湖北"),
    *("陕西", "吉林", "黑龙江", "西藏", "新疆"),
)
FINANCED_FOURTEENTH = "四川"
"""成都 is named among the provinces: its province takes the place that is left."""
FINANCED_CITIES = (
    *("北京", "上海", "深圳", "杭州", "广州", "南京", "苏州"),
    *("成都", "武汉", "天津", "重庆", "西安", "无锡"),
)
"""The first thirteen cities by financing: 成都 must be among the first fourteen."""

FOUR_INVENTIVE = ("北京", "深圳", "杭州", "上海")
SIX_INVENTIVE = ("广州", "南京", "成都", "合肥", "青岛", "东莞")
INVENTION_SHARES = {"patents": (65.20, 16.76), "software_copyrights": (56.78, 19.50)}
"""Percent of the nation that the four and the six hold."""

BY_STAFF = ("深圳", "上海", "广州", "武汉", "拉萨")
"""Ranks 3 to 7: the fourth and fifth are chosen."""
MOST_UNIVERSITIES = ("武汉", "北京", "西安", "广州", "重庆")
WESTERN_UNIVERSITIES = ("四川", "陕西")

EASTERN_POLICY = ("深圳", "厦门", "南京", "苏州")
INLAND_POLICY = ("重庆", "合肥", "银川", "成都", "西安")
FORTY_TO_SIXTY = ("上海", "广州", "杭州", "重庆", "济南")
TWENTY_AND_MORE = ("天津", "青岛", "成都", "武汉", "苏州", "合肥", "郑州", "南京", "西安", "贵阳")
"""Associations: the first fifteen cities have some tens each."""
