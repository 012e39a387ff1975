"""What a story is about: its mentions and flows in layers by theme, with titles in the story's own words."""

from .themes import SIGNS, Theme, Themes, read_themes, themes_in
from .topics import theme_layers

__all__ = ["SIGNS", "Theme", "Themes", "read_themes", "theme_layers", "themes_in"]
