"""From a document to a map: layers → scene → page and still map, over the pinned basemap."""
