"""The sections of China's classification of industries (GB/T 4754) in English."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from zhishu.framework import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "农、林、牧、渔业": "Agriculture, forestry, fishing",
        "采矿业": "Mining",
        "制造业": "Manufacturing",
        "电力、热力、燃气及水生产和供应业": "Electricity, heat, gas and water",
        "建筑业": "Construction",
        "批发和零售业": "Wholesale and retail",
        "交通运输、仓储和邮政业": "Transport, storage and post",
        "住宿和餐饮业": "Hotels and catering",
        "信息传输、软件和信息技术服务业": "Information transmission, software and IT services",
        "金融业": "Finance",
        "房地产业": "Real estate",
        "租赁和商务服务业": "Leasing and business services",
        "科学研究和技术服务业": "Research and technical services",
        "水利、环境和公共设施管理业": "Water, environment and public facilities",
        "居民服务、修理和其他服务业": "Household services, repair and others",
        "教育": "Education",
        "卫生和社会工作": "Health and social work",
        "文化、体育和娱乐业": "Culture, sports and entertainment",
        "公共管理、社会保障和社会组织": "Public administration and social organisations",
        "国际组织": "International organisations",
    }
)


def industry_name(industry: str) -> Text:
    """Return an industry's name in both languages; one that is not known is called the same in both.

    >>> industry_name("金融业").en
    'Finance'
    """
    return Text(industry, ENGLISH.get(industry, industry))
