"""Sentences that are proved: kinds of claims, the pinned claims of an edition, facts about one region.

Importing this package registers every kind of claim.
"""

from zhishu.publish.claims import (
    circles,
    composition,
    concentration,
    leaders,
    lists,
    order,
    seats,
    standing,
    tiers,
)
from zhishu.publish.claims.claim import Claim, Part, renamed
from zhishu.publish.claims.library import by_id, find_claims, library_of
from zhishu.publish.claims.pins import check_pins, checked_pins, pinned_claims, read_pins
from zhishu.publish.claims.profile import Profile, profile_of

KIND_MODULES = (circles, composition, concentration, leaders, lists, order, seats, standing, tiers)
"""Where the kinds are written."""

__all__ = [
    "KIND_MODULES",
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
