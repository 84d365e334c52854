import pytest
from sqlalchemy import select

from finance_portal.api import ways_in
from finance_portal.models.people import Obligor
from finance_portal.models.security import SecurityEvent
from finance_portal.services import contracts
from finance_portal.services.linking import LinkRefused
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.pre_auth import WayLost
from finance_portal.services.throttle import TooManyTries
from tests.api.doors import HOME, NOON, begin, history, portal_of, rows
from tests.services.newcomers import (
    ADA,
    BEN,
    BROWSER,
    application,
    boarded,
    borrower,
    claim,
    kinds,
    last_code,
    proven,
    sent,
    with_login,
)

pytestmark = pytest.mark.anyio

SECOND, VIN = "5300999902", "WBA53BJ07R8P00228"
AGAIN = ADA | {"id": "P9", "email": "ada.at.work@example.com"}
TYPED = {"account_number": SECOND, "vin": VIN}


@pytest.fixture
def portal(db):
    return portal_of(db)


@pytest.fixture
def links(portal):
    return ways_in.links_of(portal)


@pytest.fixture
def who(db, portal, tmp_path):
    """Ada, signed in; a second contract was boarded under another record of hers."""
    boarded(db, tmp_path)
    boarded(db, tmp_path, AGAIN, number=SECOND, vin=VIN)
    return signed_in(db, portal, with_login(db))


def signed_in(db, portal, login):
    new = begin(db, portal.sessions, login)
    return portal.sessions.of_secret(new.secret, now=NOON)


def ask(links, who, channel="email", **typed):
    links.begin(who, claim(**TYPED | typed), channel, client=HOME, now=NOON)


def finish(links, who, code):
    return links.finish(who, code, client=HOME, now=NOON)


def refs_of(db, borrower_id):
    with db.read() as session:
        return [contract.ref for contract in contracts.contracts_of(session, borrower_id)]


def test_a_second_contract_opens_with_the_same_sign_in(db, links, who):
    ask(links, who)

    ref = finish(links, who, last_code(db))

    assert ref in refs_of(db, who.borrower_id)
    assert len(refs_of(db, who.borrower_id)) == 2


def test_the_code_goes_to_the_contact_that_stands_in_that_contract(db, links, who):
    ask(links, who)

    assert [(kind, to) for kind, to, _ in sent(db)] == [
        ("contract_code", "ada.at.work@example.com")
    ]


def test_it_is_written_down_and_told(db, links, who):
    ask(links, who)
    ref = finish(links, who, last_code(db))

    with db.read() as session:
        line = session.scalars(
            select(SecurityEvent).where(SecurityEvent.kind == "account:contract:linked")
        ).one()
    assert (line.subject, line.detail) == (ref, {"borrower": borrower(db, "P9").ref})
    assert {to for kind, to, _ in sent(db) if kind == "contract_added"} == {
        "ada@example.com",
        "+12125550101",
    }


@pytest.mark.parametrize(
    "wrong", [{"account_number": "5300999903"}, {"tax_id_last4": "0000"}, {"vin": "R8P00229"}]
)
def test_r1_a_wrong_claim_gets_the_same_answer_and_no_code(db, links, who, wrong):
    ask(links, who, **wrong)

    assert links.pending(who, now=NOON) is not None
    assert kinds(db) == []
    with pytest.raises(CodeRefused):
        finish(links, who, "123456")


def test_a_contract_that_is_theirs_already_is_told(db, links, who):
    with pytest.raises(LinkRefused, match="already"):
        links.begin(who, claim(), "email", client=HOME, now=NOON)


def test_a_contract_of_another_login_is_not_taken_and_its_owner_is_told(db, links, who):
    with_login(db, "P9", user_name="ada.at.work")

    ask(links, who)

    assert kinds(db) == ["registered_already"]
    with pytest.raises(CodeRefused):
        finish(links, who, "123456")


def test_two_people_are_never_made_one(db, portal, links, tmp_path):
    boarded(db, tmp_path)
    boarded(db, tmp_path, BEN, number=SECOND, vin=VIN)
    who = signed_in(db, portal, with_login(db))

    ask(links, who, tax_id_last4=BEN["tax_id"])

    assert kinds(db) == []


def test_every_bond_of_the_other_record_moves_and_what_binds_both_is_kept_once(
    db, portal, links, tmp_path
):
    boarded(db, tmp_path, ADA, AGAIN)
    boarded(db, tmp_path, AGAIN, number=SECOND, vin=VIN)
    who = signed_in(db, portal, with_login(db))
    ask(links, who)

    finish(links, who, last_code(db))

    assert {row.borrower_id for row in rows(db, Obligor)} == {who.borrower_id}
    assert len(rows(db, Obligor)) == 2


def test_the_code_works_once_and_for_its_borrower_only(db, portal, links, who, tmp_path):
    boarded(db, tmp_path, BEN, number="5300999909", vin="5UXCR6C05N9K00441")
    other = signed_in(db, portal, with_login(db, "P2", user_name="ben.byron"))
    ask(links, who)
    code = last_code(db)

    with pytest.raises(WayLost):
        finish(links, other, code)
    finish(links, who, code)
    with pytest.raises(WayLost):
        finish(links, who, code)


async def test_a_record_that_was_registered_meanwhile_keeps_its_contracts(db, portal, links, who):
    ask(links, who)
    code = last_code(db)
    with_login(db, "P9", user_name="ada.at.work")

    with pytest.raises((WayLost, CodeRefused)):
        finish(links, who, code)

    assert len(refs_of(db, borrower(db, "P9").id)) == 1


async def test_a_record_whose_contracts_were_taken_meanwhile_is_not_registered(
    db, portal, links, tmp_path
):
    boarded(db, tmp_path)
    boarded(db, tmp_path, AGAIN, number=SECOND, vin=VIN)
    way = proven(portal, db)
    who = signed_in(db, portal, with_login(db, "P9", user_name="ada.at.work"))
    links.begin(who, claim(), "email", client=HOME, now=NOON)
    finish(links, who, last_code(db))

    with pytest.raises(WayLost):
        await ways_in.new_logins_of(portal).set_up(
            way, application(portal, way), browser=BROWSER, now=NOON
        )


def test_case_20_a_signed_in_stranger_can_guess_five_times(db, links, who):
    for guess in range(5):
        ask(links, who, tax_id_last4=f"{guess:04}")

    with pytest.raises(TooManyTries):
        ask(links, who)
    assert "account:contract:linked" not in history(db)
