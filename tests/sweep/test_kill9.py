"""Real kills: the process is gone in the middle of whatever it did, and nothing is lost or doubled.

KILLS=10000 kills more often than the thousand, half on each database, that always run.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = int(os.environ.get("KILLS", "1000"))
ROOT = Path(__file__).parents[2]


@pytest.fixture(
    params=[
        # A group of two is begun before what stands alone: these take the longest.
        pytest.param(name, marks=pytest.mark.xdist_group(f"killed on {name}"))
        for name in ("sqlite", "postgresql")
    ]
)
def url(request):
    return request.getfixturevalue(f"fresh_{request.param}")


def survived(url, folder, *, kills=0, workers=0):
    command = [sys.executable, "-m", "tests.sweep.killing", url, folder, str(kills), str(workers)]
    data = {"PORTAL_DATA_DIR": str(folder)}
    done = subprocess.run(  # noqa: S603  our own module
        command, cwd=ROOT, env=os.environ | data, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def assert_money_is_right(told):
    assert told["charged twice"] == []
    assert told["findings"] == []
    assert told["reviews"] == []
    assert told["cash"] == told["taken"]
    assert told["total"] == 0
    assert set(told["payments"]) <= {"settled", "failed"}


@pytest.mark.timeout(900)
def test_case_57_a_thousand_kills_lose_nothing_and_charge_nobody_twice(url, tmp_path):
    told = survived(url, tmp_path, kills=KILLS // 2)

    assert_money_is_right(told)
    assert told["payments"]["settled"] > KILLS // 20 + 2


def test_case_62_two_processes_pay_on_one_contract_at_once(url, tmp_path):
    told = survived(url, tmp_path, workers=2)

    assert_money_is_right(told)
    assert told["payments"] == {"settled": 52}
    assert told["taken"] == 52 * 100
