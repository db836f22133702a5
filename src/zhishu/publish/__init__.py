"""What we say: tables, charts, maps and the page that shows them."""

from __future__ import annotations

from zhishu.publish.report import report_html

__all__ = ["report_html"]
