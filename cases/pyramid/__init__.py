"""Exact counts of cases per square of the web map, whatever the filters and the rights."""
