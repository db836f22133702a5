"""The fixed words of the page and of its script, in both languages."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from zhishu.framework import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "skip": Text("跳到正文", "Skip to content"),
        "contents": Text("目录", "Contents"),
        "cover": Text("封面", "Cover"),
        "key_numbers": Text("关键数字", "Key numbers"),
        "notice": Text("数据说明", "About the data"),
        "figure": Text("图 {}", "Figure {}"),
        "table": Text("表 {}", "Table {}"),
        "chart": Text("图", "Chart"),
        "data_table": Text("数据表", "Data table"),
        "view": Text("查看方式", "View"),
        "save_csv": Text("下载 CSV", "Save CSV"),
        "save_svg": Text("下载 SVG", "Save SVG"),
        "proof": Text("查看依据", "Show the evidence"),
        "note": Text("注：", "Note: "),
        "search": Text("查找", "Find"),
        "find_region": Text("查找地区", "Find a region"),
        "find_hint": Text("输入地区名称", "Type a name"),
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
        "repairs": Text("构建时的处理", "What was repaired"),
        "nothing_said": Text("本版没有可显示的内容。", "This edition has nothing to show."),
        "uncovered": Text(
            "内嵌字体缺少下列字符，由阅读者的系统字体显示：",
            "The embedded font lacks these characters, which the reader’s own fonts show: ",
        ),
        "made": Text("由 zhishu 生成。", "Made with zhishu."),
        "offline": Text(
            "本页为单一文件，可离线打开，不请求任何外部资源。",
            "One file; it opens offline and requests nothing from outside.",
        ),
        "font": Text("字体：Noto Sans CJK SC（SIL OFL 1.1）。", "Typeface: Noto Sans CJK SC (SIL OFL 1.1)."),
        "follow": Text(
            "点按任一带虚线的数字或句子，可查看其依据；点按表中的得分、名次或数值，可逐级追溯到原始记录。",
            "Press any number or sentence with a dotted line to see what proves it; press a score, rank or "
            "value in a table to follow it down to the records.",
        ),
    }
)

SCRIPT_WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "close": Text("关闭", "Close"),
        "evidence": Text("依据", "Evidence"),
        "formula": Text("算式", "Formula"),
        "cells": Text("所依据的数据", "The cells"),
        "where": Text("数据位置", "Where they stand"),
        "records": Text("原始记录", "Records"),
        "records_shown": Text("共 {} 条，列出 {} 条", "{} in all, {} shown"),
        "none_found": Text("本地区没有符合条件的记录。", "This region has no such record."),
        "score": Text("得分", "Score"),
        "rank": Text("名次", "Rank"),
        "of": Text("共 {} 个", "of {}"),
        "interval": Text("名次区间", "Rank interval"),
        "interval_of": Text("{}–{}", "{}–{}"),
        "value": Text("原始值", "Raw value"),
        "prepared": Text("处理后的值", "Prepared value"),
        "normalised": Text("可比数值", "Comparable value"),
        "weight": Text("组内权重", "Weight in group"),
        "effective": Text("对总指数的权重", "Weight in the index"),
        "points": Text("贡献", "Points"),
        "part": Text("组成", "Part"),
        "sum": Text("合计", "Sum"),
        "made_of": Text("得分的构成", "What the score is made of"),
        "adds": Text("得分 = Σ 组内权重 × 下级得分", "Score = Σ weight in group × score of the part"),
        "adds_not": Text(
            "此处的得分不是各部分的加权和，下表只列出各部分的权重与得分。",
            "This score is no weighted sum of its parts; the table lists their weights and scores.",
        ),
        "how": Text("计算过程", "How it comes about"),
        "measured": Text("度量", "Measure"),
        "method": Text("标准化", "Normalisation"),
        "range": Text("各地区取值范围", "Range over the regions"),
        "to_index": Text("对总得分的贡献", "Points in the total score"),
        "table_place": Text(
            "tables/scores.csv：level = {}，region = {}，node = {}",
            "tables/scores.csv: level = {}, region = {}, node = {}",
        ),
        "panel_place": Text(
            "tables/panel.csv：level = {}，region = {}，indicator = {}",
            "tables/panel.csv: level = {}, region = {}, indicator = {}",
        ),
        "region": Text("地区", "Region"),
        "places": Text("第 {} / {} 处", "{} of {} places"),
        "places_in_all": Text("本页共 {} 处", "{} places on this page"),
        "no_places": Text("本页图表中没有此地区", "not in any table or chart"),
        "previous": Text("上一处", "Previous place"),
        "next": Text("下一处", "Next place"),
        "clear": Text("取消高亮", "Clear"),
        "profile": Text("得分构成", "Take the score apart"),
        "total": Text("总得分", "Total score"),
        "unknown_region": Text("没有找到“{}”。", "“{}” was not found."),
        "steps": Text("层级", "Path"),
        "marks": Text("方向键逐个查看图形", "arrow keys step through the marks"),
        "rows_more": Text("另有 {} 行", "{} more rows"),
        "open_cell": Text("按回车键查看来历", "Enter shows where it comes from"),
    }
)
