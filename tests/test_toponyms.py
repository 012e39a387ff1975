"""Recognition: which spans are toponyms, of which kind, and which are people or plain words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo.model import Message
from geo.reading.sentences import split_sentences
from geo.reading.toponyms import find_toponyms, read_names


def found(text: str, gazetteer: geo.Gazetteer) -> list[tuple[str, str]]:
    """Return (surface, kind) of each toponym."""
    article = geo.article_from_text(text)
    return [(t.surface, t.kind) for t in find_toponyms(article, split_sentences(article), gazetteer)]


def names(text: str, gazetteer: geo.Gazetteer) -> list[str]:
    return [surface for surface, kind in found(text, gazetteer) if kind == "name"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They drove from Accra to Kumasi in a day.", ["Accra", "Kumasi"]),
        ("Storms hit the coast near Rio de Janeiro.", ["Rio de Janeiro"]),
        ("Talks between Oslo and Stockholm failed.", ["Oslo", "Stockholm"]),
        ("It is Norway’s oldest school.", ["Norway"]),
        ("It is Norway's oldest school.", ["Norway"]),
        ("The U.S. and the UAE signed it.", ["U.S.", "UAE"]),
        ("Trains from Saint-Étienne run late.", ["Saint-Étienne"]),
        ("Nobody in N'Djamena knew.", ["N'Djamena"]),
        ("Traders in Guinea-Bissau sold cashews.", ["Guinea-Bissau"]),
        ("A fire broke out in downtown Houston.", ["Houston"]),
        ("The road to northern Mali is closed.", ["Mali"]),
        ("He drove from Lee's Summit to King’s Lynn.", ["Lee's Summit", "King’s Lynn"]),
        ("France's Paris and Ohio's Cleveland are twins.", ["France", "Paris", "Ohio", "Cleveland"]),
        ("Buses run between Dori and Kaya. In Kaya nothing stirred.", ["Dori", "Kaya", "Kaya"]),
        ("Ships left Port-au-Prince on Monday.", ["Port-au-Prince"]),
        ("Fishermen in St. John's met there.", ["St. John's"]),
        ("The Kingdom of Tonga voted.", ["Kingdom of Tonga"]),
        ("Wages rose in Vienna/Bratislava.", ["Vienna", "Bratislava"]),
        ("The Dallas-Fort Worth area grew.", ["Dallas", "Fort Worth"]),
        ("RUSSELLVILLE, Ark. (AP) - Two died there.", ["RUSSELLVILLE", "Ark."]),
    ],
)
def test_names(text: str, expected: list[str], gazetteer: geo.Gazetteer) -> None:
    assert names(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oh well, they said. Hi, said the others.", []),
        ("They moved from Dayton, Oh., to Toledo.", ["Dayton", "Oh.", "Toledo"]),
    ],
)
def test_an_abbreviation_that_is_not_written_as_one_is_a_word(
    text: str, expected: list[str], gazetteer: geo.Gazetteer
) -> None:
    assert names(text, gazetteer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The actor Jack London was there.",
        "“I never saw it,” said Florence Denver, a nurse.",
        "President Lincoln and Mr. Houston shook hands.",
        "It was a nice day for reading, and of course they did.",
        "Of all of them, most said no. March was cold and May was wet.",
        "He will be back in March. She left on Friday.",
        "We asked the mayor, but he told us nothing.",
        "They walked on, in silence, or nearly so.",
        "A nurse named Florence sat there, and they called her Vienna.",
        "Their dog, Dublin, barked; the ferry, the Catania, was late.",
    ],
)
def test_what_is_no_toponym(text: str, gazetteer: geo.Gazetteer) -> None:
    assert names(text, gazetteer) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un sismo sacudió el martes la costa de Chile y se sintió en Lima.", ["Chile", "Lima"]),
        ("En Juchitán y Salina Cruz la gente salió a la calle.", ["Juchitán", "Salina Cruz"]),
        ("Die Brücke in Köln ist gesperrt, und auch der Weg nach Bonn.", ["Köln", "Bonn"]),
        ("Le maire de Lyon ne veut pas de ce pont sur le Rhône.", ["Lyon", "Rhône"]),
    ],
)
def test_commonest_words_of_other_languages(text: str, expected: list[str], gazetteer: geo.Gazetteer) -> None:
    assert names(text, gazetteer) == expected


def test_a_surname_stays_a_person(gazetteer: geo.Gazetteer) -> None:
    text = "The coach, Sydney Austin, lost again. Austin blamed the rain. A fan from Tulsa agreed."
    assert names(text, gazetteer) == ["Tulsa"]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("She studied at the University of Nairobi for years.", "Nairobi"),
        ("She runs the Bank of Ghana now.", "Ghana"),
        ("It was in the Denver Post on Sunday.", "Denver"),
        ("The Nairobi Times Association met there.", "Nairobi"),
        ("A Brazil National Football Team won.", "Brazil"),
        ("The Hospital of the University of Nairobi is full.", "Nairobi"),
        ("He plays in the Hollywood Orchestra of Denver now.", "Denver"),
    ],
)
def test_a_name_inside_a_longer_one_is_embedded(text: str, surface: str, gazetteer: geo.Gazetteer) -> None:
    assert (surface, "embedded") in found(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("The Nairobi Police Department sent nobody.", "Nairobi"),
        ("She spoke to the Ohio Supreme Court.", "Ohio"),
        ("The Orange County Beekeepers met.", "Orange County"),
        ("The Government of Ghana agreed.", "Ghana"),
        ("Jane Miller of Denver won.", "Denver"),
        ("The Ohio Highway Patrol sent nobody that night.", "Ohio"),
        ("She spoke to the Cook County School Board on Friday.", "Cook County"),
        ("Nobody asked the Kenya Medical Association for its view.", "Kenya"),
        ("A speech to the Lagos Chamber of Commerce was put off.", "Lagos"),
        ("It was Texas Comptroller Ann Roe who said so.", "Texas"),
        ("A grant came from the Oregon Division of State Lands.", "Oregon"),
        ("Sgt. Ann Roe of the Tulsa Police Department spoke.", "Tulsa"),
        ("Nobody asked the Kansas Wildlife & Parks Department.", "Kansas"),
        ("A lawyer for the Iowa School Boards Association agreed.", "Iowa"),
        ("Nairobi Mayor, Jane Miller, was late.", "Nairobi"),
        ("The Utah Workforce Cabinet met in Salt Lake City.", "Utah"),
    ],
)
def test_a_place_s_own_body_names_the_place(text: str, surface: str, gazetteer: geo.Gazetteer) -> None:
    assert (surface, "name") in found(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Their daughter, Ellen of Toledo, survives them.", "Toledo"),
        ("Minority Leader Jane Miller of Nevada said no.", "Nevada"),
        ("Mayor Jane W. Miller of Tacoma came, too.", "Tacoma"),
        ("Troop 21 of Spokane won the day.", "Spokane"),
        ("Sen. Ann Roe, DFL-Duluth, voted for it.", "Duluth"),
        ("Rep. Ann Roe, D-Tampa, voted for it.", "Tampa"),
        ("Considering Norway's long coast, it is no wonder.", "Norway"),
        ("Approaching Bolivia, they slowed down.", "Bolivia"),
    ],
)
def test_somebody_of_a_place_and_a_sentence_s_first_word_leave_it_a_name(
    text: str, surface: str, gazetteer: geo.Gazetteer
) -> None:
    assert (surface, "name") in found(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Georgia Stevens skates. “I am glad,” said Georgia. She trains in Oslo.", ["Oslo"]),
        ("Erik Bergen keeps bees. It is cold, Bergen admits. He lives in Tromsø.", ["Tromsø"]),
        ("Ann Roe, M.D., works in Towson, MD.", ["Towson", "MD"]),
        ("“I'll go to Lima,” she said.", ["Lima"]),
        ("The driver, Florence Scotland, 23, is held in Dover, Ohio. Scotland is ill.", ["Dover", "Ohio"]),
        ("They are Chelsea Denmark (19) and Austin Troy, 20, who lives in Troy, Mich.", ["Troy", "Mich."]),
    ],
)
def test_persons_degrees_and_short_forms_are_no_places(
    text: str, expected: list[str], gazetteer: geo.Gazetteer
) -> None:
    assert names(text, gazetteer) == expected


def test_demonyms(gazetteer: geo.Gazetteer) -> None:
    text = "Kenyan runners beat the Ethiopians and a Swiss."
    assert found(text, gazetteer) == [("Kenyan", "demonym"), ("Ethiopians", "demonym"), ("Swiss", "demonym")]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("The border was closed.", ["The border"]),
        ("They met at their shared border.", ["border"]),
        ("The Chad-Sudan border is long.", ["border"]),
        ("Farmers in the border region grew maize.", ["the border region"]),
        ("The border police crossed borders bordering on madness.", []),
        ("A man of the border agency spoke to the border troops.", []),
        ("Doctors Without Borders left.", []),
    ],
)
def test_relations(text: str, surfaces: list[str], gazetteer: geo.Gazetteer) -> None:
    assert [s for s, kind in found(text, gazetteer) if kind == "relation"] == surfaces


def test_type_words_go_with_their_names(gazetteer: geo.Gazetteer) -> None:
    article = geo.article_from_text(
        "The provinces of Málaga and Cádiz, Kiambu county and the city of Nakuru."
    )
    types = {t.surface: t.types[:1] for t in find_toponyms(article, split_sentences(article), gazetteer)}
    assert types["Málaga"] == types["Cádiz"] == ("admin1",)
    assert types["Nakuru"] == ("populated_place",)


def test_headlines_have_no_shape_to_read(gazetteer: geo.Gazetteer) -> None:
    text = "Minister Says Kenya Will Not Wait\n\nThe minister spoke in Nairobi on Monday. Kenya has waited."
    assert names(text, gazetteer) == ["Kenya", "Nairobi", "Kenya"]


def test_bylines_and_dates_are_not_read(gazetteer: geo.Gazetteer) -> None:
    text = "A quiet day\n\nBy Paris Dakar\n3 May 2019\n\nNothing happened. It was calm and it stayed so."
    assert names(text, gazetteer) == []


@pytest.mark.parametrize(
    "text", ["سافر الوزير إلى القاهرة", "Вчера Москва и Берлин подписали договор", "市長は東京を訪れた"]
)
def test_other_scripts_give_what_the_gazetteer_knows(text: str, gazetteer: geo.Gazetteer) -> None:
    assert found(text, gazetteer)


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "Lima",
                "the border",
                "Peruvian",
                "of",
                "Lake",
                "X. ",
                "’s",
                " ",
                "\n\n",
                "😀",
                "U.S.",
                "東京",
                "‏القاهرة",
                "-",
            ]
        )
        | st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8),
        max_size=30,
    )
)
def test_offsets_slice_back_and_do_not_overlap(parts: list[str]) -> None:
    text = " ".join(parts)
    if not text.strip():
        return
    article = geo.article_from_text(text)
    sentences = split_sentences(article)
    with geo.Gazetteer.open() as gazetteer:
        toponyms = find_toponyms(article, sentences, gazetteer)
    spans = {s.id: (s.start, s.end) for s in sentences}
    end = 0
    for t in toponyms:
        assert text[t.start : t.end] == t.surface
        assert end <= t.start < t.end
        start, stop = spans[t.sentence_id]
        assert start <= t.start
        assert t.end <= stop
        end = t.end
    assert [t.id for t in toponyms] == [f"t{n:02d}" for n in range(1, len(toponyms) + 1)]


def test_a_name_after_the_is_a_landscape_and_no_town(gazetteer: geo.Gazetteer) -> None:
    text = "Ships sailed from Barrow, Alaska, to the North Pole. Fairbanks, Alaska, had rain."
    document = geo.geoparse(text, gazetteer=gazetteer)
    [pole] = [t.resolution for t in document.toponyms if t.surface == "North Pole"]
    assert pole.place is not None
    assert pole.place.id == "dateline:north-pole"
    assert Message("no_town_with_the") in pole.reasons


SPANS = "They met in Oslo. Then, in Bergen, it rained."


def test_every_wrong_span_is_told_in_one_line() -> None:
    wrong = {
        (5, 5): "is empty",
        (9, 8): "ends before it starts",
        (-3, 4): "is outside the text (45 code points)",
        (40, 99): "is outside the text (45 code points)",
        (12, 22): "goes beyond sentence s01 (0 to 17)",
        (14, 27): "goes beyond sentence s01 (0 to 17)",
        (16, 17): "holds no word",
        (17, 18): "is in no sentence that is read",
    }
    with pytest.raises(geo.SpansError) as caught:
        geo.geoparse(SPANS, spans=[*wrong, (27, 33), (30, 35)])
    assert isinstance(caught.value, ValueError)
    told = str(caught.value)
    assert "\n" not in told
    for (start, end), fault in {**wrong, (30, 35): "overlaps another"}.items():
        assert f"{start} to {end} {fault}" in told
    assert "27 to 33" not in told


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-2, 50), st.integers(-2, 50)), max_size=3))
def test_spans_are_taken_as_they_are_or_refused(spans: list[tuple[int, int]]) -> None:
    try:
        toponyms = geo.geoparse(SPANS, spans=spans).toponyms
    except geo.SpansError:
        return
    assert [(t.start, t.end) for t in toponyms] == sorted(spans)


@pytest.mark.parametrize(
    ("text", "surface", "types"),
    [
        ("Voters in Nakuru and Kericho Counties waited.", "Nakuru", ("admin2", "admin1")),
        ("Voters in Nakuru and Kericho Counties waited.", "Kericho", ("admin2", "admin1")),
        ("The Haram district of Giza was hit.", "Giza", ()),
        ("He lives in a suburb of London.", "London", ()),
    ],
)
def test_a_type_word_belongs_to_its_own_name(
    text: str, surface: str, types: tuple[str, ...], gazetteer: geo.Gazetteer
) -> None:
    article = geo.article_from_text(text)
    found = find_toponyms(article, split_sentences(article), gazetteer)
    assert [t.types for t in found if t.surface == surface] == [types]


@pytest.mark.parametrize(
    ("text", "surface", "relation", "other"),
    [
        ("Enfield, a suburb of London, is calm.", "Enfield", "within", "London"),
        ("The town of Lamu, on an island near Malindi, is calm.", "Lamu", None, None),
        ("The Kasai flows into the Congo there.", "Kasai", "flows into", "Congo"),
        ("The Syrian city of Homs was hit.", "Homs", "within", "Syrian"),
        ("Flights from Giza, near Cairo, stopped.", "Giza", "near", "Cairo"),
        ("Rain fell in Oslo and Bergen.", "Oslo", None, None),
    ],
)
def test_ties_between_names(
    text: str, surface: str, relation: str | None, other: str | None, gazetteer: geo.Gazetteer
) -> None:
    article = geo.article_from_text(text)
    [toponym] = [
        t for t in find_toponyms(article, split_sentences(article), gazetteer) if t.surface == surface
    ]
    said = [(tie.relation, text[tie.start : tie.end]) for tie in toponym.ties]
    assert said == ([(relation, other)] if relation else [])


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Herders in northern Kenya lost goats.", "north"),
        ("Rain fell in south-western Nigeria.", "southwest"),
        ("Farmers in downstate Illinois sold corn.", "south"),
        ("Herders in Kenya lost goats.", ""),
        ("Herders in the far north of Kenya lost goats.", "north"),
        ("Farmers in the north-east of Nigeria sold maize.", "northeast"),
        ("The southern half of the Philippines is dry.", "south"),
        ("As chuvas no sul de Angola já não param.", "south"),
        ("Llovió en el noreste de Bolivia.", "northeast"),
        ("Il a plu dans le nord du Mali.", "north"),
        ("Rain fell to the north of Kenya.", ""),
        ("A ship sank 40 km north of Kenya.", ""),
        ("Los camiones iban al norte de Bolivia.", ""),
    ],
)
def test_the_part_of_a_place(text: str, part: str, gazetteer: geo.Gazetteer) -> None:
    article = geo.article_from_text(text)
    assert [t.part for t in find_toponyms(article, split_sentences(article), gazetteer)] == [part]


def test_what_was_passed_over_after_a_word_of_place_is_listed(gazetteer: geo.Gazetteer) -> None:
    text = "A fire began at Zorblax Quarlo in March. He came from Mr Smith in Oslo, a friend of Quarlo."
    article = geo.article_from_text(text)
    names = read_names(article, split_sentences(article), gazetteer)
    assert [(p.surface, text[p.start : p.end]) for p in names.passed] == [("Zorblax Quarlo",) * 2]
    assert "Oslo" in [t.surface for t in names.toponyms]
    assert [p.surface for p in geo.geoparse(text, gazetteer=gazetteer).passed] == ["Zorblax Quarlo"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rescuers reached the hills above Port Zelmin on Tuesday.", ["Port Zelmin"]),
        ("A wall fell at Zelkograd on May 3.", ["Zelkograd"]),
        ("The Zelkun flows into a lake.", ["Zelkun"]),
        ("The Zelkun river, in the hills, rose.", ["Zelkun river"]),
        ("ZELKOGRAD (AP) - It rained.", ["ZELKOGRAD"]),
        ("Troops left Zelkograd for Ostrazia.", ["Zelkograd", "Ostrazia"]),
        ("The water came down Wadi Zelkun.", ["Wadi Zelkun"]),
        ("Samples went to The Zelkun on the Danube.", ["Zelkun"]),
        ("He spoke to Anna Zelkun on Tuesday.", []),
        ("They fled from Zelmar, Zelkun, Ozel and Zela.", ["Zelmar", "Zelkun", "Ozel", "Zela"]),
        ("At Zelmar Park 82,000 saw it.", ["Zelmar Park"]),
        ("A wall fell at Zelmar, Anna Zelkun said.", ["Zelmar"]),
        ("Growers put losses at Rs 700 in Zelmar.", ["Zelmar"]),
    ],
)
def test_no_name_where_a_place_is_named_is_left_out(
    text: str, names: list[str], gazetteer: geo.Gazetteer
) -> None:
    article = geo.article_from_text(text)
    found = read_names(article, split_sentences(article), gazetteer)
    told = sorted((x.start, x.surface.removeprefix("The ")) for x in (*found.toponyms, *found.passed))
    assert [surface for _, surface in told if "zel" in surface.lower() or surface in names] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They sleep at Batu Selikar.", "Batu Selikar"),
        ("A bridge fell in Lagos Zelkun on Monday.", "Lagos Zelkun"),
        ("The bus stopped near Kotor Velmini.", "Kotor Velmini"),
    ],
)
def test_a_name_that_the_gazetteer_lacks_is_not_the_place_of_its_first_word(
    text: str, name: str, gazetteer: geo.Gazetteer
) -> None:
    document = geo.geoparse(text, gazetteer=gazetteer)
    assert [(t.surface, t.resolution and t.resolution.place) for t in document.toponyms] in (
        [(name, None)],
        [],
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two tugs, the Bremen and the Genoa, pulled it free.", "Bremen"),
        ("Two tugs, the Bremen and the Genoa, pulled it free.", "Genoa"),
        ("The shop is run by her brother Dallas still.", "Dallas"),
        ("The ferry Odessa was late again.", "Odessa"),
        ("They walked on the feast of San Juan.", "San Juan"),
        ("Shares of Santander fell by a fifth.", "Santander"),
        ("Nokia, based in Espoo, signed a contract.", "Nokia"),
        ("A trawler called the Lisbon sank.", "Lisbon"),
        ("Two of the crew of the Detroit fell.", "Detroit"),
        ("He ate aboard the Murcia.", "Murcia"),
        ("He drank a glass of Bordeaux.", "Bordeaux"),
    ],
)
def test_what_bears_the_name_of_a_place_is_none(text: str, name: str, gazetteer: geo.Gazetteer) -> None:
    article = geo.article_from_text(text)
    assert name not in [t.surface for t in find_toponyms(article, split_sentences(article), gazetteer)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A man Roswell police had sought was held.", "Roswell"),
        ("The minister called China a friend.", "China"),
        ("He called Poland's move a mistake.", "Poland"),
    ],
)
def test_a_place_beside_a_word_of_naming_is_one(text: str, name: str, gazetteer: geo.Gazetteer) -> None:
    article = geo.article_from_text(text)
    assert name in [t.surface for t in find_toponyms(article, split_sentences(article), gazetteer)]


def test_a_part_is_drawn_as_a_cut_of_the_whole(gazetteer: geo.Gazetteer) -> None:
    text = "Herders in northern Kenya lost goats; those in the north of Kenya moved. Kenya sent maize."
    document = geo.geoparse(text, gazetteer=gazetteer)
    north, again, whole = (t.resolution.place for t in document.toponyms if t.resolution)
    assert north is not None
    assert whole is not None
    assert north is again
    assert (north.name, north.kind, north.extent) == ("northern Kenya", "region", "approximate")
    assert north.extent_method == Message("part_of", {"name": "Kenya"})
    assert 0.3 < north.geometry.area / whole.geometry.area < 0.7
    assert north.geometry.bounds[1] > whole.geometry.bounds[1] + 2
    assert document.places[whole.id].extent == "surveyed"
    assert geo.MapDocument.from_json(document.to_json()).to_json() == document.to_json()


def test_french_is_a_folder(gazetteer: geo.Gazetteer) -> None:
    """Names by its own words: behind elided articles, rivers and units by their type words; no figures."""
    text = (
        "Le fleuve Niger a débordé dans la région de Maradi, selon les autorités de la ville. "
        "L'Algérie a envoyé de l'aide pour les habitants d'Agadez et de la Côte d'Ivoire, "
        "où 40 maisons ont été détruites."
    )
    document = geo.geoparse(text, gazetteer=gazetteer)
    assert document.article.language == "fr"
    placed = [(t.surface, t.resolution.place) for t in document.toponyms if t.resolution]
    kinds = {surface: place.kind for surface, place in placed if place}
    assert kinds == {
        "Niger": "river",
        "Maradi": "admin1",
        "Algérie": "country",
        "Agadez": "populated_place",
        "Côte d'Ivoire": "country",
    }
    assert (document.claims, document.flows) == ((), ())
    assert "neither figures nor movements" in geo.render(document, language="en")


@pytest.mark.parametrize(
    "text",
    [
        "Georgia Stevens skates in Leeds. Georgia's father drives. Much came from Georgia's work.",
        "Victoria Adams won in Leeds. Fans drove to Victoria's house. Victoria said she was tired.",
        "Police spoke to Jordan Miller in Leeds. They heard from Jordan's brother. Jordan admitted it.",
    ],
)
def test_who_owns_something_there_stays_a_person(text: str, gazetteer: geo.Gazetteer) -> None:
    assert names(text, gazetteer) == ["Leeds"]
