"""A value that does not fit an option: the message points into it."""

from __future__ import annotations

import pytest

from zhishu.errors import EditionError
from zhishu.recipe import Step
from zhishu.registry import resolve


def test_a_fault_deep_in_a_table_says_where_it_lies() -> None:
    """Not the whole table."""
    shown = {"p": {"a": "low"}, "q": {"a": True}}
    with pytest.raises(EditionError, match="'profiles'") as error:
        resolve(Step("weigh", "conjoint", {"profiles": shown}))
    assert error.value.where == "recipe, step weigh, method conjoint, profiles, q, a"
    assert (error.value.seen, error.value.allowed) == (True, "number or string")
