"""Dates: lines that are dates, and the times that a sentence mentions."""

from .lines import is_date, is_date_word, iso_date, iso_moment
from .times import find_times

__all__ = ["find_times", "is_date", "is_date_word", "iso_date", "iso_moment"]
