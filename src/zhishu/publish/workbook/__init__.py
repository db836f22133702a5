"""The Excel workbook: every stage of a result on its own sheet, with live formulas."""

from __future__ import annotations

from zhishu.publish.workbook.contents import workbook_xlsx

__all__ = ["workbook_xlsx"]
