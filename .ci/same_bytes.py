"""Make every map as older processors would, and fail where a byte differs.

numpy, OpenBLAS and the C library choose their code by the processor, and their sines and sums differ in the
last bits. Here the seeds and the golden stories are made with that choice as it is, then with all three held
to their oldest code, then with numpy alone; each time in a process of its own. A setting that changes nothing
although the processor has something to switch off fails as well: it would prove nothing.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import threadpoolctl
from numpy._core import _multiarray_umath as numpy_core

import geo

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "seeds").iterdir()) + sorted((ROOT / "tests" / "golden").glob("*/article.*"))
FORMATS = ("geojson", "csv", "kml", "svg")
OLDEST_BLAS = ("Prescott", "Katmai")  # as it is asked for, and as OpenBLAS may call it
LIBM_FEATURES = ("AVX512F", "AVX2", "AVX", "FMA", "FMA4")


def main() -> int:
    """Compare, or with a folder as argument make the files and print what code was chosen."""
    if len(sys.argv) > 1:
        make(Path(sys.argv[1]))
        print(json.dumps(chosen()))
        return 0
    settings = switches(chosen())
    for name in ("numpy", "OpenBLAS", "libm"):
        if name not in settings:
            print(f"{name}: this processor or build has nothing to switch off")
    held = [list(settings), [name for name in settings if name == "numpy"]]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        (code, files), *others = pool.map(lambda names: made_with([settings[n] for n in names]), [[], *held])
    faults = []
    for names, (other, found) in zip(held, others, strict=True):
        faults += [f"{'='.join(settings[n])} had no effect" for n in names if other[n] == code[n]]
        differing = (file for file in sorted(files | found) if files.get(file) != found.get(file))
        faults += [f"{file} is another with the oldest code of {', '.join(names)}" for file in differing]
    print(*faults, f"{len(files)} files of {len(SOURCES)} articles: {len(faults)} faults", sep="\n")
    return 1 if faults else 0


def make(folder: Path) -> None:
    """Write the document, the page and the exports of every source."""
    for source in SOURCES:
        document = geo.geoparse(geo.read_article(source))
        name = source.stem if source.stem != "article" else source.parent.name
        files = {"json": document.to_json(), "html": geo.render(document)}
        for form in FORMATS if document.places else ("geojson", "svg"):  # the others cannot be empty
            files[form] = geo.export(document, form)
        for suffix, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (folder / f"{name}.{suffix}").write_bytes(data)


def chosen() -> dict[str, Any]:
    """Return which code each library has chosen in this process."""
    features = numpy_core.__cpu_features__
    grid = np.linspace(0.1, 1.4, 5000).tolist()
    functions = (math.sin, math.cos, math.tan, math.atan, math.exp, math.log)
    libm = repr([f(x) for f in functions for x in grid])
    np.zeros((2, 2)) @ np.zeros((2, 2))
    return {
        "numpy": [f for f in numpy_core.__cpu_dispatch__ if features.get(f)],
        "OpenBLAS": [lib["architecture"] for lib in threadpoolctl.threadpool_info() if "architecture" in lib],
        "libm": hashlib.sha256(libm.encode()).hexdigest(),
    }


def switches(code: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return the variable and value that hold each library to its oldest code, where it runs another."""
    found = {}
    if code["numpy"]:
        found["numpy"] = ("NPY_DISABLE_CPU_FEATURES", " ".join(code["numpy"]))
    if set(code["OpenBLAS"]) - set(OLDEST_BLAS):
        found["OpenBLAS"] = ("OPENBLAS_CORETYPE", OLDEST_BLAS[0])
    fused = {"fma", "fma4"} & set(Path("/proc/cpuinfo").read_text().split())
    if fused and platform.libc_ver()[0] == "glibc":
        found["libm"] = ("GLIBC_TUNABLES", "glibc.cpu.hwcaps=" + ",".join(f"-{f}" for f in LIBM_FEATURES))
    return found


def made_with(variables: list[tuple[str, str]]) -> tuple[dict[str, Any], dict[str, str]]:
    """Make all files in a new process; return the code that it chose, and the files' hashes by name."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, folder]
        env = os.environ | dict(variables)
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
        hashes = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in Path(folder).iterdir()}
    return json.loads(done.stdout), hashes


if __name__ == "__main__":
    sys.exit(main())
