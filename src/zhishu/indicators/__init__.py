"""Records → panel: declared measures, one safe expression language, ready panels, one assembly."""
