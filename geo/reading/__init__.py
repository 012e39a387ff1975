"""From a source to what it says of places: article → sentences → toponyms → resolve → claims.

Each of these is a module or folder of its own, and imports only those before it.
"""
