"""Where: regions, their codes and names, groups of them, and their boundaries."""

from zhishu.places.boundaries import area_centre, area_centres, boundaries, boundary_source
from zhishu.places.boundary_file import read_boundaries
from zhishu.places.china import REGION_SETS, builtin_regions, china, english_name
from zhishu.places.groups import GroupSet, builtin_groups, group_names, group_set, resolve_groups
from zhishu.places.region_file import edition_regions, level_regions, read_regions
from zhishu.places.regions import Change, Region, Regions, combine

__all__ = [
    "REGION_SETS",
    "Change",
    "GroupSet",
    "Region",
    "Regions",
    "area_centre",
    "area_centres",
    "boundaries",
    "boundary_source",
    "builtin_groups",
    "builtin_regions",
    "china",
    "combine",
    "edition_regions",
    "english_name",
    "group_names",
    "group_set",
    "level_regions",
    "read_boundaries",
    "read_regions",
    "resolve_groups",
]
