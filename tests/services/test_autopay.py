"""Autopay is signed, changed, skipped, paused and ended, on a real database (1.15)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from finance_portal.domain.autopay import AmountRule, PlanRefused
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.events import DueDateChanged, Extended, Payment
from finance_portal.models.autopay import Autopay, AutopayDebit, PaymentAuthorization
from finance_portal.models.messages import Message
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.security import Login, SecurityEvent
from finance_portal.services import documents, journal
from finance_portal.services.autopay import consequences, desk, signing
from finance_portal.services.autopay.drafting import draft_for
from finance_portal.services.autopay.outlook import next_on
from finance_portal.services.autopay.papers import authorization_paper
from finance_portal.services.autopay.plans import AutopayRefused, autopay_on
from finance_portal.services.autopay.signing import ProposalChanged
from finance_portal.services.autopay.standing import standing
from finance_portal.services.contracts import ContractNotFound, file_of
from finance_portal.services.payment_methods import MethodNotFound
from tests.make import cents
from tests.services.desks import words
from tests.services.known import rows
from tests.services.payers import EVERY_RULE, NOW, PROCESSOR, add_method, at, payer

APRIL = date(2026, 4, 1)
TODAY = NOW.date()


@pytest.fixture
def ada(db, tmp_path):
    return payer(db, tmp_path)


def seen(ada, today=TODAY):
    return standing(
        ada.db,
        borrower_id=ada.books.borrower_id,
        contract_ref=ada.contract_ref,
        processor=PROCESSOR,
        today=today,
    )


def forecast(ada, today=TODAY):
    return seen(ada, today).running.forecast


def test_what_is_proposed_names_account_amount_days_end_and_how_to_stop(ada):
    proposal = ada.propose(ada.wanted())

    said = " ".join(proposal.words)
    assert "Checking ••6789" in said
    assert "The first debit is $581.52 on April 1, 2026." in said
    assert "at least 10 days before" in said
    assert "exactly what then pays off the contract" in said
    assert "3 business days before" in said
    assert "does not depend on autopay" in said
    assert len(proposal.forecast) == 12


def test_what_is_signed_is_kept_told_and_on_record(ada):
    ref = ada.sign()

    (signed,) = rows(ada.db, PaymentAuthorization)
    assert (signed.ref, signed.signed_name, signed.ip) == (ref, "Ada Byron", "203.0.113.7")
    assert signed.words.splitlines()[0].startswith("I authorize")
    assert ada.row().status == "active"
    assert ada.row().next_debit_on == APRIL
    assert ada.row().last_amount_cents == cents("581.52")
    assert [line.kind for line in rows(ada.db, SecurityEvent)] == ["autopay:enrolled"]
    copy = words(ada.db, "autopay_signed")
    assert copy.paragraphs[1:-2] == tuple(signed.words.splitlines())
    assert "/not-me#" in copy.link.url


def test_signed_twice_it_is_one_authorization(ada):
    wanted = ada.wanted()

    first = signing.sign(ada.db, ada.act, wanted=wanted, name="Ada Byron", now=NOW)
    again = signing.sign(ada.db, ada.act, wanted=wanted, name="Ada Byron", now=NOW)

    assert first == again
    assert len(rows(ada.db, PaymentAuthorization)) == len(rows(ada.db, Message)) == 1


def test_words_that_were_not_on_the_screen_are_not_signed(ada):
    wanted = ada.wanted()
    ada.pay("2026-03-10", "200.00")

    with pytest.raises(ProposalChanged) as changed:
        signing.sign(ada.db, ada.act, wanted=wanted, name="Ada Byron", now=NOW)

    assert "$381.52" in " ".join(changed.value.proposal.words)
    assert rows(ada.db, PaymentAuthorization) == []


@pytest.mark.parametrize("typed", ["", "  1 ", "123", "Ada\0Byron"])
def test_a_name_is_typed_to_sign(ada, typed):
    with pytest.raises(AutopayRefused) as refusal:
        signing.sign(ada.db, ada.act, wanted=ada.wanted(), name=typed, now=NOW)

    assert refusal.value.field == "name"


def test_a_change_is_signed_anew_and_ends_what_was_signed_before(ada):
    ada.sign()
    ada.sign(days_after_due=5)

    before, after = rows(ada.db, PaymentAuthorization)
    assert (before.end_reason, after.end_reason) == ("changed", None)
    assert len(rows(ada.db, Autopay)) == 1
    assert ada.row().authorization_id == after.id
    assert ada.row().next_debit_on == date(2026, 4, 6)
    assert "takes the place" in words(ada.db, "autopay_changed").paragraphs[0]


def test_another_account_is_signed_for_by_its_last_four(ada):
    ada.sign()
    savings = add_method(ada.db, ada.books.borrower_id, last4="1111", fingerprint="f2")

    ada.sign(method=savings)

    assert ada.row().method_id == savings.id
    assert "••1111" in rows(ada.db, PaymentAuthorization)[-1].words


def test_a_method_of_somebody_else_or_one_that_is_blocked_cannot_be_debited(ada):
    with ada.db.begin() as session:
        other = Borrower(ref="o", external_id="o", first_name="Eve", last_name="Other")
        session.add(other)
    foreign = add_method(ada.db, other.id)
    blocked = add_method(ada.db, ada.books.borrower_id, usable=False, why_not="It is closed.")

    with pytest.raises(MethodNotFound):
        ada.wanted(method=foreign)
    with pytest.raises(AutopayRefused, match=r"It is closed\."):
        ada.wanted(method=blocked)


def test_a_foreign_contract_does_not_exist(ada):
    wanted = ada.wanted()._replace(contract_ref="another")

    with pytest.raises(ContractNotFound):
        ada.propose(wanted)
    with pytest.raises(ContractNotFound):
        desk.cancel(ada.db, ada.act, contract_ref="another", now=NOW)


def test_while_the_sign_in_is_held_nothing_is_signed(ada):
    wanted = ada.wanted()
    with ada.db.begin() as session:
        session.get_one(Login, ada.login.id).held_until = ada.act.now + timedelta(days=3)

    with pytest.raises(AutopayRefused, match="For your protection"):
        signing.sign(ada.db, ada.act, wanted=wanted, name="Ada Byron", now=NOW)


def test_a_lease_is_debited_what_is_due(db, tmp_path):
    ada = lease(db, tmp_path)

    assert "$805.18 on March 16, 2026" in " ".join(ada.propose(ada.wanted()).words)
    with pytest.raises(PlanRefused):
        ada.wanted(amount=AmountRule.FIXED, fixed=cents("900.00"))


def lease(db, folder):
    record = {
        "id": "V1",
        "borrowers": [{"id": "P1", "first_name": "Ada", "last_name": "Byron"}],
        "product": "lease",
        "vin": "WBY43AW03RFR00339",
        "vehicle": "2026 Coupe",
        "terms": {
            "term": 36,
            "start": "2026-01-15",
            "maturity": "2029-01-15",
            "base_payment": "752.50",
            "tax_rate": "7",
            "tax": "52.68",
            "total_payment": "805.18",
            "late_charge": {"grace_days": 10, "percent": "5"},
        },
        "state": {"payments_made": 2, "next_due": "2026-03-15"},
    }
    return payer(db, folder, record)


def test_a_skipped_debit_takes_nothing_and_the_next_one_goes_out(ada):
    ada.sign()

    said = desk.skip(ada.db, ada.act, contract_ref=ada.contract_ref, on=APRIL, now=NOW)

    assert said == (
        "The payment due April 1 ($581.52) stays due."
        " Pay it by April 11 and there is no late charge."
    )
    assert [each.amount for each in forecast(ada)][:2] == [0, cents("1192.12")]
    assert "stays due" in words(ada.db, "debit_skipped").paragraphs[0]
    assert drafted(ada, APRIL) == 0


def test_what_stays_due_is_the_installment_without_the_extra(ada):
    ada.sign(amount=AmountRule.DUE_PLUS, extra=cents("100.00"))

    said = desk.skip(ada.db, ada.act, contract_ref=ada.contract_ref, on=APRIL, now=NOW)

    assert "($581.52) stays due" in said


def test_a_job_that_has_read_a_debit_sees_that_it_was_skipped(ada):
    ada.sign()
    before = ada.row().changed_at

    desk.skip(ada.db, replace_now(ada), contract_ref=ada.contract_ref, on=APRIL, now=NOW)

    assert ada.row().changed_at != before


def replace_now(ada):
    return replace(ada.act, now=ada.act.now + timedelta(seconds=1))


def test_a_skipped_debit_can_be_taken_back(ada):
    ada.sign()
    desk.skip(ada.db, ada.act, contract_ref=ada.contract_ref, on=APRIL, now=NOW)

    desk.unskip(ada.db, ada.act, contract_ref=ada.contract_ref, on=APRIL, now=NOW)

    assert forecast(ada)[0].amount == cents("581.52")
    assert rows(ada.db, AutopayDebit) == []


def test_what_has_been_sent_or_was_never_planned_cannot_be_skipped(ada):
    ada.sign()
    with ada.db.begin() as session:
        autopay_on(session, ada.books.contract.id).next_debit_on = date(2026, 5, 1)

    for day in (APRIL, date(2026, 5, 2)):
        with pytest.raises(AutopayRefused):
            desk.skip(ada.db, ada.act, contract_ref=ada.contract_ref, on=day, now=NOW)


def test_paused_without_a_day_nothing_is_planned_until_it_is_resumed(ada):
    ada.sign()

    desk.pause(ada.db, ada.act, contract_ref=ada.contract_ref, until=None, now=NOW)

    assert (ada.row().status, ada.row().next_debit_on) == ("paused", None)
    assert forecast(ada) == ()

    desk.resume(ada.db, ada.act, contract_ref=ada.contract_ref, now=NOW)

    assert (ada.row().status, ada.row().next_debit_on) == ("active", APRIL)
    assert "$581.52" in words(ada.db, "autopay_resumed").paragraphs[0]


def test_paused_until_a_day_it_goes_on_by_itself(ada):
    ada.sign()

    until = date(2026, 5, 20)
    desk.pause(ada.db, ada.act, contract_ref=ada.contract_ref, until=until, now=NOW)

    assert ada.row().next_debit_on == date(2026, 6, 1)
    assert seen(ada).running.paused_until == until


@pytest.mark.parametrize("days", [0, 181])
def test_a_pause_ends_within_half_a_year(ada, days):
    ada.sign()

    until = NOW.date() + timedelta(days=days)
    with pytest.raises(AutopayRefused):
        desk.pause(ada.db, ada.act, contract_ref=ada.contract_ref, until=until, now=NOW)


def test_canceled_it_ends_at_once_with_its_authorization(ada):
    ada.sign()

    desk.cancel(ada.db, ada.act, contract_ref=ada.contract_ref, now=NOW)

    assert (ada.row().status, ada.row().next_debit_on) == ("ended", None)
    assert rows(ada.db, PaymentAuthorization)[0].end_reason == "canceled"
    assert "April" not in words(ada.db, "autopay_canceled").text
    assert "Apr 1, 2026" in words(ada.db, "autopay_canceled").paragraphs[0]
    with pytest.raises(AutopayRefused):
        desk.cancel(ada.db, ada.act, contract_ref=ada.contract_ref, now=NOW)


def test_a63_the_other_borrower_sees_that_it_is_on_but_no_account_and_cannot_change_it(ada):
    ada.sign()
    with ada.db.begin() as session:
        other = Borrower(ref="o", external_id="o", first_name="Bob", last_name="Other")
        session.add(other)
        session.flush()
        session.add(
            Obligor(contract_id=ada.books.contract.id, borrower_id=other.id, is_primary=False)
        )
    bob = replace(ada, books=replace(ada.books, borrower_id=other.id))

    running = seen(bob).running

    assert not running.is_mine
    assert "6789" not in repr(running)
    assert running.authorization == ""
    assert running.forecast[0].amount == cents("581.52")
    ref = ada.sign()
    assert authorization_paper(ada.db, borrower_id=other.id, ref=ref, now=NOW) is None
    assert [each.title for each in documents.listed(ada.db, borrower_id=other.id)] == []
    with pytest.raises(AutopayRefused, match="other borrower"):
        desk.cancel(bob.db, bob.act, contract_ref=bob.contract_ref, now=NOW)


def test_the_forecast_counts_what_is_already_ordered(ada):
    ada.sign()
    ada.pay("2026-03-12", "581.52")

    debits = forecast(ada, date(2026, 3, 13))

    assert (debits[0].debit_on, debits[0].amount) == (APRIL, 0)
    assert "ahead" in debits[0].note


@pytest.mark.parametrize("rule", EVERY_RULE, ids=str)
def test_the_forecast_is_what_is_drafted_and_posted_debit_after_debit(ada, rule):
    if "fixed" in rule:
        rule = rule | {"drafts_while_ahead": True}
    ada.sign(**rule)
    promised = [(each.debit_on, each.amount) for each in forecast(ada) if each.amount][:6]

    made = []
    while len(made) < len(promised):
        on = ada.row().next_debit_on
        if amount := drafted(ada, on, posts=True):
            made.append((on, amount))

    assert made == promised


def drafted(ada, on, *, posts=False):
    """What the job takes on a day, through the books, with the notices sent in time."""
    with ada.db.begin() as session:
        row = autopay_on(session, ada.books.contract.id)
        contract = session.get_one(type(ada.books.contract), ada.books.contract.id)
        file = file_of(session, contract)
        position = file.position(on)
        row.last_amount_cents = max(row.last_amount_cents or 0, 10_000_00) if posts else None
        draft = draft_for(session, row, position, on)
        row.next_debit_on = next_on(session, file, row, on)
    if posts and draft.amount:
        event = Payment(
            effective_on=on,
            sequence=-1,
            id=f"a{on}",
            amount=draft.amount,
            intent=draft.intent,
            principal_only=draft.principal_only,
        )
        ada.enter(event, at(on.isoformat()))
    return draft.amount


def test_after_a_change_of_the_due_day_autopay_follows_and_says_so(ada):
    ada.sign()
    change = DueDateChanged(
        effective_on=NOW.date(), sequence=-1, first_installment=2, due_day=15, shift_months=0
    )
    ada.enter(change, NOW)

    with ada.db.begin() as session:
        said = consequences.terms_changed(session, ada.books.contract.id, NOW)
        again = consequences.terms_changed(session, ada.books.contract.id, NOW)

    assert "Apr 15, 2026, not on Apr 1, 2026" in said
    assert again is None
    assert ada.row().next_debit_on == date(2026, 4, 15)
    assert "Apr 15, 2026" in words(ada.db, "autopay_moved").subject


def test_after_an_extension_the_skipped_months_are_not_debited(ada):
    ada.sign()
    ada.enter(Extended(effective_on=NOW.date(), sequence=-1, first_installment=2, months=2), NOW)

    with ada.db.begin() as session:
        consequences.terms_changed(session, ada.books.contract.id, NOW)

    assert ada.row().next_debit_on == date(2026, 6, 1)


def test_the_discount_holds_while_autopay_does(db, tmp_path):
    ada = payer(db, tmp_path, terms={"autopay_discount": "0.25"})

    assert "0.25% a year lower" in " ".join(ada.propose(ada.wanted()).words)
    ada.sign()
    ada.sign(days_after_due=3)
    assert rate(ada) == 57_500

    desk.pause(ada.db, ada.act, contract_ref=ada.contract_ref, until=None, now=NOW)
    assert rate(ada) == 60_000
    desk.resume(ada.db, ada.act, contract_ref=ada.contract_ref, now=NOW)
    assert rate(ada) == 57_500
    desk.cancel(ada.db, ada.act, contract_ref=ada.contract_ref, now=NOW)
    assert rate(ada) == 60_000
    assert changes(ada) == 4


def test_without_a_discount_the_rate_stays(ada):
    ada.sign()
    desk.cancel(ada.db, ada.act, contract_ref=ada.contract_ref, now=NOW)

    assert changes(ada) == 0


def rate(ada):
    with ada.db.read() as session:
        return file_of(session, ada.books.contract).position(NOW.date()).rate.parts_per_million


def changes(ada):
    with ada.db.read() as session:
        events = journal.events_of(session, ada.books.contract.id)
    return sum(type(event).__name__ == "RateChanged" for event in events)


def test_the_day_before_a_debit_is_the_last_to_change_it_and_the_bank_has_its_own(ada):
    ada.sign()

    running = seen(ada).running

    assert running.change_by == APRIL - ONE_DAY
    assert running.stop_by == date(2026, 3, 27)


def test_signed_in_many_tabs_at_once_it_is_one_authorization_and_one_autopay(ada):
    wanted = ada.wanted()

    def sign(_):
        return signing.sign(ada.db, ada.act, wanted=wanted, name="Ada Byron", now=NOW)

    with ThreadPoolExecutor(6) as tabs:
        refs = list(tabs.map(sign, range(6)))

    assert len(set(refs)) == 1
    assert len(rows(ada.db, PaymentAuthorization)) == len(rows(ada.db, Autopay)) == 1
