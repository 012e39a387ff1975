"""Archives on Dask: a real scheduler and two workers on loopback, killed in every way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parent.parent
COUNT = 24

RUN = """
import sys
from geo.archive import Options, archive
if __name__ == "__main__":
    source, out, workers, resume, scheduler = sys.argv[1:6]
    options = Options(cut_bytes=200, most_seconds=20.0)
    archive(
        [source], out, options, workers=int(workers), resume=bool(resume), scheduler=scheduler or None,
        say=print, bar=True,
    )
"""

# Each Python of a test reads this first: an article with the word ends its process, as one that a library
# cannot bear would; all are slow where a test wants to kill somebody meanwhile.
DEADLY = """
import os, sys, time
if "resource_tracker" not in sys.orig_argv[-1]:
    import geo.archive.work as work
    read = work.parse
    def parse(record, *rest):
        if "Deadly" in str(record.data):
            os._exit(1)
        if os.environ.get("SLOW"):
            time.sleep(float(os.environ["SLOW"]))
        return read(record, *rest)
    work.parse = parse
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("workers")
    (home / "run.py").write_text(RUN)
    (home / "news.jsonl").write_text(
        "".join(
            json.dumps({"text": f"{n} men flew from Lima to Oslo on Monday."}) + "\n" for n in range(COUNT)
        )
    )
    (home / "deadly").mkdir()
    (home / "deadly" / "sitecustomize.py").write_text(DEADLY)
    return home


def start(
    home: Path,
    out: str,
    *,
    workers: int = 0,
    resume: bool = False,
    scheduler: str = "",
    slow: str = "",
    source: str = "news.jsonl",
) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join([str(home / "deadly"), str(ROOT)])
    return subprocess.Popen(
        [sys.executable, "run.py", source, out, str(workers), "resume" if resume else "", scheduler],
        cwd=home,
        env=os.environ | {"PYTHONPATH": paths, "SLOW": slow},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def run(home: Path, out: str, **how: object) -> tuple[str, str]:
    process = start(home, out, **how)  # type: ignore[arg-type]
    return finished(process)


def finished(process: subprocess.Popen[bytes]) -> tuple[str, str]:
    """Wait for the end; return what it printed, and its progress."""
    try:
        said, errors = process.communicate(timeout=300)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 0, errors.decode()[-2000:]
    return said.decode(), errors.decode()


def content(folder: Path) -> Mapping[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def plain(home: Path) -> Mapping[str, bytes]:
    run(home, "plain")
    return content(home / "plain")


def wait(done: object, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


@contextmanager
def scheduler(home: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and two workers, as a user does; give the address and the workers."""
    environment = (
        os.environ | {"SLOW": "0.05"} | {"PYTHONPATH": os.pathsep.join([str(home / "deadly"), str(ROOT)])}
    )
    file = home / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    common = {"cwd": home, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [
        subprocess.Popen(
            [
                *dask,
                "scheduler",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--no-dashboard",
                "--scheduler-file",
                str(file),
            ],
            **common,  # type: ignore[call-overload]
        )
    ]
    try:
        wait(lambda: file.exists() and file.read_text().rstrip().endswith("}"))
        started += [
            subprocess.Popen(
                [
                    *dask,
                    "worker",
                    "--scheduler-file",
                    str(file),
                    "--nthreads",
                    "1",
                    "--host",
                    "127.0.0.1",
                    "--no-dashboard",
                    "--no-nanny",
                ],
                **common,  # type: ignore[call-overload]
            )
            for _ in range(2)
        ]
        yield json.loads(file.read_text())["address"], started[1:]
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()


def test_a_killed_worker_of_a_scheduler_costs_nothing(home: Path, plain: Mapping[str, bytes]) -> None:
    """Two workers, of which one is killed, give the bytes of the plain loop."""
    with scheduler(home) as (address, workers):
        process = start(home, "scheduled", scheduler=address)
        receipts = home / "scheduled" / ".work" / "receipts"
        wait(lambda: receipts.exists() and len([*receipts.glob("*.json")]) >= 1)
        workers[0].kill()
        finished(process)
    assert content(home / "scheduled") == plain


def test_a_killed_client_goes_on(home: Path, plain: Mapping[str, bytes]) -> None:
    process = start(home, "client", slow="0.02")
    receipts = home / "client" / ".work" / "receipts"
    wait(lambda: receipts.exists() and len([*receipts.glob("*.json")]) >= 2)
    process.kill()
    process.communicate()
    assert not json.loads((home / "client" / "manifest.json").read_text()).get("complete")
    said, progress = run(home, "client", resume=True, workers=2)
    assert content(home / "client") == plain
    assert "parts are done already" in said
    assert "workers: 2; dashboard: http://127.0.0.1:" in said
    assert f"{COUNT}/{COUNT}" in progress
    assert "errors=0" in progress
    assert "articles/s" in progress


def test_an_article_that_kills_workers_is_the_only_one_lost(home: Path) -> None:
    texts = [json.loads(line)["text"] for line in (home / "news.jsonl").read_text().splitlines()]
    texts = texts[:6]
    texts[4] = "Deadly rain fell on Lima."
    (home / "deadly.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    run(home, "deadly-out", workers=1, source="deadly.jsonl")
    out = home / "deadly-out"
    errors = [row for file in (out / "errors").glob("*.parquet") for row in pq.read_table(file).to_pylist()]
    assert [(row["code"], row["source"]) for row in errors] == [("died", "deadly.jsonl:5")]
    mentions = [
        row for file in (out / "mentions").glob("*.parquet") for row in pq.read_table(file).to_pylist()
    ]
    assert len({row["article"] for row in mentions}) == 5
