"""The report as one HTML page: what every build writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.publish.drawings import DrawingDesk
from zhishu.publish.formats import document_of_result
from zhishu.publish.page import page_html

if TYPE_CHECKING:
    from zhishu.publish.figure import Language
    from zhishu.result import Result


def report_html(result: Result, *, language: Language = "zh") -> str:
    """Return the report as one HTML page that opens offline, in Chinese ("zh") or English ("en").

    Its chapters are those of the edition's report.yaml, or of the outline that any index can fill. The
    same result gives the same bytes. A fault in report.yaml, in a pinned claim or in the ledger of
    facts raises a ZhishuError.
    """
    with DrawingDesk(language) as desk:
        document = document_of_result(result, notice=desk.take)
        return page_html(document, language, drawn=desk.drawn(document.figures))
