"""The same presentation, the same bytes: no time of the build in it, members in order."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from datetime import datetime

FIRST = "[Content_Types].xml"
EARLIEST = (1980, 1, 1, 0, 0, 0)
TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms)")


def steady_bytes(data: bytes, created: datetime) -> bytes:
    """Return an Office file with fixed dates, also in the workbooks of its charts, and sorted members."""
    stamp = created.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with ZipFile(BytesIO(data)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name in sorted(members, key=lambda name: (name != FIRST, name)):
            info = ZipInfo(name, EARLIEST)
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, _steady(name, members[name], created, stamp))
    return stream.getvalue()


def _steady(name: str, content: bytes, created: datetime, stamp: bytes) -> bytes:
    if name.endswith(".xlsx"):
        return steady_bytes(content, created)
    if name == "docProps/core.xml":
        return TIMES.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
    return content
