"""What the security page says: nothing whole that should be masked, and everything in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from finance_portal.models.factors import Passkey
from finance_portal.models.security import Login, PortalSession
from finance_portal.pages.security import views
from finance_portal.pages.security.views import history
from finance_portal.pages.security.views.history import WORDS
from finance_portal.services.pre_auth import Journey
from finance_portal.services.proofs import Proof, joined
from finance_portal.services.security.happenings import (
    OBJECTIONABLE,
    PAGE,
    SUBJECTS,
    Happening,
    Happenings,
)
from finance_portal.services.security.holdings import Holdings
from finance_portal.ui.surfaces import CHIP_TONE
from tests.pages.recorded import recorded_kinds

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
HERE = "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"


def login(**changes):
    known = {
        "borrower_id": 1,
        "user_name": "elena",
        "email": "elena@example.com",
        "password_hash": "v1$hash",
        "created_at": NOON,
        "password_set_at": NOON,
    }
    return Login(**(known | changes))


def session(ref, **changes):
    known = {
        "ref": ref,
        "login_id": 1,
        "secret_hash": f"hash of {ref}",
        "method": "password+authenticator",
        "signed_in_at": NOON,
        "created_at": NOON,
        "rotated_at": NOON,
        "last_seen_at": NOON,
        "ip": "203.0.113.7",
        "user_agent": HERE,
    }
    return PortalSession(**(known | changes))


def held(**changes):
    known = {
        "login": login(),
        "sessions": [],
        "devices": [],
        "authenticators": [],
        "passkeys": [],
        "recovery_codes_left": 0,
        "contracts": [],
    }
    return Holdings(**(known | changes))


def standing(now=NOON, **changes):
    return views.standing(held(**changes), session="s1", now=now, zone=ZONE)


def passkey(**changes):
    known = {
        "ref": "p1",
        "login_id": 1,
        "name": "Laptop",
        "credential_id": "secret-looking",
        "public_key": "key",
        "sign_count": 0,
        "transports": "",
        "is_backed_up": False,
        "created_at": NOON,
    }
    return Passkey(**(known | changes))


def line(kind="account:sign_in:success", **changes):
    known = {"id": 7, "at": NOON, "kind": kind, "ip": "203.0.113.7", "user_agent": HERE}
    return Happening(**(known | changes))


def row(*args, **changes):
    """A line as seen by somebody who signed in at noon."""
    found = Happenings((line(*args, **changes),), 1, 1)
    return history.page(found, signed_in_at=NOON, zone=ZONE).rows[0]


class TestStanding:
    def test_case_16_contacts_are_masked_and_hashes_are_not_there(self):
        shown = str(standing(login=login(phone="+12025550143"), sessions=[session("s1")]))

        assert "e•••a@example.com" in shown
        assert "elena@" not in shown
        assert "2025550143" not in shown
        assert "hash" not in shown

    def test_this_session_stands_first_and_is_named(self):
        shown = standing(sessions=[session("s2"), session("s1")]).sessions

        assert [each.ref for each in shown] == ["s1", "s2"]
        assert [each.is_this for each in shown] == [True, False]
        assert shown[0].device == "Firefox on Windows"
        assert shown[1].how == "Password and authenticator app, Nov 23, 2026, 12:00 PM"

    @pytest.mark.parametrize(
        ("changes", "is_weak"),
        [
            ({}, True),
            ({"passkeys": [passkey()]}, False),
            ({"login": login(phone="+12025550143")}, False),
            ({"recovery_codes_left": 10}, True),
        ],
    )
    def test_s1_whoever_has_only_mail_is_told(self, changes, is_weak):
        assert standing(**changes).is_weak is is_weak

    @pytest.mark.parametrize(("hours", "said"), [(1, "Nov 23, 2026, 1:00 PM"), (0, ""), (-1, "")])
    def test_q2_a_hold_is_told_until_it_is_over(self, hours, said):
        until = NOON + timedelta(hours=hours)

        assert standing(login=login(held_until=until)).held == said

    def test_w1_a_passkey_is_shown_by_name_and_last_use(self):
        (new,) = standing(passkeys=[passkey()]).passkeys
        (used,) = standing(passkeys=[passkey(last_used_at=NOON)]).passkeys

        assert (new.name, new.added, new.used) == ("Laptop", "Added Nov 23, 2026", "Not used yet")
        assert used.used == "Last used Nov 23, 2026, 12:00 PM"
        assert "secret-looking" not in str(new)

    @pytest.mark.parametrize(
        ("left", "words", "has_few"),
        [
            (0, "None yet", False),
            (1, "1 code left", True),
            (3, "3 codes left", True),
            (10, "10 codes left", False),
        ],
    )
    def test_q1_how_many_codes_are_left(self, left, words, has_few):
        shown = standing(recovery_codes_left=left)

        assert (shown.codes, shown.has_few_codes) == (words, has_few)


class TestHistory:
    def test_x4_a_line_has_time_place_device_method_and_result(self):
        shown = row(method="password+text")

        assert (shown.title, shown.result, shown.tone) == ("Signed in", "Succeeded", "good")
        assert (shown.at, shown.where) == ("Nov 23, 2026, 12:00 PM", "203.0.113.7")
        assert (shown.device, shown.how) == ("Firefox on Windows", "Password and code by text")

    def test_ones_own_session_is_named_and_not_asked_about(self):
        here, elsewhere = row(signed_in_at=NOON), row(signed_in_at=NOON - timedelta(hours=1))

        assert (here.is_here, here.can_object) == (True, False)
        assert (elsewhere.is_here, elsewhere.can_object) == (False, True)

    def test_what_one_confirmed_oneself_is_not_asked_about(self):
        assert not row("session:step_up:success", signed_in_at=NOON).can_object

    @pytest.mark.parametrize("kind", ["account:sign_in:refused", "account:sign_in:throttled"])
    def test_a_failure_is_shown_with_its_result_and_nothing_to_object_to(self, kind):
        shown = row(kind)

        assert shown.result in {"Refused", "Stopped"}
        assert not shown.can_object

    @pytest.mark.parametrize("kind", ["account:new:thing", "session:ended:whatever", "factor:x:y"])
    def test_a_kind_of_tomorrow_has_words_too(self, kind):
        assert row(kind).title

    def test_every_word_has_a_tone_and_a_kind_that_is_shown(self):
        assert all(kind.startswith(SUBJECTS) for kind in WORDS)
        assert {tone for _, (_, tone) in WORDS.values()} <= CHIP_TONE.keys()

    @pytest.mark.parametrize("kind", recorded_kinds())
    def test_every_kind_that_is_recorded_and_shown_has_words_of_its_own(self, kind):
        assert any(kind.startswith(known) for known in WORDS.keys() - set(SUBJECTS))

    @pytest.mark.parametrize("journey", [Journey.RECOVERY, Journey.FACTORS])
    def test_what_was_shown_on_a_way_back_in_has_words_of_its_own(self, journey):
        shown = row(f"account:{journey}:proven")

        assert (shown.title.startswith("Help with a "), shown.result) == (True, "")

    def test_whatever_can_be_objected_to_has_words_of_its_own(self):
        for kind in OBJECTIONABLE:
            assert any(known.startswith(kind) for known in WORDS)

    @pytest.mark.parametrize("proof", Proof)
    def test_every_proof_has_words(self, proof):
        assert row(method=joined(Proof.PASSWORD, proof)).how.startswith("Password")

    def test_a_method_of_another_version_is_no_failure(self):
        assert row(method="password+retina").how == ""

    @pytest.mark.parametrize(
        ("number", "count", "where", "ways"),
        [
            (1, 3, "1 to 3 of 3", (False, False, False)),
            (1, 45, "1 to 20 of 45", (False, True, True)),
            (3, 45, "41 to 45 of 45", (True, False, True)),
        ],
    )
    def test_it_says_where_it_stands(self, number, count, where, ways):
        here = min(PAGE, count - (number - 1) * PAGE)
        found = Happenings(tuple(line() for _ in range(here)), number, count)
        shown = history.page(found, signed_in_at=NOON, zone=ZONE)

        assert shown.where == where
        assert (shown.has_previous, shown.has_next, shown.is_one_of_several) == ways
