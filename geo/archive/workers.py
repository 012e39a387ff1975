"""Give tasks to processes: this one, or Dask workers with one thread each.

At most a few tasks a worker are on their way, so that the client's memory does not grow with the archive.
Dask's profiler of workers is off: it takes 8 to 23 % of the time.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from ..errors import ArchiveError, GeoError

_AHEAD = 3
"""Tasks on their way for each thread of the workers."""

_PATIENCE = 10
"""Seconds after which it is asked whether any worker is left."""

_DEATHS = 3
"""How often a task may lose its worker before it is done with care, or workers may fail to start."""

_Task = TypeVar("_Task")


class Workers(Protocol):
    """Somebody who does tasks."""

    def each(
        self, do: Callable[..., Any], tasks: Iterable[_Task], died: Callable[[_Task], _Task | None]
    ) -> Iterator[tuple[_Task, Any]]:
        """Do every task and give its result, in any order; ask `died` what to do where one kills workers."""


class Here:
    """This process: the plain loop."""

    def each(
        self, do: Callable[..., Any], tasks: Iterable[_Task], died: Callable[[_Task], _Task | None]
    ) -> Iterator[tuple[_Task, Any]]:
        """Do one task after the other."""
        for task in tasks:
            yield task, do(task)


class _Dask:
    def __init__(self, client: Any, revive: Callable[[], None]) -> None:
        self._client = client
        self._revive = revive

    def each(
        self, do: Callable[..., Any], tasks: Iterable[_Task], died: Callable[[_Task], _Task | None]
    ) -> Iterator[tuple[_Task, Any]]:
        from distributed import KilledWorker, wait

        waiting = iter(tasks)
        running: dict[Any, _Task] = {}

        def submit(task: _Task) -> None:
            running[self._client.submit(do, task, pure=False)] = task

        while True:
            most = _AHEAD * max(1, sum(self._client.nthreads().values()))
            while len(running) < most and (task := next(waiting, None)) is not None:
                submit(task)
            if not running:
                return
            try:
                ended = wait([*running], timeout=_PATIENCE, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                self._revive_none()
                continue
            for future in ended:
                task = running.pop(future)
                try:
                    result = future.result(_PATIENCE)
                except TimeoutError:  # it was lost with its worker, and is made again
                    running[future] = task
                    self._revive_none()
                except KilledWorker:
                    again = died(task)
                    if again is None:
                        raise ArchiveError(f"{task}: kills every worker, also with care") from None
                    submit(again)
                except CancelledError:
                    submit(task)
                except GeoError:
                    raise
                except Exception as error:
                    raise ArchiveError(f"a worker failed: {type(error).__name__}: {error}") from error
                else:
                    yield task, result

    def _revive_none(self) -> None:
        if not self._client.nthreads():
            self._revive()


@contextmanager
def workers(number: int | None, scheduler: str | None, say: Callable[[str], None]) -> Iterator[Workers]:
    """Start so many Dask workers here, or use those of a scheduler's address; 0 is this process alone."""
    if number == 0:
        yield Here()
        return
    try:
        import dask
        from distributed import Client
    except ImportError:
        raise ArchiveError(
            "dask is not installed; install it with: pip install 'dateline[archive]'"
        ) from None

    settings = {
        "distributed.worker.profile.enabled": False,
        "distributed.scheduler.allowed-failures": _DEATHS - 1,
        # How often processes look at themselves: by default fifty times a second.
        "distributed.admin.tick.interval": "1s",
        "distributed.admin.system-monitor.interval": "5s",
        "distributed.comm.timeouts.connect": "20s",
        # Dask gives up a worker that is being started again for so long; a busy machine takes its time.
        "distributed.deploy.lost-worker-timeout": "60s",
    }
    with dask.config.set(settings):
        if scheduler is not None:
            try:
                client = Client(scheduler, timeout=20)
            except (OSError, ValueError, TimeoutError) as error:
                raise ArchiveError(
                    f"{scheduler}: no Dask scheduler answers ({error}); expected an address like tcp://host:8786"
                ) from None
            with client:
                _check(client, scheduler)
                say(f"dashboard: {client.dashboard_link}")
                yield _Dask(client, lambda: say(f"{scheduler}: no worker is left; waiting for one"))
            return
        count = number or len(os.sched_getaffinity(0))
        with (
            _cluster(count) as cluster,
            Client(cluster) as client,
        ):
            say(f"workers: {count}; dashboard: {client.dashboard_link}")
            yield _Dask(client, lambda: cluster.scale(count))


def _cluster(count: int) -> Any:
    """Start workers here; again, where one of them is killed while it starts."""
    from distributed import LocalCluster

    for tried in range(_DEATHS):
        try:
            return LocalCluster(
                n_workers=count,
                threads_per_worker=1,
                memory_limit=None,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )
        except RuntimeError as error:
            if tried == _DEATHS - 1:
                raise ArchiveError(f"the workers do not start ({error.__cause__ or error})") from None
    raise AssertionError


def _check(client: Any, scheduler: str) -> None:
    """Check that the workers of a scheduler have this version and data."""
    from .about import about

    ours = about()
    try:
        theirs = client.run(about)
    except Exception as error:
        raise ArchiveError(
            f"{scheduler}: its workers cannot import dateline ({error}); install it there"
        ) from None
    if not theirs:
        raise ArchiveError(f"{scheduler}: it has no worker; start one: dask worker {scheduler} --nthreads 1")
    for worker, its in theirs.items():
        if its != ours:
            raise ArchiveError(
                f"{worker}: has {its}; expected {ours}; install the same dateline on every machine"
            )
