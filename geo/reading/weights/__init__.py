"""The learned weights, in small readable files: each line has a model, a feature and its weight.

``all.tsv`` was learned from all corpora; the program uses it. Each of the others was learned without one, to
be measured on that one. `geo train` learns them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from ...errors import GeoError

MODELS = ("recognition", "resolution alone", "resolution among others", "certainty")
"""Recognition; resolution of each name alone, and among the others; how sure the outcome is."""

NAMES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.tsv")))
"""The files of weights: ``all``, and each of the others, which says what it was learned without."""


class Weights(Struct, frozen=True):
    """Weights by model and feature, and the corpora that they were learned from.

    A missing feature has weight 0. ``settings`` holds single numbers: ``threshold`` of recognition, and
    ``sure``, the least confidence of what is sure. ``words`` are folded words that the corpora mostly have in
    lower case: a capital at the start of a sentence does not make them names.
    """

    corpora: tuple[str, ...]
    settings: Mapping[str, float]
    models: Mapping[str, Mapping[str, float]]
    words: frozenset[str] = frozenset()

    @classmethod
    def read(cls, path: Path) -> Weights:
        """Read a file of weights.

        Raises
        ------
        GeoError
            If it cannot be read or one of its lines is malformed; the first such line is named.
        """
        corpora: tuple[str, ...] = ()
        settings: dict[str, float] = {}
        models: dict[str, dict[str, float]] = {name: {} for name in MODELS}
        words: list[str] = []
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise GeoError(
                f"{path}: cannot be read as weights ({error}); expected what geo train writes"
            ) from None
        for number, line in enumerate(lines, 1):
            try:
                model, feature, value = line.split("\t")
                if model in models:
                    models[model][feature] = float(value)
                elif model == "words":
                    words += value.split()
                elif model == "setting":
                    settings[feature] = float(value)
                elif model == "corpora":
                    corpora = tuple(value.split())
                else:
                    raise ValueError(model)
            except ValueError:
                raise GeoError(
                    f"{path}:{number}: not a weight; expected model, feature, number, with tabs between"
                ) from None
        return cls(corpora, settings, models, frozenset(words))

    def write(self) -> str:
        """Write the weights as `read` reads them, in fixed order."""
        lines = [f"corpora\t\t{' '.join(self.corpora)}"]
        lines += [f"setting\t{name}\t{value:g}" for name, value in sorted(self.settings.items())]
        lines += [
            f"{model}\t{feature}\t{value:g}"
            for model in MODELS
            for feature, value in sorted(self.models[model].items())
        ]
        initials = groupby(sorted(self.words), key=lambda word: word[0])
        lines += [f"words\t{initial}\t{' '.join(words)}" for initial, words in initials]
        return "\n".join(lines) + "\n"


@cache
def pinned_weights(name: str = NAMES[0]) -> Weights:
    """Read the weights that come with the program, by name (one of ``NAMES``)."""
    return Weights.read(Path(__file__).with_name(f"{name}.tsv"))
