"""The shape of the code: the order of the modules, the public names, the words that no code may know."""

from __future__ import annotations

import ast
import inspect
import re
import shutil
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import geo

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "geo"
SEED = ROOT / "seeds" / "000_ebce5f3a08511348.txt"

# A module imports only modules that stand before it here. A folder is one module, or its modules are listed.
ANYONE = ("version", "errors", "kinds", "model", "geodesy", "files")
ORDER = (
    *ANYONE,
    "gazetteer",
    "languages",
    "reading.tokens",
    "reading.exonyms",
    "reading.dates",
    "reading.article",
    "reading.sentences",
    "reading.weights",
    "reading.toponyms",
    "reading.resolve",
    "reading.parts",
    "reading.grammar",
    "reading.quantities",
    "reading.flows",
    "reading.story",
    "reading.claims",
    "document",
    "drawing.markup",
    "drawing.policy",
    "drawing.curves",
    "drawing.colours",
    "drawing.signs",
    "drawing.sizes",
    "drawing.lettering",
    "drawing.contested",
    "drawing.features",
    "drawing.missing",
    "drawing.alt",
    "drawing.basemap",
    "drawing.quoted",
    "drawing.scene",
    "drawing.moving",
    "drawing.legend",
    "drawing.still",
    "drawing.page",
    "export",
    "embed",
    "notebook",
    "pipeline",
    "archive",
    "review",
    "making.builder",
    "making.evaluate",
    "making.train",
    "cli",
)


def dotted(path: Path) -> str:
    """Return a file's module, without the package's own name."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


MODULES = {dotted(p): p for p in sources()}
GROUPS = {name.rpartition(".")[0] for name in ORDER} - {""}
"""Folders that have no names of their own, only modules."""


def module_of(name: str) -> str:
    return next((m for m in ORDER if name == m or name.startswith(f"{m}.")), name)


def imported(path: Path) -> set[str]:
    """Return the files of the package that a file imports, wherever in it, as modules."""
    name = dotted(path)
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.ImportFrom):
            continue
        if node.level:
            base = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")]
        elif (node.module or "").split(".")[0] == "geo":
            base = str(node.module).split(".")[1:]
        else:
            continue
        base_name = ".".join(filter(None, base))
        for alias in node.names:
            inner = f"{base_name}.{alias.name}".strip(".")
            found.add(inner if inner in MODULES else base_name)
    return found


def test_every_module_has_its_place() -> None:
    assert {module_of(name) for name in MODULES} - GROUPS == set(ORDER)


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_upstream(path: Path) -> None:
    module = module_of(dotted(path))
    upstream = {*ORDER[: ORDER.index(module)], module} if module in ORDER else set()
    assert {module_of(name) for name in imported(path)} <= upstream


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_nobody_reaches_past_what_a_folder_offers(path: Path) -> None:
    """What a folder offers stands in its ``__init__``; the rest has no reader outside it."""
    reader = dotted(path)
    past = {
        name
        for name in imported(path)
        if (folder := name.rpartition(".")[0])
        and folder not in GROUPS
        and not (reader == folder or reader.startswith(f"{folder}."))
    }
    assert past == set()


def test_no_files_import_each_other() -> None:
    """Not even for types alone, and not by way of others."""
    order = TopologicalSorter({dotted(p): imported(p) - {dotted(p)} for p in sources()})
    assert len([*order.static_order()]) >= len(MODULES)  # a CycleError names the circle


def test_only_cli_imports_what_makes_the_data() -> None:
    readers = {module_of(dotted(p)) for p in sources() for name in imported(p) if name.startswith("making.")}
    assert readers == {"making.builder", "making.evaluate", "making.train", "cli"}


TEXTS = "geojson csv kml topojson svg png linked-places web-annotation maplibre".split()


@pytest.mark.parametrize(
    "made",
    [
        "geo.render(document)",
        f"[geo.export(document, name) for name in {TEXTS}]",
    ],
    ids=("page", "exports"),
)
def test_what_is_no_table_is_made_without_pandas(made: str) -> None:
    code = (
        f"import sys; sys.path.append('tests'); import geo, made; document = made.island_story(); {made}; "
        "print(sorted({'geopandas', 'pandas'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert out.stdout.strip() == "[]"


def test_one_module_imports_folium() -> None:
    guilty = {
        dotted(p)
        for p in sources()
        if re.search(r"^\s*(import|from) (folium|branca|jinja2)", p.read_text("utf-8"), re.M)
    }
    assert guilty == {"export.folium"}


def test_no_number_comes_from_what_differs_between_processors() -> None:
    """numpy's sines and their like, and products of matrices, have other last bits on other processors."""
    differ = (
        "sin cos tan arcsin arccos arctan arctan2 sinh cosh tanh arcsinh arccosh arctanh hypot exp exp2 expm1"
    )
    differ += (
        " log log2 log10 log1p logaddexp power float_power cbrt dot matmul inner vdot einsum tensordot linalg"
    )
    guilty = [
        f"{name}:{node.lineno}"
        for path in sources()
        for name in [path.relative_to(PACKAGE).as_posix()]
        if not name.startswith("making/")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult))
        or (
            isinstance(node, ast.Attribute)
            and ast.unparse(node.value) == "np"
            and node.attr in differ.split()
        )
    ]
    assert guilty == []


def test_public_names_are_a_decision() -> None:
    assert sorted(geo.__all__) == geo.__all__
    for name in geo.__all__:
        assert getattr(geo, name) is not None
    assert callable(geo.render)
    assert callable(geo.export)


def test_every_public_function_shows_how_it_is_called() -> None:
    functions = [f for name in geo.__all__ if inspect.isfunction(f := getattr(geo, name))]
    assert len(functions) >= 10
    assert [f.__name__ for f in functions if ">>> " not in (f.__doc__ or "")] == []


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "{'folium', 'geopandas', 'shapely', 'pandas', 'numpy', 'geopy', 'pyproj', 'jsonschema'}"
    code = f"import sys, geo; print(sorted({heavy} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


@pytest.mark.parametrize("command", ["explain", "parse"])
def test_an_article_is_read_without_shapely(command: str, tmp_path: Path) -> None:
    seed = shutil.copy(SEED, tmp_path)
    code = (
        f"import sys; from geo.cli import main; main([{command!r}, {str(seed)!r}]); "
        "print(sorted({'shapely', 'numpy', 'pandas', 'pyproj'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.splitlines()[-1] == "[]"


def test_no_code_knows_the_words_of_the_first_article() -> None:
    """Its names and its own nouns; the recipe of the data, which names its sources, is data's."""
    text = SEED.read_text("utf-8")
    names = set(re.findall(r"(?<=[a-z,] )[A-Z][a-zà-ÿ]{3,}|\b[A-Z]{4,}\b", text))
    own = names - EVERYONES | {"coca", "cocaine", "narco", "airstrips", "hectares", "interdict", "eradicate"}
    recipe = PACKAGE / "making" / "builder"
    files = [p for p in PACKAGE.rglob("*") if p.suffix in (".py", ".js", ".css", ".json", ".toml")]
    known = {
        (p.name, word)
        for p in files
        if recipe not in p.parents and PACKAGE / "_data" not in p.parents
        for code in [_code_only(p)]
        for word in own
        if re.search(rf"\b{word}\b", code)
    }
    assert known == set()


EVERYONES = set(
    "November National Commission President Minister Lake Valley Rivers Office United Nations Executive "
    "Joint Meeting Life Social Fourth Development Defense Crime Vice Controlled Drug Drugs That They "
    "These".split()
)
"""Words of the article with a capital that are plain words of English."""


def _code_only(path: Path) -> str:
    """Return a file's text, without docstrings, whose examples may name any place, and names behind ids."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return re.sub(r'(?m)^("\w+:[\w-]+" = .*?)#.*', r"\1", text)
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            node.value.value = ""
    return ast.unparse(tree)
