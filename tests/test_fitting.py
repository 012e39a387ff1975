"""What the words beside a name rule out, and what is listed instead of drawn."""

import pytest

from geo import Gazetteer, article_from_text, geoparse
from geo.model import Toponym
from geo.reading.resolve import resolve_toponyms
from geo.reading.sentences import split_sentences
from geo.reading.toponyms import read_names


def resolved(text: str, gazetteer: Gazetteer, name: str) -> list[Toponym]:
    """Resolve the mentions of a name, given by their spans."""
    article = article_from_text(text)
    sentences = split_sentences(article)
    found = read_names(article, sentences, gazetteer).toponyms
    spans = {(t.start, t.end) for t in found if t.kind != "relation"}
    at = article.text.find(name)
    while at >= 0:
        spans = {s for s in spans if s[1] <= at or at + len(name) <= s[0]} | {(at, at + len(name))}
        at = article.text.find(name, at + 1)
    given = read_names(article, sentences, gazetteer, sorted(spans)).toponyms
    return [t for t in resolve_toponyms(article, sentences, given, gazetteer) if t.surface == name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In Kansas City, Missouri, the Missouri rose by a metre and burst its banks.", "the Missouri"),
        ("Farmers in Niamey say that the Niger flooded their fields again.", "the Niger"),
        ("In Asunción people crossed the Paraguay in boats.", "the Paraguay"),
        ("In Dresden the banks of the Elbe were under water.", "the Elbe"),
        ("At Vicksburg barges on the Mississippi waited.", "the Mississippi"),
        ("In Knoxville the Tennessee threatened a mill.", "the Tennessee"),
        ("In Brazzaville a ferry on the Congo sank.", "the Congo"),
    ],
)
def test_a_name_with_the_words_of_a_river_is_a_river(text: str, name: str, gazetteer: Gazetteer) -> None:
    river = name.removeprefix("the ")
    kinds = {c.place.kind for t in resolved(text, gazetteer, river)[-1:] for c in t.resolution.candidates}
    assert kinds == {"river"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Police closed a market in the Kreuzberg district of Lagos.", "Kreuzberg"),
        ("Montmartre, a suburb of Nairobi, has no water.", "Montmartre"),
        ("Vienna, a town in western Kenya, has a market.", "Vienna"),
        ("They came from Timbuktu, a village near Warsaw.", "Timbuktu"),
    ],
)
def test_a_name_that_fits_nowhere_is_not_placed(text: str, name: str, gazetteer: Gazetteer) -> None:
    [t] = resolved(text, gazetteer, name)
    assert t.place is None
    assert [m.code for m in t.resolution.reasons] == ["none_fits"]


@pytest.mark.parametrize(
    ("text", "name", "placed"),
    [
        ("She wrote an e-mail to the Arona.", "Arona", False),
        ("The captain of the Zaragoza slept.", "Zaragoza", False),
        ("A man on the Gdynia fell.", "Gdynia", False),
        ("The Zaragoza and Gdynia offices are shut.", "Zaragoza", True),
        ("They met in The Hague.", "The Hague", True),
    ],
)
def test_a_town_has_no_article(text: str, name: str, placed: bool, gazetteer: Gazetteer) -> None:
    [t] = resolved(text, gazetteer, name)
    assert (t.place is not None) == placed


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Rain fell in southern Lebanon and in Ohio.", "Lebanon", "LB"),
        ("Storms reached north-eastern Poland and Maine.", "Poland", "PL"),
        ("Crops failed in western Cuba and New Mexico.", "Cuba", "CU"),
    ],
)
def test_a_part_is_not_one_of_a_town_elsewhere(
    text: str, name: str, country: str, gazetteer: Gazetteer
) -> None:
    [t] = resolved(text, gazetteer, name)
    assert t.place is not None
    assert (t.place.kind, t.place.country) == ("country", country)


@pytest.mark.parametrize(
    ("text", "border"),
    [
        ("Peru spoke to Ecuador of men from Chile's border, and left.", "Chile–Peru border"),
        ("In Laos, Vietnam and Thailand they know Cambodia's border well.", "Cambodia–Laos border"),
    ],
)
def test_a_country_s_border_is_one_of_that_country(text: str, border: str, gazetteer: Gazetteer) -> None:
    found = [t.place for t in geoparse(text, gazetteer=gazetteer).toponyms if t.kind == "relation"]
    assert [place and place.name for place in found] == [border]


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        (
            "Dublin, in Ireland, was dry. Shops in North Dublin were shut.",
            "Dublin",
            "populated_place",
        ),
        (
            "In Buffalo, N.Y., snow fell. In western New York it was deep, in New York not.",
            "New York",
            "region",
        ),
    ],
)
def test_a_direction_of_a_town_is_a_part_of_the_town(
    text: str, surface: str, kind: str, gazetteer: Gazetteer
) -> None:
    [half] = [t for t in geoparse(text, gazetteer=gazetteer).toponyms if t.part]
    assert half.place
    assert (half.surface, half.place.kind) == (surface, kind)


def test_a_small_town_where_nothing_else_is_named_is_not_drawn_in_doubt(gazetteer: Gazetteer) -> None:
    story = "TORONTO, Ont. — The road leaves {} and leads to Ottawa, Timmins, Detroit, Michigan, and Chicago."
    for name, drawn in (("the highway near Nakina", False), ("Sudbury", True)):
        first = next(
            t for t in geoparse(story.format(name), gazetteer=gazetteer).toponyms if t.surface in name
        )
        assert bool(first.place) == drawn, first


def test_a_border_is_as_sure_as_its_countries(gazetteer: Gazetteer) -> None:
    article = article_from_text("Peru and Bolivia talked. The border between Peru and Bolivia stays shut.")
    sentences = split_sentences(article)
    found = resolve_toponyms(
        article, sentences, read_names(article, sentences, gazetteer).toponyms, gazetteer
    )
    sure = {t.surface: t.resolution for t in found if t.resolution}
    most = max(t.resolution.confidence for t in found if t.resolution and t.surface == "Peru")
    assert 0 < sure["The border"].confidence <= most
    assert sure["The border"].certainty == "sure"


def test_verbs_of_a_headline_are_no_names(gazetteer: Gazetteer) -> None:
    text = "Council To Approve Plans To Expand Ports\n\nThe council met in Xanaduvia on Monday."
    article = article_from_text(text)
    passed = read_names(article, split_sentences(article), gazetteer).passed
    assert [p.surface for p in passed] in ([], ["Xanaduvia"])
