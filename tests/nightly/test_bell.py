"""The bell wakes the jobs in a real worker, survives one that was killed, and rings on its own."""

import os
import signal
import subprocess
import sys
import time

import pytest

from finance_portal import bell

pytestmark = pytest.mark.anyio

WORKER = """
import asyncio, pathlib, sys
from finance_portal.bell import bell

async def run():
    with pathlib.Path(sys.argv[2]).open("a") as heard:
        heard.write("rung\\n")
    await asyncio.sleep(float(sys.argv[3]))

app = bell(sys.argv[1], run)

async def main():
    async with app.open_async():
        await app.run_worker_async(wait=sys.argv[4] == "wait", install_signal_handlers=False)

asyncio.run(main())
"""


def worker(url, heard, seconds, how="once"):
    command = [sys.executable, "-c", WORKER, url, str(heard), str(seconds), how]
    return subprocess.Popen(command)  # noqa: S603  our own words


def wait_for(file):
    while not file.exists():
        time.sleep(0.05)


async def nothing():
    """Nobody is woken in this process."""


async def rung(url):
    app = bell.bell(url, nothing)
    async with app.open_async():
        await app.configure_task("ring").defer_async(timestamp=0)


@pytest.fixture
def url(fresh_postgresql):
    bell.hang(fresh_postgresql)
    bell.hang(fresh_postgresql)  # a second time changes nothing
    return fresh_postgresql


async def test_a_worker_hears_the_bell_and_runs_the_jobs(url, tmp_path):
    await rung(url)

    assert worker(url, tmp_path / "heard", 0).wait(60) == 0

    assert "rung" in (tmp_path / "heard").read_text()


async def test_the_ring_of_a_killed_worker_is_heard_by_another(url, tmp_path):
    await rung(url)
    killed = worker(url, tmp_path / "heard", 60, "wait")
    wait_for(tmp_path / "heard")
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()

    app = bell.bell(url, nothing)
    async with app.open_async():
        await app.connector.execute_query_async(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )
        assert await bell.retry_rings_of_dead_workers(app) == 1

    assert worker(url, tmp_path / "again", 0).wait(60) == 0
    assert "rung" in (tmp_path / "again").read_text()


def test_the_bell_leaves_our_own_schema_as_it_is(fresh_postgresql):
    bell.hang(fresh_postgresql)

    with pytest.raises(ValueError, match="PostgreSQL"):
        bell.hang("sqlite:///portal.db")
