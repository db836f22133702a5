"""The HTML page: a Document laid out as one self-contained file."""

from zhishu.publish.page.page import page_html

__all__ = ["page_html"]
