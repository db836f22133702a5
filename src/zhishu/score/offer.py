"""What weightings and aggregators may ask for beside the columns of a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.prepare.directions import select_directions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.columns import Background
    from zhishu.score.plan import Plan


@dataclass(frozen=True, slots=True, eq=False)
class GroupOffer:
    """What a weighting may ask for beside the columns of its group: see `of_group`.

    `x` and `raw` are the comparable and the raw values of all indicators, (…, regions, indicators).
    """

    plan: Plan
    background: Background
    x: NDArray[np.float64]
    raw: NDArray[np.float64]

    def of_group(self, members: Sequence[int], asked: Sequence[str]) -> dict[str, Any]:
        """Return the inputs that are asked for and on offer for a group of nodes, each by its name.

        - `stated`: the framework's own weights of the group, NaN where none is given;
        - `members`: the ids of the group's columns;
        - `regions`: the codes of the regions, those of the base that the years share;
        - `leaves`, `raw`: the comparable and the raw values of the indicators below the group,
          (…, regions, indicators); `leaf_ids` their ids, `leaf_directions` their directions;
        - `measures`: columns beside the framework, name → (…, regions).
        """
        if not asked:
            return {}
        tree, regions = self.plan.tree, self.background.regions
        ids = [tree.ids[member] for member in members]
        below = [leaf for node in ids for leaf in self.plan.framework.leaves_below(node)]
        columns = [self.plan.indicators.index(leaf) for leaf in below]
        rows = self.x.shape[-2]
        offers: dict[str, Callable[[], Any]] = {
            "stated": lambda: tree.stated[list(members)],
            "members": lambda: tuple(ids),
            "regions": lambda: regions * (rows // len(regions)) if regions else (),
            "leaves": lambda: self.x[..., columns],
            "raw": lambda: self.raw[..., columns],
            "leaf_ids": lambda: tuple(below),
            "leaf_directions": lambda: select_directions(self.plan.directions, columns),
            "measures": lambda: {
                name: values.reshape(-1) if values.size == rows else values
                for name, values in self.background.measures.items()
            },
        }
        return {name: offers[name]() for name in asked if name in offers}


def aggregator_offers(plan: Plan, background: Background, node: int, asked: Sequence[str]) -> dict[str, Any]:
    """Return the inputs that an aggregator asks for beside columns and weights, each by its name.

    The columns of a panel are (…, years, regions, columns).

    - `members`: the ids of the group's columns;
    - `regions`, `years`: the codes of the regions and the numbers of the years, in the columns' order;
    - `measures`: columns beside the framework, name → (years, regions);
    - `generator`: a new Generator of the step's `seed`, so that every group and year draws the same.
    """
    tree = plan.tree
    offers: dict[str, Callable[[], Any]] = {
        "members": lambda: tuple(tree.ids[child] for child in tree.children[node]),
        "regions": lambda: background.regions,
        "years": lambda: background.years,
        "measures": lambda: background.measures,
        "generator": lambda: np.random.default_rng(plan.steps["aggregate"].options["seed"]),
    }
    return {name: offers[name]() for name in asked if name in offers}
