"""Make the lexicon of a language with conjugated verbs, ``languages/<code>/lexicon.tsv``, of three packages.

    python -m geo.making.builder.conjugated es MLCONJUG3.whl FOLDER

The packages are on PyPI; FOLDER is where simplemma and wordfreq are installed. The forms of verbs are those
of mlconjug3 (verbiste): of the third person, infinitive, gerund and participle. wordfreq says which are used;
simplemma's list of words, which are rather another word ("casa", "compra"): these are nouns unless the words
beside them say otherwise. A participle is no past, though Portuguese compound tenses list it as one. A verb
that mlconjug3 lacks is conjugated as most with its ending, as far as simplemma knows the forms as its own.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...files import language_folder

_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 2.0  # Zipf frequency (Van Heuven et al. 2014): once in ten million words
_MANY = 30  # verbs that make a template common
_SHORT = 3  # letters: "vire" is no form of "vir"
_ENOUGH = 4  # known forms of a verb
_TAGS = {"B": "VB", "S": "VBZ", "D": "VBD", "N": "VBN", "G": "VBG", "F": "VBF", "C": "VBC"}
_HEAD = """\
# Word, part of speech (Penn Treebank; VBF future, VBC conditional), and of a verb its infinitive and which of
# its forms the word is: infinitive (B), present (S), past (D), participle (N), gerund (G), future (F),
# conditional (C).
# Made by geo/making/builder/conjugated.py of
# - the conjugations of verbs in mlconjug3, Copyright 2016 Sekou Diao, MIT license, from verbiste;
# - the list of words in simplemma, Copyright 2021 Adrien Barbaresi, MIT license;
# - which words are in use: wordfreq, Copyright 2022 Robyn Speer.
"""


def lexicon(language: str, mlconjug: Path, known: dict[str, str]) -> str:
    """Return the lexicon as tab-separated lines, by words; `known` is word → its dictionary form."""
    rows: dict[str, dict[str, str]] = {}
    for infinitive, form, letter in _forms(language, mlconjug, known):
        if form in known and (known[form] == infinitive or letter in "BN" or form != infinitive):
            bases = rows.setdefault(form, {})
            if letter not in bases.setdefault(infinitive, ""):
                bases[infinitive] += letter
    lines = []
    for word, bases in sorted(rows.items()):
        base = known[word] if known[word] in bases else _likely(bases, known)
        if base is None:
            continue
        if (
            (plain := known[word]) == base[:-2] and plain != word and len(plain) > _SHORT
        ):  # "fugaron" is of "fugar", not of "fugarse"
            bases[plain] = bases[base]
            base = plain
        letters = bases[base].replace("D", "") if "N" in bases[base] else bases[base]
        if word in (base[:-2] + "ado", base[:-2] + "ido"):
            letters = letters.replace("D", "N")  # beside a short one: "expulso", but "tem expulsado"
        forms = "".join(letter for letter in "BSDNGFC" if letter in letters)
        verbal = known[word] == base
        tag = _TAGS[forms[0]] if verbal else "NN"
        lines.append("\t".join((word, tag, base, forms)))
    return _HEAD + "\n".join(lines) + "\n"


def _likely(bases: dict[str, str], known: dict[str, str]) -> str | None:
    """Return the infinitive of a form that is rather another word: one that is in use itself."""
    return min((b for b in bases if known.get(b) == b), key=lambda base: (len(base), base), default=None)


def _forms(language: str, mlconjug: Path, known: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield infinitive, form and letter of each form that news uses."""
    with zipfile.ZipFile(mlconjug) as wheel:
        read = [
            json.loads(wheel.read(f"mlconjug3/data/conjug_manager/{name}-{language}.json"))
            for name in ("verbs", "conjugation")
        ]
    verbs, templates = read
    listed: set[str] = set()
    for infinitive, how in verbs.items():
        if _WORD.fullmatch(infinitive):
            forms = list(_conjugated(infinitive, how["root"], templates[how["template"]]))
            listed.update(form for _, form, _ in forms)
            yield from forms
    common = _common(verbs)
    for infinitive in sorted({base for base in known.values() if known.get(base) == base} - verbs.keys()):
        if (template := common.get(infinitive[-2:])) is None or not _WORD.fullmatch(infinitive):
            continue
        root = infinitive.removesuffix(template.split(":")[1])
        forms = list(_conjugated(infinitive, root, templates[template]))
        forms = [each for each in forms if known.get(each[1]) == infinitive and each[1] not in listed]
        if len(forms) >= _ENOUGH and {"D", "G"} & {letter for _, _, letter in forms}:
            yield from forms


def _common(verbs: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return the last letters of infinitives → the template that most verbs with them have."""
    templates: dict[str, Counter[str]] = {}
    for infinitive, how in verbs.items():
        templates.setdefault(infinitive[-2:], Counter())[how["template"]] += 1
    most = {ending: count.most_common(1)[0] for ending, count in templates.items()}
    return {ending: template for ending, (template, n) in most.items() if n >= _MANY}


def _conjugated(infinitive: str, root: str, template: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield infinitive, form and letter of the forms of a verb."""
    yield infinitive, infinitive, "B"
    for mood, tenses in template.items():
        for tense, endings in tenses.items():
            if letter := _letter(mood, tense):
                yield from ((infinitive, form, letter) for form in _spelled(root, endings, letter))


def _spelled(root: str, endings: list[list[Any]], letter: str) -> Iterator[str]:
    for person, ending in endings:
        form = f"{root}{ending or ''}"
        if letter == "N":
            if person == 0 and form.endswith("o"):
                yield from (form, form[:-1] + "a", form + "s", form[:-1] + "as")
        elif letter == "G":
            if person == 0:
                yield form
        elif person in (2, 5) and _WORD.fullmatch(form):
            yield form


def _letter(mood: str, tense: str) -> str | None:
    """Return the letter of a tense; None for compound ones, which repeat the participle, and commands."""
    words = f"{mood} {tense}".casefold()
    if mood.startswith("Partic"):
        return "N"
    if mood.startswith("Ger"):
        return "G"
    if mood.startswith(("Infin", "Imper")) or (
        re.search(
            r"compost|compuest|perfecto$|anterior|pluscuam.*\(|mais-que|futuro simples|subjuntivo futuro",
            words,
        )
        and not re.search(r"imperfecto|perfecto simple|imperfeito|perfeito simples", words)
    ):
        return None
    if mood.startswith("Condic"):
        return "C"
    if "futuro" in words:
        return "F" if mood.startswith("Indic") else None
    return "D" if "pret" in words else "S"


if __name__ == "__main__":
    code, conjugations, words = sys.argv[1:4]
    sys.path.append(words)
    from simplemma.strategies import DefaultDictionaryFactory  # type: ignore[import-not-found]
    from wordfreq import zipf_frequency  # type: ignore[import-not-found]

    table = DefaultDictionaryFactory().get_dictionary(code)
    in_use = {word: base for word, base in table.items() if zipf_frequency(word, code) >= _LEAST}
    path = language_folder() / code / "lexicon.tsv"
    path.write_text(lexicon(code, Path(conjugations), in_use), "utf-8")
