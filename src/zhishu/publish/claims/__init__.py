"""Sentences that are proved: kinds of claims, the pinned claims of an edition, facts about one region."""

from zhishu.publish.claims import leaders, order, seats, standing, tiers
from zhishu.publish.claims.claim import Claim, Part, renamed
from zhishu.publish.claims.library import by_id, find_claims
from zhishu.publish.claims.profile import Profile, profile_of

__all__ = [
    "Claim",
    "Part",
    "Profile",
    "by_id",
    "find_claims",
    "leaders",
    "order",
    "profile_of",
    "renamed",
    "seats",
    "standing",
    "tiers",
]
