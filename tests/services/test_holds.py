"""A hold on a contract, and everything that can be done with one: what is refused, what goes on."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from finance_portal.domain.autopay import Plan
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.models.messages import Message
from finance_portal.models.payments import Payment
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import (
    balloon,
    deliveries,
    flagging,
    paper_news,
    payments,
    settlement,
)
from finance_portal.services.autopay import signing as autopay
from finance_portal.services.autopay.plans import AutopayRefused
from finance_portal.services.balloon import BalloonRefused
from finance_portal.services.coupons import CouponsRefused, make_coupons
from finance_portal.services.flagging import Flag
from finance_portal.services.guest import GuestRefused
from finance_portal.services.lease_end import choices, extension, miles, odometer
from finance_portal.services.lease_end.held import LeaseEndRefused
from finance_portal.services.nightly import late_charges, milestones, standings
from finance_portal.services.nightly.work import work_off
from finance_portal.services.payments import PaymentRefused
from finance_portal.services.payoff import quoting
from finance_portal.services.payoff.quoting import LetterRefused
from finance_portal.services.relief import hardship, promises
from finance_portal.services.relief import signing as relief
from finance_portal.services.relief.effects import Choice, Kind
from finance_portal.services.relief.hardship import Situation
from finance_portal.services.reminders import remind_due
from finance_portal.services.requests import new_form_token
from finance_portal.services.statements import issuing
from tests import make
from tests.services import test_guest as guests
from tests.services.after_paying import live_until
from tests.services.desks import words
from tests.services.known import rows
from tests.services.leaseholders import DANIEL, ELENA, NOW, SOFIA, THEO, TODAY, Holder, portfolio
from tests.services.payers import add_method
from tests.services.stating import papers, said

REFUSED = (
    AutopayRefused,
    BalloonRefused,
    CouponsRefused,
    LeaseEndRefused,
    LetterRefused,
    PaymentRefused,
    relief.ReliefRefused,
)
OF_A_PAYOFF = {"pay it off", "a payoff letter", "a letter for a dealer"}
SITUATION = Situation(situation="health", months=3, wish="reduced_payment")


def raised(holder, kind, *, since=TODAY, now=NOW):
    whom = holder.person.external_id if kind == "deceased" else None
    flag = Flag(
        contract_ref=holder.ref, kind=kind, since=since, borrower=whom, noted_by="Pat, servicing"
    )
    flagging.add(holder.db, flag, now)


def pay(holder, **changes):
    books = make.Books(holder.db, holder.contract, holder.person.id)
    method = add_method(holder.db, holder.person.id)
    asked = make.draft(books, method.ref, "10.00", **changes)
    payments.review(holder.db, borrower_id=holder.person.id, order=asked, now=NOW)


def sign_autopay(holder):
    ref = add_method(holder.db, holder.person.id).ref
    wanted = autopay.Wanted(holder.ref, ref, Plan(starts_on=TODAY + timedelta(days=1)))
    shown = autopay.propose(holder.db, borrower_id=holder.person.id, wanted=wanted, now=NOW).wanted
    autopay.sign(holder.db, holder.act, wanted=shown, name="Ada Byron", now=NOW)


def letter(holder, **changes):
    through = TODAY + timedelta(days=10)
    wanted = quoting.Wanted(contract_ref=holder.ref, good_through=through, **changes)
    quoting.quote(holder.db, replace(holder.act, now=NOW), wanted=wanted, now=NOW)


def change_dates(holder, kind, number):
    wanted = relief.Wanted(holder.ref, Choice(kind, number), new_form_token())
    relief.propose(holder.db, borrower_id=holder.person.id, wanted=wanted, now=NOW)


def promise(holder):
    day = TODAY + timedelta(days=5)
    about = holder.about(form_token=new_form_token(), amount=100_00, on=day)
    promises.promise(holder.db, holder.act, **about)


OF_A_LOAN = {
    "pay": pay,
    "pay on a later day": lambda who: pay(who, pay_on=TODAY + timedelta(days=9)),
    "pay it off": lambda who: pay(who, choice="payoff"),
    "sign autopay": sign_autopay,
    "a payoff letter": letter,
    "a letter for a dealer": lambda who: letter(
        who, audience="dealer", recipient="Main Street Cars", name="Elena Marsh"
    ),
    "payment coupons": lambda who: make_coupons(
        who.db, borrower_id=who.person.id, contract_ref=who.ref, now=NOW
    ),
    "another due date": lambda who: change_dates(who, Kind.DUE_DATE, 10),
    "an extension": lambda who: change_dates(who, Kind.EXTENSION, 1),
    "ask for help": lambda who: hardship.ask(
        who.db, who.act, **who.about(form_token=new_form_token(), told=SITUATION)
    ),
    "promise to pay": promise,
}
OF_A_LEASE = {
    "pay": pay,
    "tell the miles": lambda who: miles.note_reading(who.db, who.act, **who.about(miles=28_000)),
    "plan its end": lambda who: choices.choose(
        who.db, who.act, **who.about(option="return", form_token=new_form_token())
    ),
    "book its return": lambda who: choices.book(
        who.db,
        who.act,
        **who.about(
            on=date(2027, 3, 19), time="morning", place="12345", form_token=new_form_token()
        ),
    ),
    "state the odometer": lambda who: odometer.state(
        who.db, who.act, **who.about(miles=28_000, statement="actual", name="Daniel Whitfield")
    ),
    "buy miles": lambda who: miles.buy(
        who.db, who.act, **who.about(miles=500, form_token=new_form_token())
    ),
}
ALL = {
    ELENA: OF_A_LOAN,
    DANIEL: OF_A_LEASE,
    THEO: {
        "keep it longer": lambda who: extension.ask_for_disclosures(
            who.db, who.act, **who.about(form_token=new_form_token())
        )
    },
    SOFIA: {
        "plan the balloon": lambda who: balloon.choose(
            who.db, who.act, **who.about(option="pay", form_token=new_form_token())
        )
    },
}


def is_held(act, holder):
    """Tell whether something is refused with the words of a hold, and not for another reason."""
    try:
        act(holder)
    except REFUSED as refusal:
        return "Call our" in str(refusal)
    return False


@pytest.mark.parametrize("kind", flagging.KINDS)
def test_what_a_flag_forbids_is_refused_everywhere_and_nothing_else_is(db, kind):
    portfolio(db)
    found = dict[str, set[str]]()
    for number, acts in ALL.items():
        holder = Holder(db, number)
        raised(holder, kind)
        found[number] = {name for name, act in acts.items() if is_held(act, holder)}

    forbidden = {
        "bankruptcy": {number: set(acts) for number, acts in ALL.items()},
        "litigation": {number: set(acts) for number, acts in ALL.items()},
        "total_loss": {ELENA: OF_A_PAYOFF},
        "deceased": {ELENA: {"an extension", "another due date"}},
    }.get(kind, {})
    assert found == {number: forbidden.get(number, set()) for number in ALL}


@pytest.mark.anyio
async def test_a_guest_pays_nothing_on_a_hold_and_learns_nothing_of_why(db, tmp_path, world):
    books = make.boarded(db, tmp_path, guests.record(), business_date="2026-11-23")
    way = await guests.saved(books, world)
    held = Flag(contract_ref=books.contract.ref, kind="bankruptcy", since=TODAY, noted_by="Pat")
    flagging.add(db, held, NOW)

    with pytest.raises(GuestRefused) as refusal:
        await guests.pay(books, world, way)

    assert "bankruptcy" not in str(refusal.value)
    assert rows(db, Payment) == []


def test_a_promise_to_pay_binds_nobody_on_a_hold(db):
    portfolio(db)
    elena = Holder(db, ELENA)
    promise(elena)

    raised(elena, "bankruptcy")

    (request,) = rows(db, ServiceRequest)
    assert request.status == "withdrawn"
    assert work_off(db, promises.keeping(NOW + timedelta(days=9)), now=NOW).done == 0


ASKS = re.compile(
    r"please pay|please make|pay it|pay in another|pay by hand|amount due|is due|still due|past due"
    r"|make a payment|payment is still|try the same|you can pay",
    re.IGNORECASE,
)


def asked(db):
    """Return every sentence that asks for money, of all that was written to anybody."""
    opened = [(row.kind, deliveries.opened(row)[1]) for row in rows(db, Message)]
    return [
        (kind, words)
        for kind, wording in opened
        for words in (wording.subject, *wording.paragraphs, wording.text)
        if ASKS.search(words)
    ]


@pytest.mark.anyio
async def test_no_message_and_no_statement_of_a_held_contract_asks_for_money(db, tmp_path, world):
    record = make.loan(all_payments=False, last_payments=[])
    books = make.boarded(db, tmp_path, record, business_date="2026-11-23")
    make.login(books)
    method = await make.method(db, world.processor, books.borrower_id, make.CHECKING)
    for amount in ("50.00", "60.00"):
        await make.pay(books, world.processor, method, amount)
    with db.begin() as session:  # as if it had been what the payoff took
        session.get_one(Payment, rows(db, Payment)[-1].id).intent = "payoff"
    held = Flag(contract_ref=books.contract.ref, kind="bankruptcy", since=TODAY, noted_by="Pat")
    flagging.add(db, held, NOW)
    late = await live_until(books, world, 10)

    for payment in rows(db, Payment):
        with db.begin() as session:
            row = session.get_one(Payment, payment.id)
            settlement.rise(session, row, PaymentStatus.RETURNED, late, reason="R01")
    for days in range(10, 60):
        now = NOW + timedelta(days=days)
        remind_due(db, now)
        for work in (standings.refreshing(now.date()), late_charges.assessing(now)):
            work_off(db, work, now=now)
        work_off(db, milestones.telling(now), now=now)
        work_off(db, issuing.issuing(now), now=now)
        work_off(db, paper_news.telling(now), now=now)

    kinds = {row.kind for row in rows(db, Message)}
    assert {"payment_returned", "payoff_short", "statement_ready"} <= kinds
    assert asked(db) == []
    assert NOT_COLLECTING in " ".join(words(db, "payment_returned").paragraphs)
    assert all(each.retry_on is None for each in rows(db, Payment))
    statements = [said(row) for row in papers(db) if row.dated_on > TODAY]
    assert statements
    for statement in statements:
        assert statement["headline"][1] == "No payment is asked for"
        assert not ASKS.search(" ".join([*statement["say"], *statement["notes"]]))


NOT_COLLECTING = "not an attempt to collect a debt"
