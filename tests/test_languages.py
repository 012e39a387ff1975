"""Languages are folders of data: their files are whole; no word of English stands in the code of reading."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import geo
from geo.kinds import KINDS
from geo.languages import LANGUAGES, Language, article_words, reading_language
from geo.languages.data import LanguageFile
from geo.languages.reading import languages_with
from geo.model import BlockKind, Direction, RouteKind, ToponymKind
from geo.reading.weights import MODELS, pinned_weights

PACKAGE = Path(geo.__file__).parent
FOLDERS = sorted({p.parent for p in (PACKAGE / "languages").glob("*/*.toml")})
STAGES = sorted((PACKAGE / "reading").rglob("*.py"))
PARTS = sorted(Language.__annotations__)


def read(folder: Path, name: str) -> dict[str, object]:
    return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))


# --- the files of a folder ---------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_a_folder_holds_data_alone(folder: Path) -> None:
    assert {p.suffix for p in folder.iterdir()} <= {".toml", ".tsv"}
    assert (folder / "article.toml").is_file()
    for name in ("page", "messages", "explain", "atlas"):
        assert ((folder / f"{name}.toml").is_file()) == (folder.name in LANGUAGES)


WRITTEN = [
    (code, part)
    for part in PARTS
    for code in languages_with(part)
    if code in languages_with("toponyms") and part != "article"
]


LACKED = ("elided", "article_or_preposition", "personal")
"""Entries of English that Spanish or Portuguese has no words for."""


@pytest.mark.parametrize(("code", "part"), [*WRITTEN, ("en", "article")])
def test_a_file_says_what_its_class_asks_for_and_no_more(code: str, part: str) -> None:
    words = getattr(reading_language(code), part)
    asked = set(type(words).__annotations__)
    used = {"parts", "plural_ending", "length", "area", "mass", "volume", "energy", "speed"}
    used |= {"temperature", "share", "duration", "data", "strength"}
    said = {key for name in words.FILES for key in read(PACKAGE / "languages" / code, name)}
    assert said - asked - used - {"endings", "country", "place"} == set()
    may_be_empty = (
        {"like", "rate_names", "terms", "elided", "in_english"}
        if code == "en"
        else {"not_after", "with_article", *LACKED}
    )
    may_be_empty |= {
        "place_suffixes",
        "surnames",
        "behind_names",
        "particles",
        "proclitics",
    }  # of other scripts
    may_be_empty |= {"bodies"}  # of languages without rules
    may_be_empty |= {"nouns_behind_nouns"}  # of languages where an adjective follows its noun
    may_be_empty |= {"part_outside", "part_nouns"} if code != "en" else set()  # "al norte de" has no article
    may_be_empty |= {"owned_by", "owning", "areas", "beside_persons"} if code in ("en", "fr") else set()
    left_out = asked - said if code != "en" and words.MAY_LACK else set()
    assert {key for key in asked - left_out if not getattr(words, key)} <= may_be_empty
    lists = {key for key in asked if type(words).__annotations__[key].startswith("tuple")}
    assert {key for key in lists if any(len(one) < 2 for one in map(str, getattr(words, key)))} == set()


@pytest.mark.parametrize("language", sorted(article_words()))
def test_an_article_s_layout_is_known_in_few_words(language: str) -> None:
    words = article_words()[language]
    said = read(PACKAGE / "languages" / language, "article")
    assert set(said) <= set(type(words).__annotations__)
    assert len(words.months) in (0, 12)
    for name in ("by", "buttons", "notices", "pictures", "credits", "pointers", "comments", "posts", "says"):
        assert all(isinstance(one, str) and re.compile(one) for one in getattr(words, name))


def test_what_a_language_s_folder_says_is_not_set() -> None:
    with pytest.raises(AttributeError, match=r"GrammarWords\.verbs"):
        reading_language("en").grammar.verbs = frozenset()


def test_a_language_without_rules_is_read_by_those_of_english() -> None:
    assert reading_language("de").toponyms is reading_language("en").toponyms
    assert reading_language("en") is reading_language("en-GB")


def test_what_reads_no_article_reads_no_words() -> None:
    """A lookup and a page of a document do without reading's word classes."""
    code = (
        "import geo, geo.languages.reading as reading\n"
        "geo.Gazetteer.open().candidates('Lima')\n"
        "geo.languages.vocabulary('es')('legend')\n"
        "print(reading._language.cache_info().currsize, reading.article_words.cache_info().currsize)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["0", "0"]


# --- no word of English in the code -------------------------------------------------------------------------


def strings(value: object) -> Iterator[str]:
    """Yield the strings of a file of data, the keys of its tables with them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        yield from map(str, value)
        for item in value.values():
            yield from strings(item)


def words_of(text: str) -> set[str]:
    """Return the words of a string or regular expression, in lower case, of two letters or more."""
    # Groups, classes, references and names with a _ are no words.
    plain = re.sub(r"\(\?P[<=]\w*|\\.|\[[^\]]*\]|\{[a-z_]+\}|\w*_\w*", " ", text)
    return set(re.findall(r"[a-z]{2,}", plain.lower()))


def english() -> set[str]:
    """Return the words by which English is read."""
    folder = PACKAGE / "languages" / "en"
    files = {p.stem for p in folder.glob("*.toml")} - {"page", "messages", "explain", "atlas", "review"}
    said = (item for name in files for item in read(folder, name).values())
    return {word for item in said for text in strings(item) for word in words_of(text)}


CODES = {
    "kinds of places, blocks, toponyms, flows and routes": [
        *KINDS,
        *(kind for kinds in (BlockKind, ToponymKind, Direction, RouteKind) for kind in get_args(kinds)),
    ],
    "sizes of places": "capital city city1m city100k city20k town village unit none people place".split(),
    "classes of a word beside a name": [
        *"type organisation street building press other common".split(),
        "given name",
    ],
    "what stands beside a name": "<capital> start end alone any after before inside long".split(),
    "what stands on the sides of a name": "preposition article mark small word".split(),
    "ties between names, and their patterns": ["within", "near", "flows into", "holds", "holds_if_adjective"],
    "units of time": list(reading_language("en").times.units.values()),
    "what two numbers beside each other are": ["range"],
    "polarities and owners of a claim": "denied negated planned possible past body person".split(),
    "what units measure": "share duration money length".split(),
    "parts of an id, and a layer's name": ["flow-", "both", "other"],
    "weights: models, files, rows": [*MODELS, "both", "words"],
    "markup's names": "del lb head fence date author heading paragraph".split(),
    "scripts that decide a language": "ar he el bn th am".split(),
    "codes of languages": ["en"],
    "where a fact of the head comes from": "declared read".split(),
    "the outcome that no candidate is meant": ["none of these"],
    "the value of a message": ["count"],
    "the feature of an outlet's home": ["in the home of the outlet"],
}
"""Strings that are names in code or data, and would be the same if articles were in another language."""

MODULES_OF_MESSAGES = {
    "article/formats/": "they know the names of formats, and say what is wrong with a file",
    "article/language.py": "it knows the codes of languages",
    "article/head.py": "it knows what pages call the parts of their head",
    "article/html.py": "it knows tags, and says what is wrong with a page",
    "article/markdown.py": "it knows the keys of front matter",
    "article/limits.py": "it knows tags, and says what is wrong with a page",
    "article/decoding.py": "it knows bytes, and says what is wrong with them",
    "story/themes.py": "it reads a table of themes, and says what is wrong with it",
    "toponyms/spans.py": "it takes a caller's spans, and says what is wrong with them",
}


def literals(code: str) -> Iterator[tuple[int, str, bool]]:
    """Yield (line, string, whether it is a part of an f-string), but for what is no data.

    That is docstrings, messages of exceptions, ``__all__``, and names by which something is indexed.
    """
    tree = ast.parse(code)
    left_out: set[ast.AST] = set()
    parts: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(node.value)
        elif isinstance(node, ast.Raise) or (
            isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
        ):
            left_out |= set(ast.walk(node))
        elif isinstance(node, ast.Subscript):
            left_out |= set(ast.walk(node.slice))
        elif isinstance(node, ast.JoinedStr):
            parts |= set(node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in left_out:
            yield node.lineno, node.value, node in parts


def words_in(path: str, code: str) -> list[str]:
    """Return the words of English that stand in a stage, with their lines."""
    known = english()
    features = {name for weights in pinned_weights().models.values() for name in weights}
    codes = {code for some in CODES.values() for code in some}
    fields = {name for part in LanguageFile.__subclasses__() for name in part.__annotations__}
    found = []
    for line, text, in_fstring in () if path.startswith((*MODULES_OF_MESSAGES,)) else literals(code):
        named = path.endswith(("/features.py", "/nearby.py")) and (in_fstring or len(words_of(text)) > 1)
        feature = text in features or (named and any(text in name for name in features))
        field = path == "article/rules.py" and text in fields
        code_name = text in codes or set(text.split()) <= codes
        if not (feature or field or code_name):
            found += [f"{path}:{line}: {word!r} in {text!r}" for word in sorted(words_of(text) & known)]
    return found


@pytest.mark.parametrize("path", STAGES, ids=lambda p: str(p.relative_to(PACKAGE / "reading")))
def test_no_word_of_english_stands_in_a_stage(path: Path) -> None:
    assert words_in(str(path.relative_to(PACKAGE / "reading")), path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        'MONTHS = ("January",)',
        'if word in ("and", "or"): pass',
        "PATTERN = re.compile(r'\\bsaid\\s+on\\b')",
        'of = f" of {name}"',
        'VERBS = "carry carried".split()',
    ],
)
def test_a_word_of_english_in_a_stage_is_found(line: str) -> None:
    assert words_in("flows.py", f'"""A stage."""\n{line}\n') != []


def test_a_word_of_english_beside_the_names_of_features_is_found() -> None:
    code = 'if key in ("and", "or"):\n    yield f"in a chunk after {key}"\n'
    assert [line.split(" ")[1] for line in words_in("toponyms/features.py", code)] == ["'and'", "'or'"]


def test_no_order_of_a_set_is_in_a_document() -> None:
    """Python's hashes of texts, and so the order of a set of words, differ from process to process."""
    code = (
        "import hashlib, json, geo\n"
        "every = [a for f in ('english', 'portuguese', 'spanish')"
        " for a in json.load(open(f'tests/corpora/{f}.json', encoding='utf-8'))['articles']]\n"
        "texts = [a['text'] for a in every if a['half'] == 'look'][::3]\n"
        "print([hashlib.sha256(geo.geoparse(t).to_json().encode()).hexdigest() for t in texts])"
    )
    root = Path(__file__).parents[1]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        for seed in ("0", "1")
    ]
    one, other = (run.communicate()[0] for run in runs)
    assert len(one) > 1000
    assert one == other
