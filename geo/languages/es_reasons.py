"""What the program says of its own work, in Spanish: why a place was chosen, how its extent was made.

Each phrase stands under its English wording, with ``{}`` for a number or a name; what is not here is shown in
English and says so.
"""

PHRASES = {
    "it is well known": "es muy conocido",
    "it is a country": "es un país",
    "it is a large unit": "es una unidad grande",
    "it is the largest place of this name": "es el mayor lugar de este nombre",
    "another name in the article means it, too": "otro nombre del artículo también lo designa",
    "the words around it elsewhere ask for this kind of place": (
        "las palabras que lo rodean en otra parte piden un lugar de este tipo"
    ),
    "the words around it ask for this kind of place": (
        "las palabras que lo rodean piden un lugar de este tipo"
    ),
    "the gazetteer has this very name with its type word": (
        "el nomenclátor tiene este mismo nombre con su palabra de tipo"
    ),
    "the gazetteer has only a part of its name": "el nomenclátor solo tiene una parte de su nombre",
    "a town of this name would have no “the”": "una población de este nombre no llevaría «the»",
    "it is the only place of this name in the gazetteer": (
        "es el único lugar de este nombre en el nomenclátor"
    ),
    "the text says what contains it": "el texto dice dónde está",
    "its sentence names its country": "su frase nombra su país",
    "its sentence names its state or province": "su frase nombra su estado o provincia",
    "it is the capital of the article's main country": "es la capital del país principal del artículo",
    "the article names its country": "el artículo nombra su país",
    "the article names its state or province": "el artículo nombra su estado o provincia",
    "the article's other names point to its country": "los demás nombres del artículo apuntan a su país",
    "the article's other names point to its state or province": (
        "los demás nombres del artículo apuntan a su estado o provincia"
    ),
    "the article's other names point into it": "los demás nombres del artículo apuntan a su interior",
    "it is near another place of the article": "está cerca de otro lugar del artículo",
    "it is near other places of the article": "está cerca de otros lugares del artículo",
    "other places of the article are in its country": "otros lugares del artículo están en su país",
    "other places of the article are in its state or province": (
        "otros lugares del artículo están en su estado o provincia"
    ),
    "other places of the article lie in it": "otros lugares del artículo están en él",
    "the gazetteer has no place named “{}”": "el nomenclátor no tiene ningún lugar llamado «{}»",
    "none of the {} places of this name is likely enough here": (
        "ninguno de los {} lugares de este nombre es lo bastante probable aquí"
    ),
    "the only place of this name is not likely enough here": (
        "el único lugar de este nombre no es lo bastante probable aquí"
    ),
    "the countries are named beside it": "los países se nombran a su lado",
    "its sentence names both countries": "su frase nombra ambos países",
    "its sentence names one, the article is about the other": (
        "su frase nombra uno, el artículo trata del otro"
    ),
    "these neighbours are the ones that the article is about": (
        "estos vecinos son aquellos de los que trata el artículo"
    ),
    "the article does not say which countries it joins": "el artículo no dice qué países une",
    "{}; a region along a border is a band beside it": (
        "{}; una región fronteriza es una franja junto a la frontera"
    ),
    "Natural Earth 1:10m": "Natural Earth 1:10m",
    "Natural Earth 1:10m, de facto land boundary": "Natural Earth 1:10m, frontera terrestre de hecho",
    "Natural Earth 1:10m, simplified to about {} m": "Natural Earth 1:10m, simplificado a unos {} m",
    "Natural Earth 1:10m, river centre lines, simplified to about {} m": (
        "Natural Earth 1:10m, ejes de ríos, simplificados a unos {} m"
    ),
    "Natural Earth 1:10m, simplified to about {} m, dissolved from {} smaller units": (
        "Natural Earth 1:10m, simplificado a unos {} m, unión de {} unidades menores"
    ),
    "U.S. Census Bureau, cartographic boundary file of {}, generalised to about {} m": (
        "U.S. Census Bureau, archivo de límites cartográficos de {}, generalizado a unos {} m"
    ),
    "approximate: what lies nearer to the seats of its districts than to other district seats "
    "(Voronoi cells), within the department": (
        "lo que está más cerca de las sedes de sus distritos que de otras sedes de distrito (celdas"
        " de Voronói), dentro del departamento"
    ),
    "approximate: union of what lies nearer to the seats of its {} districts than to other "
    "district seats (Voronoi cells)": (
        "unión de lo que está más cerca de las sedes de sus {} distritos que de otras sedes de "
        "distrito (celdas de Voronói)"
    ),
    "approximate: a disk of the area of the district of {} ({} km²) around its seat, within {}": (
        "un disco de la superficie del distrito de {} ({} km²) en torno a su sede, dentro de {}"
    ),
    "approximate: the countries that it consists of, simplified to about {} km": (
        "los países que lo componen, simplificados a unos {} km"
    ),
    "land of both countries within {} km of their border, a band of our own": (
        "tierra de ambos países a menos de {} km de su frontera, una franja propia"
    ),
    "position given by {}": "posición dada por {}",
    "as placed in {}": "como se situó en {}",
    "as drawn in {}": "como se dibujó en {}",
}
