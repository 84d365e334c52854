import asyncio
import threading
import timeit
import unicodedata

import pytest

from finance_portal.services.passwords import (
    COST,
    HashingQueue,
    PasswordUnusable,
    Peppers,
    TooBusy,
    Verdict,
    dummy_hash,
    hash_password,
    verify_password,
)

CHEAP = 4
PEPPERS = Peppers({"1": b"one" * 8, "2": b"two" * 8}, "1")
YES, NO = Verdict(matches=True), Verdict(matches=False)


def stored(password, *, peppers=PEPPERS, cost=CHEAP):
    return hash_password(password, peppers, cost=cost)


def verify(password, kept, *, peppers=PEPPERS, cost=CHEAP):
    return verify_password(password, kept, peppers, cost=cost)


class TestHashPassword:
    def test_p5_names_version_pepper_and_the_cost_of_twelve(self):
        assert hash_password("any", PEPPERS).startswith("v1$1$$2b$12$")
        assert COST == 12

    def test_p5_salts_every_hash(self):
        assert stored("same") != stored("same")

    def test_p5_the_pepper_is_needed(self):
        other = Peppers({"1": b"another"}, "1")

        assert verify("secret phrase", stored("secret phrase"), peppers=other) == NO

    def test_shows_no_key_when_printed(self):
        assert "one" not in repr(PEPPERS)


class TestVerifyPassword:
    @pytest.mark.parametrize("length", [1, 72, 73, 128])
    def test_case_36_every_character_counts(self, length):
        password = "é" * (length - 1) + "x"

        assert verify(password, stored(password)) == YES
        assert verify(password[:-1] + "y", stored(password)) == NO

    @pytest.mark.parametrize("password", ["a" * 129, "x" * 200, "é" * 10**6, "\ud800"])
    def test_case_36_refuses_what_nobody_can_have_at_once(self, password):
        kept = stored("anything")

        assert verify(password, kept) == NO
        assert quickest(lambda: verify(password, kept)) < 0.005
        with pytest.raises(PasswordUnusable):
            stored(password)

    def test_case_36_nul_and_edge_spaces_are_kept(self):
        assert verify("a\0b", stored("a\0b")) == YES
        assert verify("a\0c", stored("a\0b")) == NO
        assert verify("phrase", stored(" phrase ")) == NO

    def test_case_36_twins_of_unicode_are_one_password(self):
        composed = unicodedata.normalize("NFC", "crème brûlée")
        decomposed = unicodedata.normalize("NFD", composed)

        assert composed != decomposed
        assert verify(decomposed, stored(composed)) == YES

    @pytest.mark.parametrize(
        "kept",
        [
            "",
            "junk",
            "v1$1$",
            "v2$1$$2b$04$" + "a" * 53,
            "v1$9$$2b$04$" + "a" * 53,
            "v1$1$$2b$04$" + "!" * 53,
            "v1$1$$2b$99$" + "a" * 53,
            "v1$1$$2b$04$" + "a" * 54,
        ],
    )
    def test_case_38_a_corrupted_hash_fails_quietly(self, kept):
        assert verify("anything", kept) == NO

    def test_case_38_p6_an_old_cost_or_pepper_is_stale_once_it_matches(self):
        old_pepper = stored("phrase", peppers=Peppers(PEPPERS.by_id, "2"))

        assert verify("phrase", stored("phrase"), cost=5) == Verdict(matches=True, is_stale=True)
        assert verify("phrase", old_pepper) == Verdict(matches=True, is_stale=True)
        assert verify("wrong", old_pepper) == NO

    def test_p7_nothing_matches_the_dummy_not_even_nothing(self):
        dummy = dummy_hash(PEPPERS, cost=CHEAP)

        assert verify("", dummy) == NO
        assert dummy.startswith("v1$1$$2b$04$")


class TestHashingQueue:
    @pytest.mark.anyio
    async def test_p8_two_at_once_twenty_waiting_then_too_busy(self):
        gate, running, most = threading.Event(), [], []

        def work():
            running.append(1)
            most.append(len(running))
            gate.wait(10)
            running.pop()
            return "done"

        queue = HashingQueue()
        tasks = [asyncio.create_task(queue.run(work)) for _ in range(22)]
        await asyncio.sleep(0.05)
        with pytest.raises(TooBusy):
            await queue.run(work)
        gate.set()

        assert await asyncio.gather(*tasks) == ["done"] * 22
        assert max(most) == 2
        assert await queue.run(work) == "done"
        queue.close()

    @pytest.mark.anyio
    async def test_a_failure_gives_its_place_back(self):
        queue = HashingQueue(at_once=1, waiting=0)

        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await queue.run(lambda: 1 // 0)
        queue.close()


def quickest(work):
    return min(timeit.repeat(work, number=1, repeat=5))
