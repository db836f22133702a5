"""The fixed words of the page, in both languages."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from zhishu.framework import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "skip": Text("跳到正文", "Skip to content"),
        "edition": Text("{} 版", "{} edition"),
        "contents": Text("目录", "Contents"),
        "notice": Text("数据说明", "About the data"),
        "figure": Text("图 {}", "Figure {}"),
        "table": Text("表 {}", "Table {}"),
        "data_table": Text("查看数据表", "Show the data"),
        "note": Text("注：", "Note: "),
        "source": Text("来源：", "Source: "),
        "absent": Text("（本次未列出）", "(not shown this time)"),
        "boundaries": Text("边界：", "Boundaries: "),
        "review": Text("审图号：{}", "Map review number: {}"),
        "search": Text("查找", "Find"),
        "search_hint": Text("输入名称", "Type a name"),
        "all_tiers": Text("全部梯队", "All tiers"),
        "tier": Text("梯队", "Tier"),
        "shown": Text("显示 {} / {} 个", "{} of {} shown"),
        "sort": Text("按此列排序", "Sort by this column"),
        "nothing": Text("没有符合条件的地区。", "No region fits."),
        "same": Text("与公布名次一致", "same as published"),
        "published": Text("公布 {}", "published {}"),
        "compared": Text(
            "表中 {} 个公布名次，{} 个与本页一致。",
            "Of {} published ranks in this table, {} are the same here.",
        ),
        "method": Text("权重与方法", "Weights and method"),
        "weighting": Text("关于赋权方法", "About the weighting"),
        "repairs": Text("构建时的处理", "What was repaired"),
        "quarantined": Text(
            "表 {}：{} 行未通过检查，已隔离。", "Table {}: {} rows failed a check and were set aside."
        ),
        "uncovered": Text(
            "内嵌字体缺少下列字符，由阅读者的系统字体显示：",
            "The embedded font lacks these characters, which the reader’s own fonts show: ",
        ),
        "no_levels": Text("本版没有可显示的排名。", "This edition has no ranking to show."),
        "indicators": Text("指标", "Indicators"),
        "firms": Text("企业", "Firms"),
        "records": Text("记录", "Records"),
        "made": Text("由 zhishu 生成。", "Made with zhishu."),
        "offline": Text(
            "本页为单一文件，可离线打开，不请求任何外部资源。",
            "One file; it opens offline and requests nothing from outside.",
        ),
        "font": Text("字体：Noto Sans CJK SC（SIL OFL 1.1）。", "Typeface: Noto Sans CJK SC (SIL OFL 1.1)."),
    }
)
