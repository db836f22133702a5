"""The record tables that zhishu knows: their columns, keys, regions and Chinese headings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from zhishu.edition import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.edition import ColumnType


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of record table: its columns, its key and the column that holds the region.

    >>> BUILTIN_TABLES["firms"].key, BUILTIN_TABLES["firms"].region
    ('uscc', 'division_code')
    """

    name: str
    label: str
    columns: tuple[Column, ...]
    key: str
    region: str = "division_code"


def _key(name: str, label: str, *, check: Literal["uscc"] | None = None) -> Column:
    return Column(name, "code", required=True, check=check, label=label)


def _amount(name: str, label: str, kind: ColumnType = "integer") -> Column:
    """Return a column of counts or money, which cannot be negative."""
    return Column(name, kind, minimum=Decimal(0), label=label)


def _column(name: str, label: str, kind: ColumnType = "text") -> Column:
    return Column(name, kind, label=label)


REGION = Column("division_code", "code", required=True, label="行政区划代码")

FIRMS = Table(
    "firms",
    "企业",
    (
        _key("uscc", "统一社会信用代码", check="uscc"),
        _column("name", "企业名称"),
        REGION,
        _column("industry", "行业门类"),
        _column("founded", "成立日期", "date"),
        _column("is_listed", "是否上市", "boolean"),
        _column("is_unicorn", "是否独角兽", "boolean"),
        _column("is_gazelle", "是否瞪羚", "boolean"),
        _column("is_high_tech", "是否高新技术企业", "boolean"),
        _amount("market_value_yuan", "市值（元）", "decimal"),
        _amount("valuation_yuan", "估值（元）", "decimal"),
        _amount("technical_staff", "技术人员数"),
        _amount("patents", "专利数"),
        _amount("software_copyrights", "软件著作权数"),
        _column("website", "网站"),
    ),
    key="uscc",
)

FINANCING_EVENTS = Table(
    "financing_events",
    "融资事件",
    (
        _key("event_id", "事件编号"),
        Column("uscc", "code", check="uscc", label="统一社会信用代码"),
        REGION,
        _column("date", "融资日期", "date"),
        _column("round", "轮次"),
        _amount("amount_yuan", "融资金额（元）", "decimal"),
    ),
    key="event_id",
)

UNIVERSITIES = Table(
    "universities",
    "高校",
    (_key("university_id", "高校编号"), _column("name", "高校名称"), REGION, _column("major", "专业")),
    key="university_id",
)

POLICIES = Table(
    "policies",
    "产业政策",
    (
        _key("policy_id", "政策编号"),
        _column("title", "政策名称"),
        REGION,
        _column("issued", "发布日期", "date"),
    ),
    key="policy_id",
)

LAWS = Table(
    "laws",
    "法律法规",
    (_key("law_id", "法规编号"), _column("title", "法规名称"), REGION, _column("issued", "发布日期", "date")),
    key="law_id",
)

AGENCIES = Table(
    "agencies",
    "管理机构",
    (
        _key("agency_id", "机构编号"),
        _column("name", "机构名称"),
        REGION,
        _column("established", "设立日期", "date"),
    ),
    key="agency_id",
)

ASSOCIATIONS = Table(
    "associations",
    "联盟协会",
    (
        _key("association_id", "组织编号"),
        _column("name", "组织名称"),
        REGION,
        _column("founded", "成立日期", "date"),
    ),
    key="association_id",
)

EXCHANGES = Table(
    "exchanges",
    "数据交易场所",
    (
        _key("exchange_id", "场所编号"),
        _column("name", "场所名称"),
        REGION,
        Column("status", "text", allowed=("operating", "planned"), label="状态"),
        _column("established", "设立日期", "date"),
    ),
    key="exchange_id",
)

BUILTIN_TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            FIRMS,
            FINANCING_EVENTS,
            UNIVERSITIES,
            POLICIES,
            LAWS,
            AGENCIES,
            ASSOCIATIONS,
            EXCHANGES,
        )
    }
)
"""The record tables by name, as `table:` in an edition names them."""

FURTHER_HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "信用代码": "uscc",
        "社会信用代码": "uscc",
        "公司名称": "name",
        "名称": "name",
        "标题": "title",
        "区划代码": "division_code",
        "行政区划": "division_code",
        "所在地": "division_code",
        "地区": "division_code",
        "行业": "industry",
        "所属行业": "industry",
        "上市": "is_listed",
        "独角兽": "is_unicorn",
        "瞪羚": "is_gazelle",
        "高新技术企业": "is_high_tech",
        "市值": "market_value_yuan",
        "总市值（元）": "market_value_yuan",
        "估值": "valuation_yuan",
        "技术人员": "technical_staff",
        "专利": "patents",
        "专利数量": "patents",
        "软著数": "software_copyrights",
        "软件著作权": "software_copyrights",
        "网址": "website",
        "官网": "website",
        "融资轮次": "round",
        "融资金额": "amount_yuan",
    }
)
"""Headings, besides the columns' own labels, that files in Chinese use."""
