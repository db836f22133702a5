"""The slides of the press conference: a document and its findings as an editable presentation."""

from __future__ import annotations

from zhishu.publish.slides.deck import slides_pptx

__all__ = ["slides_pptx"]
