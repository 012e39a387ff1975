"""The learned weights: their files, what they say, and learning them again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import geo
from geo.cli import main
from geo.errors import GeoError
from geo.making.evaluate import FORMATS, GoldDocument, GoldToponym
from geo.making.train import learn
from geo.model import LngLat
from geo.pipeline import geoparse
from geo.reading.weights import MODELS, NAMES, Weights, pinned_weights

TOWNS = {"Nakuru": LngLat(36.07, -0.30), "Quito": LngLat(-78.5, -0.2), "Oslo": LngLat(10.75, 59.91)}


def corpus() -> list[GoldDocument]:
    """A dozen small texts in which three towns are named, and a person of a town's name is not one."""
    found = []
    for n in range(12):
        name, point = list(TOWNS.items())[n % 3]
        text = f"Rain fell in {name} on day {n}. The rain stopped, Mr Austin said, and people walked home."
        start = text.index(name)
        found.append(GoldDocument(str(n), text, (GoldToponym(start, start + len(name), name, point),)))
    return found


@pytest.fixture(scope="module")
def learned(gazetteer: geo.Gazetteer) -> Weights:
    return learn({"made": corpus()}, gazetteer)


@pytest.mark.parametrize("name", NAMES)
def test_shipped_weights_are_read_and_written_alike(name: str) -> None:
    path = Path(geo.__file__).parent / "reading" / "weights" / f"{name}.tsv"
    weights = pinned_weights(name)
    assert weights.write() == path.read_text("utf-8")
    assert all(weights.models[model] for model in MODELS)
    assert len(weights.words) > 1000


def test_what_was_learned_reads_a_text(learned: Weights, gazetteer: geo.Gazetteer) -> None:
    document = geoparse("Rain fell in Quito. Mr Austin said so.", gazetteer=gazetteer, weights=learned)
    assert [t.surface for t in document.toponyms] == ["Quito"]
    assert "fell" in learned.words
    assert "quito" not in learned.words


def test_learning_again_gives_the_same_bytes(learned: Weights, gazetteer: geo.Gazetteer) -> None:
    assert learn({"made": corpus()}, gazetteer).write() == learned.write()


def test_nothing_to_learn_from_is_told(gazetteer: geo.Gazetteer) -> None:
    with pytest.raises(GeoError, match="nothing to learn from"):
        learn({"made": [GoldDocument("1", "Rain.", ())]}, gazetteer)


def test_a_broken_file_of_weights_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "w.tsv"
    path.write_text("corpora\t\tlgl\nrecognition\tany\tmuch\n", "utf-8")
    with pytest.raises(GeoError, match=r"w\.tsv:2: not a weight"):
        Weights.read(path)


LGL = """<articles><article docid="1"><feedid>1</feedid><title>t</title><domain>d</domain><url>u</url>
<text>Rain fell in Quito.</text><toponyms><toponym><start>13</start><end>18</end><phrase>Quito</phrase>
<gaztag geonameid="3652462"><name>Quito</name><lat>-0.22985</lat><lon>-78.52495</lon></gaztag></toponym>
</toponyms></article></articles>"""


def test_evaluate_measures_and_says_what_was_seen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lgl.xml"
    path.write_text(LGL, "utf-8")
    assert main(["evaluate", str(path), "--format", "lgl", "--json"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["seen_in_learning"] is True
    assert "figures are too good" in err
    assert main(["evaluate", str(path), "--format", "lgl", "--weights", "without-lgl"]) == 0
    out, err = capsys.readouterr()
    assert "recognition F1" in out
    assert "gazetteer ceiling" in out
    assert "flatter" not in err


def test_train_tells_a_corpus_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "none.xml")
    out = str(tmp_path / "out")
    corpora = [word for name in FORMATS for word in (f"--{name}", missing)]
    assert main(["train", *corpora, "-o", out]) == 1
    assert "none.xml" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
