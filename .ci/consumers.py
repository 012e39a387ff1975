"""Open every export with programs of Debian that pip cannot install: GDAL 3.6, QGIS 3.22, LibreOffice, R.

    apt-get install gdal-bin qgis-providers python3-qgis libreoffice-calc-nogui r-cran-sf
    python .ci/consumers.py

It is not a part of `.ci/run`. It prints a line for each check, says which programs are missing, and fails if
a program that is there warns or reads something else.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import geo
from geo.export import FORMATS

ROOT = Path(__file__).parent.parent
DEBIAN = "/usr/bin/python3"

QGIS = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication, QgsLayoutExporter, QgsLayoutItemLabel, QgsLayoutItemLegend
from qgis.core import QgsLegendStyle, QgsProject, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
project = QgsProject.instance()
assert project.read(sys.argv[1]), project.error()
layers = project.mapLayers().values()
layout = project.layoutManager().layoutByName("Map")
settings = QgsLayoutExporter.ImageExportSettings()
settings.dpi = 60
drawn = QgsLayoutExporter(layout).exportToImage(sys.argv[3], settings)
alone = QgsVectorLayer(sys.argv[2] + "|layername=feature_points", "x", "ogr")
print(json.dumps({
    "layers": {layer.id(): layer.featureCount() for layer in layers if layer.isValid()},
    "styled": all(layer.renderer().type() == "categorizedSymbol" for layer in layers),
    "labelled": all(layer.labelsEnabled() for layer in layers),
    "fonts": sorted(
        {layer.labeling().settings().format().font().family() for layer in layers}
        | {item.font().family() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)}
        | {
            item.styleFont(QgsLegendStyle.Group).family()
            for item in layout.items()
            if isinstance(item, QgsLayoutItemLegend)
        }
    ),
    "groups": [group.name() for group in project.layerTreeRoot().findGroups()],
    "crs": project.crs().authid(),
    "layout": drawn == 0,
    "package": alone.isValid(),
}))
"""

FONT = "DejaVu Sans Mono"  # of a house style
UTF_8 = "CSV:44,34,76,1"  # a person ticks this when LibreOffice asks


def main() -> int:
    """Run the checks; return the exit code."""
    document = geo.geoparse(geo.read_article(sorted((ROOT / "seeds").glob("*.txt"))[0]))
    layers, faults = geo.build_layers(document), []

    def check(what: str, right: bool, found: object = "") -> None:
        print(f"{'ok   ' if right else 'WRONG'} {what} {found if not right else ''}".rstrip())
        if not right:
            faults.append(what)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "house.toml").write_text(f'map_font = "{FONT}"\n', "utf-8")
        document = geo.styled(document, folder / "house.toml")
        files = {key: folder / f"{key}{f.suffix or '.json'}" for key, f in FORMATS.items()}
        for key, path in files.items():
            path.write_bytes(geo.export(document, key))
        if present("ogrinfo"):
            for key in ("gpkg", "geojson", "topojson", "kml", "flatgeobuf", "csv"):
                run = subprocess.run(
                    ["ogrinfo", "-al", "-so", str(files[key])], capture_output=True, text=True, check=False
                )
                said = run.stdout + run.stderr
                check(
                    f"GDAL reads {key} without a warning", "arning" not in said and run.returncode == 0, said
                )
        if present(DEBIAN) and has_qgis():
            command = [DEBIAN, "-c", QGIS, str(files["qgis"]), str(files["gpkg"]), str(folder / "layout.png")]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            said = json.loads(run.stdout.splitlines()[-1]) if run.returncode == 0 else {}
            check("QGIS reads the GeoPackage without a warning", "GeoPackage" not in run.stderr, run.stderr)
            check("QGIS has the fonts of a house style", said.get("fonts") == [FONT], said or run.stderr)
            check("QGIS knows every font", "QFont" not in run.stderr, run.stderr)
            check(
                "QGIS has a group for each layer",
                said.get("groups") == [s.title for s in layers.styles.values()],
            )
            check("QGIS draws, styles and labels the project", all(
                said.get(key) for key in ("styled", "labelled", "layout", "package")
            ) and said["crs"] == "EPSG:3857", said or run.stderr)  # fmt: skip
            check(
                "QGIS finds every feature",
                sum(said.get("layers", {}).values()) == sum(map(len, layers.values())),
            )
        if present("soffice"):
            command = [
                "soffice",
                "--headless",
                f"--infilter={UTF_8}",
                "--convert-to",
                "xlsx",
                "--outdir",
                name,
                str(files["csv"]),
            ]
            subprocess.run(
                command, capture_output=True, check=False, env={"HOME": name, "PATH": "/usr/bin:/bin"}
            )
            import pandas as pd
            import pyogrio

            kept = pyogrio.read_dataframe(folder / "csv.xlsx", read_geometry=False)
            ours = pd.read_csv(files["csv"])
            whole = list(kept["wkt"]) == list(ours["wkt"]) and list(kept["name"]) == list(ours["name"])
            check("LibreOffice keeps every cell of the CSV", whole)
        if present("Rscript"):
            shutil.copy(files["gpkg"], folder / "places.gpkg")
            page = (ROOT / "docs" / "cookbook" / "r.md").read_text("utf-8")
            snippet = page.partition("```r\n")[2].partition("```")[0]
            code = snippet + "cat(nrow(areas), st_crs(areas)$epsg)"
            run = subprocess.run(
                ["Rscript", "-e", code], cwd=name, capture_output=True, text=True, check=False
            )
            areas = {
                i for f in layers.values() for i, g in f.geometry.items() if g.geom_type.endswith("Polygon")
            }
            check(
                "R's sf reads and plots the areas, as the cookbook does",
                run.stdout.split() == [str(len(areas)), "4326"],
                run.stdout + run.stderr,
            )
    return 1 if faults else 0


def present(program: str) -> bool:
    """Return whether a program is installed, and say so if it is not."""
    found = shutil.which(program) is not None
    if not found:
        print(f"not installed: {program}")
    return found


def has_qgis() -> bool:
    """Return whether QGIS's modules are installed for Debian's Python, and say so if they are not."""
    found = (
        subprocess.run([DEBIAN, "-c", "import qgis.core"], capture_output=True, check=False).returncode == 0
    )
    if not found:
        print("not installed: python3-qgis")
    return found


if __name__ == "__main__":
    sys.exit(main())
