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
        ("es", "Un ingeniero tapatío habló en Lima.", "tapatío", "Guadalajara", "populated_place"),
        ("pt", "Nenhum produtor sul-mato-grossense veio ao Recife.", "sul-mato-grossense",
         "Mato Grosso do Sul", "admin1"),
        ("pt", "Choveu muito no Rio de Janeiro, disse a polícia.", "Rio de Janeiro",
         "Rio de Janeiro", "populated_place"),
        ("es", "El gobernador regional de Tacna viajó a Lima.", "Tacna", "Tacna", "admin1"),
        ("es", "La intendencia de Salto, en Uruguay, abrió un refugio.", "Salto", "Salto", "admin1"),
        ("es", "La alcaldesa de Querétaro viajó a Jalisco.", "Querétaro",
         "Santiago de Querétaro", "populated_place"),
        ("es", "En Mendoza, el gobernador anunció un bono.", "Mendoza", "Mendoza", "admin1"),
        ("es", "En Perú, los bosques de Puno arden.", "Puno", "Puno", "admin1"),
        ("es", "Nació en Cusco, en el sur del Perú, y canta.", "Cusco", "Cusco", "populated_place"),
        ("es", "Lluvias en Argentina: entre Salta y Chaco no hay paso.", "Salta", "Salta", "admin1"),
        ("es", "La policía de Mendoza detuvo a dos hombres en Argentina.", "Mendoza", "Mendoza", "admin1"),
        ("pt", "No Brasil, o litoral do Ceará secou.", "Ceará", "Ceará", "admin1"),
        ("pt", "Chegou ao Brasil pelo canal do Panamá, disse.", "Panamá", "Panama Canal", "facility"),
        ("pt", "O governo de São Paulo paga a obra.", "São Paulo", "São Paulo", "admin1"),
        ("es", "El desierto de Atacama floreció en Chile.", "Atacama", "Atacama Desert", "desert"),
        ("pt", "O lago de Maracaibo está verde, diz a Venezuela.", "Maracaibo", "Lake Maracaibo", "sea"),
        ("es", "Bloqueos en el trópico de Cochabamba\n\nCOCHABAMBA.- Bolivia espera.", "COCHABAMBA",
         "Cochabamba", "populated_place"),
        ("pt", "A renda subiu no concelho de Faro; no de Lagos, em Portugal, caiu.", "Lagos",
         "Lagos", "admin2"),
        ("es", "La luz faltó en los estados Trujillo y Mérida, en Venezuela.", "Mérida", "Mérida", "admin1"),
        ("es", "La provincia de Castellón tiene 210 comisiones; la de Alicante, otras 90.",
         "Alicante", "Alicante", "admin2"),
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
        ("pt", "Vende peixe na rua de Angola, em Faro.", "Angola"),
        ("pt", "Em Benguela parou o sindicato Nova Huíla.", "Huíla"),
        ("es", "El Valencia perdió esa noche 0-2 en Cádiz.", "Valencia"),
        ("es", "El Cúcuta descendió en Tunja.", "Cúcuta"),
        ("es", "La fiesta de San Juan dejó 40 heridos en Iquitos.", "San Juan"),
        ("es", "Un velero Montevideo apareció en Rocha.", "Montevideo"),
        ("es", "La viuda de Cáceres vive en Huancayo.", "Cáceres"),
        ("es", "La camioneta, una Tucson, volcó en Tarija.", "Tucson"),
        ("es", "Los Mendoza venden pan en Cuenca.", "Mendoza"),
        ("es", "La película “Potosí” se estrena en Sucre.", "Potosí"),
        ("es", "El Ciudad de Melilla salió de Cádiz con retraso.", "Melilla"),
        ("es", "El candidato de Juntos por Salta ganó en Cafayate.", "Salta"),
        ("es", "El perro de la comisión, Lugo, durmió en Ourense.", "Lugo"),
        ("es", "En Puno se vende ensaladilla rusa.", "rusa"),
        ("pt", "As lojas de Braga abrem no Natal.", "Natal"),
        ("pt", "O prémio Cidade de Lisboa foi entregue em Faro.", "Lisboa"),
    ],
)
def test_what_is_no_place_here_is_not_drawn(
    language: str, text: str, surface: str, gazetteer: geo.Gazetteer
) -> None:
    drawn = {t.surface for t in read(text, language, gazetteer).toponyms if t.place and t.is_shown}
    assert surface not in drawn


def test_a_given_span_is_read_without_its_type_word(gazetteer: geo.Gazetteer) -> None:
    text = "En México, el tren cruza el istmo de Tehuantepec, cerca de Salina Cruz."
    given = (text.index("istmo"), text.index(", cerca"))
    [t] = geo.geoparse(text, spans=[given], gazetteer=gazetteer).toponyms
    assert ((t.start, t.end), t.surface) == (given, "istmo de Tehuantepec")
    assert t.place is not None
    assert (t.place.name, t.place.kind) == ("Isthmus of Tehuantepec", "region")


def test_behind_a_comma_a_name_is_a_thing_s_only_before_a_mark(gazetteer: geo.Gazetteer) -> None:
    document = read("Según el ministro, Perú crecerá. Su perro, Lima, ladró.", "es", gazetteer)
    assert [t.surface for t in document.toponyms if t.is_shown] == ["Perú"]


@pytest.mark.parametrize(
    ("language", "text", "figures"),
    [
        ("es", "Murieron 8 obreros al caer un andamio en Lima.", [(8.0, "", "obreros", "morir")]),
        ("es", "Cerca de 300 manifestantes bloquearon la carretera en Juliaca.",
         [(300.0, "", "manifestantes", "bloquear")]),
        ("es", "El desempleo en Chile cayó al 8,1 % en marzo.", [(8.1, "percent", "desempleo", "caer")]),
        ("es", "El número de casos en Piura subió de 300 a 450.",
         [(300.0, "", "número de casos", "subir"), (450.0, "", "número de casos", "subir")]),
        ("es", "Se calcula que 700 jinetes cabalgan en Montevideo.", [(700.0, "", "jinetes", "cabalgar")]),
        ("es", "Perdieron la vida ahogados 9 buzos en Valparaíso.", [(9.0, "", "buzos", "perder")]),
        ("es", "La cooperativa de Mendoza embotelló 90 mil toneladas de mosto y produjo 30 mil de aceite.",
         [(90000.0, "tonne", "mosto", "embotellar"), (30000.0, "tonne", "aceite", "producir")]),
        ("es", "En Montevideo el litro de leche se vende a 45 pesos.",
         [(45.0, "UYU", "", "vender")]),
        ("es", "Los anexos 4 y los artículos 6 y 9 rigen en Asunción.", []),
        ("es", "La autora de Rosario publicó tres novelas.", []),
        ("pt", "A inflação em Angola foi de 13,8%.", [(13.8, "percent", "inflação", "ser")]),
        ("pt", "Registaram-se 14 feridos em Leiria.", [(14.0, "", "feridos", "ferir")]),
        ("pt", "O time de Belém caiu para o 18.º lugar em Criciúma.", []),
        ("pt", "Cinco feridos, entre os quais duas crianças, foram operados em Coimbra.",
         [(5.0, "", "feridos", "ferir"), (2.0, "", "crianças", "operar")]),
        ("pt", "Em Leiria foram vistoriadas 40 lojas, das quais seis fecharam.",
         [(40.0, "", "lojas", "vistoriar"), (6.0, "", "lojas", "fechar")]),
        ("pt", "Os mais afetados são Viseu, com 12 fogos, Braga (9) e Leiria (4).",
         [(12.0, "", "fogos", "ser"), (9.0, "", "fogos", "ser"), (4.0, "", "fogos", "ser")]),
        ("pt", "Um homem morreu e outros dois ficaram feridos em Faro.", [(2.0, "", "homem", "ferir")]),
        ("pt", "O preço do saco de arroz subiu para 900 escudos na Praia.", [(900.0, "CVE", "", "subir")]),
        ("pt", "O concerto de Braga dura até às 23h, disse ontem à noite.", []),
        ("pt", "Nascida em Beja, a pintora expôs 40 telas.", []),
        ("pt", "Quatro barcos com motores de seis cilindros param em Faro.", [(4.0, "", "barcos", "parar")]),
        ("pt", "Chegaram à ilha do Sal 1.150 turistas.", [(1150.0, "", "turistas", "chegar")]),
        ("pt", "O PIB de Angola cresceu 2,9%.", [(2.9, "percent", "PIB", "crescer")]),
        ("pt", "O cantor mora em Lisboa há 12 anos.", []),
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
        ("es", "Uruguay exportó a Marruecos arroz y cuero.", ("Uruguay", "Morocco")),
        ("es", "Grecia trasladó a Chipre a 24 náufragos, según informó la Armada.", ("Greece", "Cyprus")),
        ("es", "Los mineros que vivían en Oruro fueron trasladados a Arica.", ("Oruro", "Arica")),
        ("es", "El yate fue interceptado en Montevideo tras llegar desde Dakar.", ("Dakar", "Montevideo")),
        (
            "es",
            "Dos de los niños tuvieron que ser trasladados de Santiago a Montevideo.",
            ("Santiago", "Montevideo"),
        ),
        ("pt", "O ministro visitou Nampula, de onde partiram 300 camiões para Pemba.", ("Nampula", "Pemba")),
        ("pt", "A central de Sines exporta 40 mil toneladas por ano para Roterdão.", ("Sines", "Rotterdam")),
        ("pt", "Tendo zarpado de Luanda, o navio foi abordado em Sines.", ("Luanda", "Sines")),
        ("pt", "Uma canoa que saiu de Dakar foi intercetada em Nouadhibou.", ("Dakar", "Nouadhibou")),
        ("pt", "Resgatados em Faro, 12 homens foram levados para Lisboa.", ("Faro", "Lisbon")),
        (
            "pt",
            "Das 300 toneladas descarregadas em Santos, um quinto segue para Curitiba.",
            ("Santos", "Curitiba"),
        ),
        ("pt", "Metade dos 400 soldados acampados em Tete partiu para Pemba.", ("Tete", "Pemba")),
        ("pt", "As famílias tiveram de ser levadas de Tete para Pemba.", ("Tete", "Pemba")),
        ("pt", "Depois de um ano a estudar em Paris, voltou para Lisboa o pintor.", ("Paris", "Lisbon")),
        ("pt", "Portugal está a enviar 30 médicos para Díli.", ("Portugal", "Dili")),
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
