"""The publication on paper: PDF by Typst, and Word for those who carry on in it."""

from zhishu.publish.print.pdf import document_pdf

__all__ = ["document_pdf"]
