"""Unified social credit codes that are valid in form and cannot be real.

A code is 91 (a firm), a division code, an organisation code and a check character (GB 32100). The
organisation code here always begins with XXX, which the registers do not issue; its own check
character (GB 11714) is right as well, so that software which checks either one accepts the sample.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100: no I, O, S, V, Z."""
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
BLOCK = "XXX"


def organisation_code(serial: int) -> str:
    """Return the nine characters of the organisation code with that serial number.

    >>> organisation_code(1)
    'XXX000019'
    """
    body = f"{BLOCK}{serial:05d}"
    values = (int(character, 36) for character in body)
    total = sum(w * v for w, v in zip(ORGANISATION_WEIGHTS, values, strict=True))
    return body + "0123456789X0"[11 - total % 11]


def credit_code(division: str, serial: int) -> str:
    """Return the 18 characters of a firm's code in a district.

    >>> credit_code("110108", 1)
    '91110108XXX000019W'
    """
    body = f"91{division}{organisation_code(serial)}"
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return body + ALPHABET[-total % 31]
