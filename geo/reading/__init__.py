"""From a source to what it says about places: article → sentences → toponyms → resolve → claims.

Each of these is a module or folder, and imports only those before it. Several use ``tokens`` and ``dates``;
``claims`` uses ``grammar``, ``quantities``, ``flows`` and ``story``. The words of a language are data of
``geo/languages``: a stage takes them from the language of its article.
"""
