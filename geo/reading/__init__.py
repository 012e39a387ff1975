"""From a source to what it says of places: article → sentences → toponyms → resolve → claims.

Each of these is a module or folder of its own, and imports only those before it; ``tokens`` and ``dates``
serve several, and ``grammar``, ``quantities``, ``flows`` and ``story`` are what claims are composed of. The
words of a language are data of ``geo/languages``: a stage takes them from the language of its article.
"""
