"""Editing a draft: each verb one transaction that keeps the coverage, recorded and undoable."""
