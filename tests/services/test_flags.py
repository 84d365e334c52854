"""Bankruptcy, a death, a legal case, a total loss: what stops, what goes on, whom to ask (1.22)."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from finance_portal.domain.relief import ReliefRefused
from finance_portal.models.closing import AccountFlag
from finance_portal.models.messages import Message
from finance_portal.models.people import Borrower
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.models.security import Login, PortalSession, SecurityEvent
from finance_portal.notices import flags as notices
from finance_portal.services import accounts, deliveries, flagging, flags, holding, reminders
from finance_portal.services.autopay import desk, signing
from finance_portal.services.autopay.plans import AutopayRefused
from finance_portal.services.boarding.board import board
from finance_portal.services.boarding.read import FileRefused
from finance_portal.services.flagging import Flag, FlagRefused
from finance_portal.services.logins import add_login
from finance_portal.services.nightly import late_charges, standings
from finance_portal.services.nightly.work import work_off
from finance_portal.services.payments import PaymentRefused, choices, review
from finance_portal.services.relief.effects import Kind
from finance_portal.services.relief.offers import offers
from finance_portal.services.sessions import live_sessions
from tests import make
from tests.make import MORNING
from tests.services.desks import words
from tests.services.known import HOME, rows
from tests.services.payers import NOW, at, payer

TODAY = MORNING.date()
HELD = ("bankruptcy", "litigation")


def raised(books, kind, *, since=None, borrower=None, now=MORNING):
    flag = Flag(
        contract_ref=books.contract.ref,
        kind=kind,
        since=since or now.date(),
        borrower=borrower,
        noted_by="Pat, servicing",
    )
    flagging.add(books.db, flag, now)


def restricted(books, day=TODAY):
    with books.db.read() as session:
        return flags.restrictions(session, books.contract.id, day)


def test_a_contract_without_a_flag_allows_everything(books):
    assert not restricted(books)
    assert not restricted(books).forbids("payoff")


@pytest.mark.parametrize("kind", HELD)
def test_a_held_contract_says_why_and_whom_to_call(books, kind):
    raised(books, kind)

    seen = restricted(books)

    assert (seen.no_payoff, seen.no_debits, seen.read_only) == (True, True, True)
    assert seen.contact.startswith("Call our ")
    assert seen.words.endswith(".")


def test_a_total_loss_hides_the_payoff_and_lets_payments_go_on(books):
    raised(books, "total_loss")

    seen = restricted(books)

    assert (seen.no_payoff, seen.no_debits, seen.read_only) == (True, False, False)
    assert "fall due as before" in seen.words


def test_of_two_flags_the_stricter_holds(books):
    raised(books, "total_loss")
    raised(books, "bankruptcy")

    assert restricted(books).read_only
    assert restricted(books).kinds == ("bankruptcy", "total_loss")


def test_a_flag_holds_through_its_last_day(books):
    raised(books, "bankruptcy", since=TODAY - timedelta(days=9))
    last = TODAY - timedelta(days=1)

    flagging.end(books.db, contract_ref=books.contract.ref, kind="bankruptcy", on=last, now=MORNING)

    assert restricted(books, last).read_only
    assert not restricted(books, TODAY)


@pytest.mark.parametrize(
    ("kind", "since", "why"),
    [
        ("bankruptcy", TODAY + timedelta(days=1), "begins today or has begun"),
        ("deceased", TODAY, "Say who has died"),
    ],
)
def test_a_flag_that_cannot_be_is_refused(books, kind, since, why):
    with pytest.raises(FlagRefused, match=why):
        raised(books, kind, since=since)
    assert rows(books.db, AccountFlag) == []


def test_the_same_flag_is_set_once(books):
    raised(books, "litigation")

    with pytest.raises(FlagRefused, match="set already"):
        raised(books, "litigation")


@pytest.mark.anyio
@pytest.mark.parametrize("choice", ["other", "payoff"])
async def test_nothing_is_paid_here_on_a_held_contract(books, checking, choice):
    raised(books, "bankruptcy")
    asked = make.draft(books, checking, "10.00", choice=choice)

    with pytest.raises(PaymentRefused, match="Call our bankruptcy team"):
        review(books.db, borrower_id=books.borrower_id, order=asked, now=MORNING)


@pytest.mark.anyio
async def test_no_payoff_is_offered_while_a_total_loss_is_settled(books, checking, world):
    raised(books, "total_loss")

    seen = choices(
        books.db,
        world.processor,
        borrower_id=books.borrower_id,
        contract_ref=books.contract.ref,
        now=MORNING,
    )

    assert [option.choice for option in seen.offered] == ["due"]
    asked = make.draft(books, checking, "0.00", choice="payoff")
    with pytest.raises(PaymentRefused, match="insurer"):
        review(books.db, borrower_id=books.borrower_id, order=asked, now=MORNING)


@pytest.mark.anyio
async def test_what_was_reviewed_before_the_flag_is_not_paid_after_it(books, checking, world):
    reviewed = make.order(books, checking, "10.00")
    raised(books, "bankruptcy")

    with pytest.raises(PaymentRefused):
        await make.payments.make_payment(
            books.db,
            world.processor,
            borrower_id=books.borrower_id,
            order=reviewed,
            now=MORNING,
            ip="127.0.0.1",
            user_agent="tests",
        )


def test_autopay_rests_and_orders_are_canceled_with_the_flag(db, tmp_path):
    ada = payer(db, tmp_path)
    ada.sign()
    with db.begin() as session:
        session.add(waiting(ada))

    raised(ada.books, "bankruptcy", now=NOW)

    assert (ada.row().status, ada.row().next_debit_on) == ("paused", None)
    (order,) = rows(db, ScheduledPayment)
    assert (order.status, order.why) == ("canceled", holding.STOPPED)
    said = words(db, "debits_stopped")
    assert "not an attempt to collect" in " ".join(said.paragraphs)
    assert "autopay_stopped" not in {message.kind for message in rows(db, Message)}


def test_autopay_can_neither_be_resumed_nor_signed_while_it_holds(db, tmp_path):
    ada = payer(db, tmp_path)
    wanted = ada.wanted()
    ada.sign()
    raised(ada.books, "litigation", now=NOW)

    with pytest.raises(AutopayRefused, match="legal team"):
        desk.resume(db, ada.act, contract_ref=ada.contract_ref, now=NOW)
    with pytest.raises(AutopayRefused, match="legal team"):
        signing.sign(db, ada.act, wanted=wanted, name="Ada Byron", now=NOW)


def test_after_the_flag_autopay_goes_on_only_when_it_is_resumed(db, tmp_path):
    ada = payer(db, tmp_path)
    ada.sign()
    raised(ada.books, "bankruptcy", now=NOW)

    flagging.end(db, contract_ref=ada.contract_ref, kind="bankruptcy", on=NOW.date(), now=NOW)

    assert ada.row().status == "paused"
    assert "set them up again" in " ".join(words(db, "restriction_ended").paragraphs)
    desk.resume(db, ada.act, contract_ref=ada.contract_ref, now=NOW + timedelta(days=1))
    assert ada.row().status == "active"


def test_nobody_is_reminded_nor_charged_for_being_late_while_it_holds(db, tmp_path):
    ada = payer(db, tmp_path)
    raised(ada.books, "bankruptcy", now=NOW)
    before_due, after_grace = at("2026-03-30"), at("2026-04-13")

    assert reminders.remind_due(db, before_due) == 0
    assert night(db, after_grace) == 0

    flagging.end(
        db, contract_ref=ada.contract_ref, kind="bankruptcy", on=after_grace.date(), now=after_grace
    )
    assert night(db, at("2026-04-14")) == 0
    assert night(db, at("2026-05-12")) == 1  # of the installment of May


def night(db, now):
    work_off(db, standings.refreshing(now.date()), now=now)
    return work_off(db, late_charges.assessing(now), now=now).done


def waiting(ada):
    return ScheduledPayment(
        ref="S1",
        contract_id=ada.books.contract.id,
        borrower_id=ada.books.borrower_id,
        method_id=ada.method.id,
        form_token="t1",
        pay_on=date(2026, 3, 20),
        amount_cents=100_00,
        intent="regular",
        status="waiting",
        made_at=NOW,
        changed_at=NOW,
        authorization="",
        ip="",
        user_agent="",
    )


COUPLE = [
    {"id": "P1", "first_name": "Ada", "last_name": "Byron"},
    {"id": "P2", "first_name": "Will", "last_name": "King"},
]


@pytest.fixture
def couple(db, tmp_path):
    """A contract of two; the first one pays by autopay, both sign in."""
    ada = payer(db, tmp_path, make.loan(borrowers=COUPLE))
    ada.sign()
    with db.begin() as session:
        will = session.exec(select(Borrower).where(col(Borrower.external_id) == "P2")).one()
        add_login(
            session,
            borrower=will,
            user_name="will.king",
            password_hash="none",
            now=NOW,
            email="will@example.com",
        )
    return ada


def test_the_login_of_who_has_died_is_closed_and_the_other_keeps_theirs(couple):
    raised(couple.books, "deceased", borrower="P1", now=NOW)

    closed = {login.user_name: login.disabled_at is not None for login in rows(couple.db, Login)}
    assert closed.pop("will.king") is False
    assert list(closed.values()) == [True]
    assert couple.row().status == "ended"
    assert "You keep your access" in " ".join(words(couple.db, "co_borrower_died").paragraphs)
    told = {
        each.borrower_id for each in rows(couple.db, Message) if each.kind == "co_borrower_died"
    }
    assert couple.books.borrower_id not in told
    assert not restricted(couple.books, NOW.date()).read_only


def test_somebody_who_has_died_is_not_written_to_any_more(couple):
    raised(couple.books, "deceased", borrower="P1", now=NOW)
    wording = notices.debits_stopped(vehicle="2026 Sedan")

    with couple.db.begin() as session:
        dead = deliveries.tell_borrower(
            session, couple.books.borrower_id, wording, kind="debits_stopped", now=NOW
        )
        will = session.exec(select(Borrower).where(col(Borrower.external_id) == "P2")).one()
        other = deliveries.tell_borrower(session, will.id, wording, kind="debits_stopped", now=NOW)

    assert (dead, len(other)) == ([], 1)


def test_no_change_waits_for_the_signature_of_somebody_who_has_died(couple):
    about = {"borrower_id": couple.books.borrower_id, "contract_ref": couple.contract_ref}
    raised(couple.books, "deceased", borrower="P1", now=NOW)

    with pytest.raises(ReliefRefused, match=r"has died.*Call our estate team"):
        offers(couple.db, **about, kind=Kind.EXTENSION, today=NOW.date())


def test_a_boarded_death_closes_a_login_and_its_sessions_and_leaves_the_others(couple, tmp_path):
    logins = {login.user_name: login for login in rows(couple.db, Login)}
    with couple.db.begin() as session:
        for login in logins.values():
            live_sessions().begin(session, login=login, now=NOW, client=HOME)
    death = {"kind": "deceased", "since": "2026-03-01", "borrower": "P1"}
    record = make.loan(id="L2", vin="1HGCM82633A004352", borrowers=COUPLE[:1], flags=[death])

    board(couple.db, make.file(tmp_path, record, name="second.json"), now=NOW)

    closed = {login.user_name for login in rows(couple.db, Login) if login.disabled_at}
    assert closed == set(logins) - {"will.king"}
    ended = {row.login_id for row in rows(couple.db, PortalSession) if row.revoked_at}
    assert ended == {login.id for name, login in logins.items() if name in closed}
    assert couple.row().status == "ended"


def test_a_death_that_was_noted_in_error_opens_the_login_again(couple):
    raised(couple.books, "deceased", borrower="P1", now=NOW)

    flagging.end(
        couple.db, contract_ref=couple.contract_ref, kind="deceased", on=NOW.date(), now=NOW
    )

    assert all(login.disabled_at is None for login in rows(couple.db, Login))


def test_only_somebody_who_is_bound_can_be_named(couple):
    with pytest.raises(FlagRefused, match="Nobody of that name"):
        raised(couple.books, "deceased", borrower="P3", now=NOW)


def test_a_flag_and_its_end_are_in_the_audit_trail(books):
    raised(books, "litigation")
    flagging.end(
        books.db, contract_ref=books.contract.ref, kind="litigation", on=TODAY, now=MORNING
    )

    kinds = [line.kind for line in rows(books.db, SecurityEvent)]
    assert [each for each in kinds if each.startswith("flag:")] == [
        "flag:litigation:added",
        "flag:litigation:ended",
    ]


def test_a_boarded_flag_holds_from_the_first_day(db, tmp_path):
    record = make.CURRENT | {"flags": [{"kind": "bankruptcy", "since": "2026-11-01"}]}

    books = make.boarded(db, tmp_path, record, business_date="2026-11-23")

    assert restricted(books).read_only
    seen = accounts.account(
        db, borrower_id=books.borrower_id, contract_ref=books.contract.ref, today=TODAY
    )
    assert seen.restricted.kinds == ("bankruptcy",)


def test_a_boarded_flag_about_a_stranger_is_refused(db, tmp_path):
    flag = {"kind": "deceased", "since": "2026-11-01", "borrower": "P9"}

    with pytest.raises(FileRefused, match="one of the contract's borrowers"):
        make.boarded(db, tmp_path, make.CURRENT | {"flags": [flag]}, business_date="2026-11-23")
