"""The program's version, which documents and maps name."""

__version__ = "0.1.0"
