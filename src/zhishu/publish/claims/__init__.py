"""Sentences that are proved: kinds of claims, the pinned claims of an edition, facts about one region.

Importing this package registers every kind of claim.
"""

from importlib import import_module
from pkgutil import iter_modules

from zhishu.publish.claims.claim import Claim, Part, renamed
from zhishu.publish.claims.library import by_id, find_claims, library_of
from zhishu.publish.claims.pins import check_pins, checked_pins, pinned_claims, read_pins
from zhishu.publish.claims.profile import Profile, profile_of

__all__ = [
    "Claim",
    "Part",
    "Profile",
    "by_id",
    "check_pins",
    "checked_pins",
    "find_claims",
    "library_of",
    "pinned_claims",
    "profile_of",
    "read_pins",
    "renamed",
]

for _module in sorted(found.name for found in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")
