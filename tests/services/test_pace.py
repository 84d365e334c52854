import time

import pytest

from finance_portal.services.pace import BEAT_SECONDS, on_the_beat, rest_of

pytestmark = pytest.mark.anyio

BEAT = 0.05


@pytest.mark.parametrize("worked", [0.0, 0.007, 0.008, 0.149])
def test_r1_what_takes_a_little_longer_does_not_answer_later(worked):
    assert worked + rest_of(worked) == pytest.approx(BEAT_SECONDS)


def test_what_takes_longer_than_a_beat_answers_at_the_next():
    assert 0.16 + rest_of(0.16) == pytest.approx(2 * BEAT_SECONDS)


async def test_an_answer_waits_for_the_beat():
    began = time.perf_counter()
    async with on_the_beat(beat=BEAT):
        pass

    assert time.perf_counter() - began >= 0.9 * BEAT


async def test_a_refusal_waits_too():
    began = time.perf_counter()
    with pytest.raises(KeyError):
        async with on_the_beat(beat=BEAT):
            raise KeyError

    assert time.perf_counter() - began >= 0.9 * BEAT
