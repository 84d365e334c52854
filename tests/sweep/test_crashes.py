"""Wherever the process ends and whatever the processor does, the money is taken once.

SWEEP=full runs every combination; otherwise a sample of them.
"""

import itertools
import os

import pytest

from tests.sweep.scene import FAULTS, KILLS, OUTCOMES, SAVED_FAULTS, Case

pytestmark = pytest.mark.anyio

EVERY = [
    Case(token, kill, fault, webhooks=webhooks)
    for token, (kill, fault), webhooks in itertools.product(
        OUTCOMES, itertools.product(KILLS, FAULTS), (True, False)
    )
]
SAVED = [
    Case(token, kill, fault, webhooks=False)
    for token, kill, fault in itertools.product(OUTCOMES, KILLS[::4], SAVED_FAULTS)
]
SAMPLE = [
    *[Case(token, kill) for token in OUTCOMES for kill in KILLS][::2],
    *EVERY[::131],
    *SAVED[::23],
]


def cases():
    return [*EVERY, *SAVED] if os.environ.get("SWEEP") == "full" else SAMPLE


@pytest.mark.parametrize("case", cases(), ids=str)
async def test_i5_i7_a_payment_is_taken_once_and_booked_once(case, on_sqlite, monkeypatch):
    await on_sqlite.live(case, monkeypatch)

    await on_sqlite.assert_money_is_right(case.token)


@pytest.mark.parametrize("case", SAMPLE[::11], ids=str)
async def test_case_57_it_is_the_same_on_postgresql(case, on_postgresql, monkeypatch):
    await on_postgresql.live(case, monkeypatch)

    await on_postgresql.assert_money_is_right(case.token)


def test_the_sweep_holds_every_combination_of_the_design():
    assert len(OUTCOMES) == 5
    assert len(KILLS) == 1 + 8 * 2
    assert len(FAULTS) == 13
    assert len(EVERY) == 5 * 17 * 13 * 2
