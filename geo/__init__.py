"""Dateline: turn a news article into a map that opens anywhere."""

__version__ = "0.1.0"
