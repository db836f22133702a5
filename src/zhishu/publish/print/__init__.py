"""The publication on paper: PDF by Typst, and Word for those who carry on in it."""

from zhishu.publish.print.brief import brief_pdf
from zhishu.publish.print.pdf import document_pdf
from zhishu.publish.print.word import document_docx

__all__ = ["brief_pdf", "document_docx", "document_pdf"]
