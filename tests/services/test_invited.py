"""Somebody without a login takes an invitation up: names, then a sign-in of their own."""

import pytest

from finance_portal.api import ways_in
from finance_portal.models.delegates import Delegation
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.security import Login
from finance_portal.services import accounts
from finance_portal.services.delegates import giving, taking
from finance_portal.services.delegates.taking import Arrival, InvitationDead, NotForYou
from finance_portal.services.pre_auth import Journey, Step, WayLost
from finance_portal.services.proofs import Proof
from finance_portal.services.throttle import Budgets
from tests.api.doors import HOME, portal_of
from tests.services.helpers_of_ada import ROSA, TODAY, invite, secret
from tests.services.known import NOON, login, rows
from tests.services.newcomers import BROWSER, application
from tests.services.payers import payer

pytestmark = pytest.mark.anyio


@pytest.fixture
def ada(db, tmp_path):
    ada = payer(db, tmp_path)
    invite(ada)
    return ada


@pytest.fixture
def portal(db):
    return portal_of(db)


def begin(portal, hidden, first="Rosa", last="Diaz"):
    arrival = Arrival(secret=hidden, first_name=first, last_name=last, language="es")
    new = taking.begin(portal.db, portal.pre_auths, Budgets(), arrival, client=HOME, now=NOON)
    return portal.pre_auths.of_ref(new.ref, now=NOON)


async def finish(portal, way):
    logins = ways_in.new_logins_of(portal)
    wanted = application(portal, way, user_name="rosa.diaz")
    return await logins.set_up(way, wanted, browser=BROWSER, now=NOON)


def seen_by(db, person):
    return accounts.accounts(db, borrower_id=person.id, today=TODAY)


async def test_the_link_proves_the_address_and_leads_to_a_sign_in(ada, portal):
    way = begin(portal, secret(ada.db))

    assert (way.journey, way.step) == (Journey.REGISTRATION, Step.FINISH)
    assert way.proven == {Proof.EMAIL}


async def test_the_access_begins_with_the_login_and_not_before(ada, portal):
    way = begin(portal, secret(ada.db))
    person = rows(ada.db, Borrower)[-1]
    before = seen_by(ada.db, person)

    await finish(portal, way)

    assert (before, len(seen_by(ada.db, person))) == ([], 1)
    assert (person.name, person.language) == ("Rosa Diaz", "es")
    assert [row.email for row in rows(ada.db, Login)] == ["ada@example.com", ROSA]
    assert person.id not in {row.borrower_id for row in rows(ada.db, Obligor)}


async def test_a_link_that_was_used_up_is_dead(ada, portal):
    await finish(portal, begin(portal, secret(ada.db)))

    with pytest.raises(InvitationDead):
        begin(portal, secret(ada.db))


async def test_who_did_not_finish_begins_again_as_the_same_person(ada, portal):
    begin(portal, secret(ada.db))
    begin(portal, secret(ada.db), "Rosalia")

    assert [row.first_name for row in rows(ada.db, Borrower)] == ["Ada", "Rosalia"]


async def test_an_invitation_taken_back_on_the_way_opens_no_login(ada, portal):
    way = begin(portal, secret(ada.db))
    giving.revoke(ada.db, ada.act, ref=rows(ada.db, Delegation)[0].ref)

    with pytest.raises(WayLost):
        await finish(portal, way)


@pytest.mark.parametrize(("first", "last"), [("", "Diaz"), ("Rosa", " "), ("R\x00", "D")])
async def test_nobody_comes_without_a_name(ada, portal, first, last):
    with pytest.raises(NotForYou):
        begin(portal, secret(ada.db), first, last)


async def test_who_has_a_login_is_asked_to_sign_in(ada, portal):
    login(ada.db, "rosa", proven=(ROSA, None))

    with pytest.raises(NotForYou):
        begin(portal, secret(ada.db))


@pytest.mark.parametrize("hidden", ["", "f" * 43])
async def test_no_other_secret_begins_anything(ada, portal, hidden):
    with pytest.raises(InvitationDead):
        begin(portal, hidden)
