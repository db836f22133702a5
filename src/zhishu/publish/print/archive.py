"""A zip file that depends on its content alone: members in order of name, all of one date."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

UNIX = 3
FIRST = "[Content_Types].xml"
"""The member that readers of Office files want to find first."""


def steady_archive(packed: bytes, date: tuple[int, int, int]) -> bytes:
    """Return the same members, sorted, each dated `date`: equal content gives equal bytes."""
    made = BytesIO()
    with ZipFile(BytesIO(packed)) as source, ZipFile(made, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != FIRST, name)):
            member = ZipInfo(name, (*date, 0, 0, 0))
            member.compress_type = (
                ZIP_STORED if name.endswith(".png") else ZIP_DEFLATED
            )  # a PNG is packed already
            member.external_attr = 0o600 << 16
            member.create_system = UNIX  # as written, not as the machine is
            target.writestr(member, source.read(name))
    return made.getvalue()
