from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from finance_portal.models.factors import TrustedDevice
from finance_portal.models.security import Login
from finance_portal.services.trusted_devices import TrustedDevices
from tests.api.doors import HOME, NOON, later, login, rows

DEVICES = TrustedDevices(b"device key")


@pytest.fixture
def elena(db):
    return login(db).id


def trust(db, login_id, *, now=NOON):
    with db.begin() as session:
        return DEVICES.trust(session, login_id=login_id, client=HOME, now=now)


def recognise(db, secret, login_id, *, now=NOON):
    with db.begin() as session:
        return DEVICES.recognise(session, secret, login_id=login_id, now=now)


def listed(db, login_id, *, now=NOON):
    with db.read() as session:
        return [row.ref for row in DEVICES.of_login(session, login_id, now)]


def revoke(db, login_id, ref):
    with db.begin() as session:
        return DEVICES.revoke(session, login_id, ref, NOON)


def revoke_all(db, login_id):
    with db.begin() as session:
        return DEVICES.revoke_all(session, login_id, NOON)


def test_a_trusted_browser_is_known_again(db, elena):
    secret = trust(db, elena)

    ref = recognise(db, secret, elena, now=later(days=3))
    (row,) = rows(db, TrustedDevice)
    assert ref == row.ref
    assert row.last_used_at == later(days=3)
    assert (row.ip, row.user_agent) == (HOME.ip, HOME.user_agent)


def test_s3_for_thirty_days(db, elena):
    secret = trust(db, elena)

    assert recognise(db, secret, elena, now=later(days=29, hours=23))
    assert not recognise(db, secret, elena, now=later(days=30))
    assert listed(db, elena, now=later(days=30)) == []


def test_k3_the_table_holds_no_secret_of_256_bits(db, elena):
    secret = trust(db, elena)

    (row,) = rows(db, TrustedDevice)
    assert secret not in str(row.model_dump())
    assert len(secret) >= 256 / 6


def test_case_41_copied_to_another_borrower_it_is_void(db, elena):
    secret = trust(db, elena)
    sam = login(db, "sam").id

    assert recognise(db, secret, sam) is None
    assert recognise(db, secret, elena)


@pytest.mark.parametrize(
    "edit",
    [
        lambda s: s[:-1],
        lambda s: s + "A",
        lambda s: s.swapcase(),
        lambda _: "",
        lambda s: s * 10**5,
        lambda _: "\ud800",
    ],
)
def test_case_41_edited_it_is_void(db, elena, edit):
    assert recognise(db, edit(trust(db, elena)), elena) is None


def test_case_41_after_a_change_of_password_it_is_void_and_not_listed(db, elena):
    secret = trust(db, elena)
    with db.begin() as session:
        session.execute(
            update(Login).where(col(Login.id) == elena).values(password_set_at=later(seconds=1))
        )

    assert recognise(db, secret, elena, now=later(seconds=2)) is None
    assert listed(db, elena, now=later(seconds=2)) == []
    assert recognise(db, trust(db, elena, now=later(seconds=1)), elena, now=later(seconds=2))


def test_a_revoked_one_is_void_and_the_others_are_not(db, elena):
    kept, lost = trust(db, elena), trust(db, elena)
    ref = recognise(db, lost, elena)

    assert revoke(db, elena, ref)
    assert recognise(db, lost, elena) is None
    assert listed(db, elena) == [recognise(db, kept, elena)]


def test_revoking_twice_changes_nothing(db, elena):
    ref = recognise(db, trust(db, elena), elena)

    assert [revoke(db, elena, ref) for _ in range(2)] == [True, False]


def test_nobody_revokes_what_another_borrower_trusts(db, elena):
    secret = trust(db, elena)
    sam = login(db, "sam").id

    assert not revoke(db, sam, recognise(db, secret, elena))
    assert recognise(db, secret, elena)


def test_all_of_a_login_are_revoked_together(db, elena):
    secrets = [trust(db, elena) for _ in range(3)]
    sams = trust(db, sam := login(db, "sam").id)

    assert revoke_all(db, elena) == 3
    assert not any(recognise(db, secret, elena) for secret in secrets)
    assert recognise(db, sams, sam)


def test_the_newest_is_listed_first(db, elena):
    for days in range(3):
        trust(db, elena, now=NOON + timedelta(days=days))

    refs = {row.created_at: row.ref for row in rows(db, TrustedDevice)}
    assert listed(db, elena, now=later(days=3)) == [refs[at] for at in sorted(refs, reverse=True)]
