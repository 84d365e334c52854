"""Money with a second pair of eyes: proposed by one, decided by another, done once."""

from datetime import date

import pytest

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.events import Charge
from finance_portal.domain.postings import Account
from finance_portal.models.desk import DeskProposal
from finance_portal.models.ledger import ContractEvent
from finance_portal.models.messages import Message
from finance_portal.services import deliveries, ledger
from finance_portal.services.contracts import file_of
from finance_portal.services.desk import proposals, proposed
from finance_portal.services.desk.adjusting import Adjustment, AdjustmentRefused
from finance_portal.services.desk.proposals import ProposalRefused
from finance_portal.services.ledger import Happening
from tests import make
from tests.desk.house import look
from tests.make import MORNING, cents
from tests.services.known import rows
from tests.services.races import openings

TODAY = MORNING.date()


@pytest.fixture
def late(books):
    """The loan with a late charge of $29.08."""
    event = Charge(
        effective_on=date(2026, 4, 12),
        sequence=ledger.NEXT,
        bucket=Bucket.LATE_CHARGES,
        amount=cents("29.08"),
        installment=2,
    )
    with books.db.begin() as session:
        ledger.enter(session, books.contract.id, [Happening(event, "late:test")], MORNING)
    return books


def waiver(amount="29.08", **changes):
    wanted = {
        "kind": "waiver",
        "bucket": Bucket.LATE_CHARGES,
        "amount": cents(amount),
        "effective_on": TODAY,
    }
    return Adjustment(**wanted | changes)


def credit(amount, bucket=Bucket.PRINCIPAL, on=TODAY):
    return Adjustment(kind="credit", bucket=bucket, amount=cents(amount), effective_on=on)


def propose(house, books, wanted=None, *, by="amy", role="agent", token=None):
    return proposals.propose(
        house.db,
        house.deed(by, role),
        contract_ref=books.contract.ref,
        wanted=wanted or waiver(),
        reason="The bank was closed on the last day of grace.",
        token=token or proposals.new_form_token(),
    )


def approve(house, ref, by="sam", role="supervisor"):
    proposals.approve(house.db, house.deed(by, role), ref)


def position(books):
    with books.db.read() as session:
        return file_of(session, books.contract).position(TODAY)


def waivers(books):
    return [row for row in rows(books.db, ContractEvent) if row.kind == "waiver"]


def test_what_one_proposes_and_another_approves_is_entered_and_told(house, late):
    make.login(late)
    ref = propose(house, late)
    assert position(late).late_charges == cents("29.08")

    approve(house, ref)

    (event,), (row,) = waivers(late), rows(house.db, DeskProposal)
    assert position(late).late_charges == 0
    assert (event.amount_cents, event.key) == (cents("29.08"), f"desk:{ref}")
    assert (row.status, row.event_id) == ("approved", event.id)
    (message,) = rows(house.db, Message)
    assert deliveries.opened(message)[1].subject == "A fee was waived"
    assert "$29.08" in deliveries.opened(message)[1].paragraphs[0]
    assert [line.kind for line in house.trail()] == ["desk:waiver:proposed", "desk:waiver:approved"]


def test_the_books_agree_after_a_credit_that_counts_from_an_earlier_day(house, books):
    before = position(books).principal

    approve(house, propose(house, books, credit("100.00", on=date(2026, 4, 1))))

    with books.db.read() as session:
        booked = ledger.balances(session, books.contract.id)[Account.PRINCIPAL]
    assert position(books).principal == before - cents("100.00") == booked


def test_nobody_approves_what_they_proposed(house, late):
    ref = propose(house, late, by="sam", role="supervisor")

    with pytest.raises(ProposalRefused, match="nobody decides what they proposed"):
        approve(house, ref)

    assert waivers(late) == []
    approve(house, ref, by="sue")
    assert len(waivers(late)) == 1


def test_an_agent_approves_nothing(house, late):
    ref = propose(house, late)

    with pytest.raises(ProposalRefused, match="Only a supervisor"):
        approve(house, ref, by="ben", role="agent")

    assert rows(house.db, DeskProposal)[0].status == "open"


def test_approved_twice_at_once_it_is_done_once(house, late):
    refs = [propose(house, late, waiver("0.01")) for _ in range(5)]
    deeds = iter([house.deed("sam", "supervisor"), house.deed("sue", "supervisor")] * 5)

    done = openings(
        refs, lambda ref: proposals.approve(house.db, next(deeds), ref), ProposalRefused
    )

    assert done == [1] * 5
    assert [row.amount_cents for row in waivers(late)] == [1] * 5


def test_one_form_sent_twice_is_one_proposal(house, late):
    first = propose(house, late, token="t1")

    assert propose(house, late, token="t1") == first
    assert len(rows(house.db, DeskProposal)) == 1


def test_what_is_not_open_any_more_when_it_is_approved_changes_nothing_and_stays_open(house, late):
    first, second = propose(house, late), propose(house, late)
    approve(house, first)

    with pytest.raises(AdjustmentRefused, match=r"Only \$0.00"):
        approve(house, second)

    assert len(waivers(late)) == 1
    assert [row.status for row in rows(house.db, DeskProposal)] == ["approved", "open"]
    (told,) = [p for p in proposed.listed(house.db, TODAY) if p.status == "open"]
    assert told.obstacle.startswith("Only $0.00")


@pytest.mark.parametrize(
    "wanted",
    [
        waiver("29.09"),
        waiver("0.00"),
        waiver(effective_on=date(2026, 11, 24)),
        waiver(effective_on=date(2025, 1, 1)),
        waiver(bucket=Bucket.PRINCIPAL),
        credit("29640.40"),
        credit("1.00", Bucket.LATE_CHARGES),
    ],
    ids=["too much", "nothing", "tomorrow", "before us", "no fee", "all of it", "no credit"],
)
def test_what_is_not_possible_is_not_even_proposed(house, late, wanted):
    with pytest.raises(AdjustmentRefused):
        propose(house, late, wanted)

    assert rows(house.db, DeskProposal) == []


def test_a_proposal_is_declined_with_a_reason_or_taken_back_by_whoever_made_it(house, late):
    first, second = propose(house, late), propose(house, late)
    sam, amy = house.deed("sam", "supervisor"), house.deed("amy", "agent")

    with pytest.raises(ProposalRefused, match="Say why not"):
        proposals.decline(house.db, sam, first, " ")
    proposals.decline(house.db, sam, first, "The charge is right.")
    with pytest.raises(ProposalRefused):
        proposals.withdraw(house.db, sam, second)
    proposals.withdraw(house.db, amy, second)

    assert [row.status for row in rows(house.db, DeskProposal)] == ["declined", "withdrawn"]
    for ref in (first, second):
        with pytest.raises(ProposalRefused):
            approve(house, ref)
    assert waivers(late) == []


def test_whoever_decides_sees_what_it_changes(house, late):
    propose(house, late)

    (told,) = proposed.listed(house.db, TODAY)

    assert next((c.name, c.before, c.after) for c in told.changes) == (
        "Late charges",
        cents("29.08"),
        0,
    )
    assert told.changes[-1].before - told.changes[-1].after == cents("29.08")


@pytest.mark.anyio
async def test_from_form_to_form_a_fee_is_waived_by_two(house, late):
    amy, ref = await house.sign_in("amy", "agent"), late.contract.ref
    await look(amy, ref)
    asked = {
        "what": "waiver:late_charges",
        "amount": "29.08",
        "on": TODAY.isoformat(),
        "reason": "Promised on the phone.",
    }

    answer = await amy.post(f"/accounts/{ref}/money", data=asked)

    assert answer.headers["location"] == f"/accounts/{ref}/money?done=proposed"
    assert "Waits for a supervisor" not in (await amy.get("/approvals")).text
    (row,) = rows(house.db, DeskProposal)
    sam = await house.sign_in("sam", "supervisor")
    assert "Promised on the phone." in (await sam.get("/approvals")).text
    answer = await sam.post(f"/approvals/{row.ref}/approve")
    assert answer.headers["location"] == "/approvals?done=approved"
    assert position(late).late_charges == 0
    assert (await sam.post(f"/approvals/{row.ref}/approve")).status_code == 422


@pytest.mark.anyio
@pytest.mark.parametrize(
    "change",
    [{"amount": "12,34"}, {"amount": "-5.00"}, {"what": "waiver:principal"}, {"on": "soon"}],
)
async def test_what_cannot_be_read_is_refused_with_a_reason(house, late, change):
    amy, ref = await house.sign_in("amy", "agent"), late.contract.ref
    await look(amy, ref)
    asked = {"what": "waiver:late_charges", "amount": "1.00", "on": "2026-11-23", "reason": "x"}

    answer = await amy.post(f"/accounts/{ref}/money", data=asked | change)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert rows(house.db, DeskProposal) == []
