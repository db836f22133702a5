"""The line under a table or figure that says where it comes from, for every format."""

from zhishu.publish.page.table_view import source_line

__all__ = ["source_line"]
