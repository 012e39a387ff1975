"""Names, figures and movements in Spanish, Portuguese and French: what each rule of theirs is for."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

import geo
from geo.making.evaluate import as_one_block


def read(text: str, language: str, gazetteer: geo.Gazetteer) -> geo.MapDocument:
    """Read a text that is in a language, though it is short."""
    return geo.geoparse(replace(as_one_block(text), language=language), gazetteer=gazetteer)


@pytest.mark.parametrize(
    ("language", "text", "surface", "name", "kind"),
    [
        ("es", "En el municipio de La Unión, en Colombia, llovió.", "La Unión", "La Unión", "admin2"),
        ("es", "En Perú, la región Huánuco vende café.", "Huánuco", "Huánuco", "admin1"),
        ("pt", "No distrito de Nhamatanda, em Moçambique, choveu.", "Nhamatanda",
         "Nhamatanda District", "admin2"),
        ("pt", "Choveu no Brasil e no Piauí.", "Piauí", "Piauí", "admin1"),
        ("es", "En Lima, el alcalde limeño habló.", "limeño", "Lima", "populated_place"),
        ("pt", "O governo do Pará ouviu o ditado paraense.", "paraense", "Pará", "admin1"),
        ("fr", "Le maire de Marseille, un élu marseillais, a parlé.", "marseillais",
         "Marseille", "populated_place"),
        ("fr", "Les pluies ont touché le pays de Galles et l’armée malienne.", "malienne", "Mali", "country"),
    ],
)  # fmt: skip
def test_a_name_is_read_as_its_language_says(
    language: str, text: str, surface: str, name: str, kind: str, gazetteer: geo.Gazetteer
) -> None:
    [place] = [t.place for t in read(text, language, gazetteer).toponyms if t.surface == surface]
    assert place is not None
    assert (place.name, place.kind) == (name, kind)


@pytest.mark.parametrize(
    ("language", "text", "surface"),
    [
        (
            "es",
            "La crecida del río Malargüe cortó la ruta.",
            "Malargüe",
        ),  # no town, also where no river has the name
        ("es", "Cerraron con un brindis en el hotel Guaraní de Asunción.", "Guaraní"),
        ("es", "Así lo dijo el uruguayo Julio Florida en Montevideo.", "Florida"),
        ("pt", "“Voltamos para casa”, contou dona Nazaré em Belém.", "Nazaré"),
        ("pt", "Em Aracaju, a noiva se chama Vitória.", "Vitória"),
    ],
)
def test_what_is_no_place_here_is_not_drawn(
    language: str, text: str, surface: str, gazetteer: geo.Gazetteer
) -> None:
    drawn = {t.surface for t in read(text, language, gazetteer).toponyms if t.place and t.is_shown}
    assert surface not in drawn


@pytest.mark.parametrize(
    ("language", "text", "figures"),
    [
        ("es", "Murieron 8 obreros al caer un andamio en Lima.", [(8.0, "", "obreros", "morir")]),
        ("es", "Cerca de 300 manifestantes bloquearon la carretera en Juliaca.",
         [(300.0, "", "manifestantes", "bloquear")]),
        ("es", "El desempleo en Chile cayó al 8,1 % en marzo.", [(8.1, "percent", "desempleo", "caer")]),
        ("es", "El número de casos en Piura subió de 300 a 450.",
         [(300.0, "", "número de casos", "subir"), (450.0, "", "número de casos", "subir")]),
        ("pt", "A inflação em Angola foi de 13,8%.", [(13.8, "percent", "inflação", "ser")]),
        ("pt", "Registaram-se 14 feridos em Leiria.", [(14.0, "", "feridos", "ferir")]),
        ("pt", "O time de Belém caiu para o 18.º lugar em Criciúma.", []),
    ],
)  # fmt: skip
def test_a_figure_is_read(
    language: str, text: str, figures: list[tuple[float, str, str, str]], gazetteer: geo.Gazetteer
) -> None:
    claims = read(text, language, gazetteer).claims
    assert [(c.quantity, c.unit or "", c.subject, c.predicate) for c in claims] == figures


@pytest.mark.parametrize(
    ("language", "text", "ends"),
    [
        ("es", "La planta de Aguascalientes trasladará a Celaya una línea.", ("Aguascalientes", "Celaya")),
        ("es", "Colombia extraditó a España a cuatro hombres.", ("Colombia", "Spain")),
        ("es", "Perú exportó cobre por 3.200 millones de dólares a China.", ("Peru", "China")),
        ("es", "Tres buques con trigo de Ucrania llegaron a Callao.", ("Ukraine", "Callao")),
        ("pt", "O ministro visitou Nampula, de onde partiram 300 camiões para Pemba.", ("Nampula", "Pemba")),
        ("pt", "A central de Sines exporta 40 mil toneladas por ano para Roterdão.", ("Sines", "Rotterdam")),
    ],
)
def test_a_movement_is_read(
    language: str, text: str, ends: tuple[str, str], gazetteer: geo.Gazetteer
) -> None:
    document = read(text, language, gazetteer)
    names = {t.place.id: t.place.name for t in document.toponyms if t.place}
    assert [(names[f.origin], names[f.destination]) for f in document.flows] == [ends]


def test_a_letter_for_and_may_stand_alone(gazetteer: geo.Gazetteer) -> None:
    text = b"\xd9\x86\xd8\x8c\xd9\x88\x82\xd8\xa7\xd9\x84\xd8\xa7\xd9\xba\xd9\x84\xd9\x82".decode(
        "utf-8", "replace"
    )
    assert geo.geoparse(text, gazetteer=gazetteer).toponyms == ()
