"""Another due date and extensions: shown, signed by everybody, and then exactly so (1.8, 1.9)."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.events import Charge, Extended, Payment
from finance_portal.domain.relief import ReliefProblem, ReliefRefused
from finance_portal.domain.schedule import projected_schedule
from finance_portal.models.closing import AccountFlag
from finance_portal.models.documents import Document
from finance_portal.models.people import Obligor
from finance_portal.models.requests import RequestSignature, ServiceRequest
from finance_portal.services import documents, ledger, requests
from finance_portal.services.autopay.plans import autopay_on
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.ledger import NEXT, Happening
from finance_portal.services.relief import signing
from finance_portal.services.relief.effects import Kind
from finance_portal.services.relief.offers import offers
from finance_portal.services.relief.signing import ProposalChanged
from finance_portal.services.requests import RequestNotFound, RequestOpen
from finance_portal.services.tracker import requests_of
from tests import make, paper
from tests.services.desks import told, words
from tests.services.known import rows
from tests.services.obligors import NOW, both, bound, extend
from tests.services.payers import Payer, add_method
from tests.working.checker import recompute

TODAY = NOW.date()
DUE_DATE, EXTENSION = Kind.DUE_DATE, Kind.EXTENSION


@pytest.fixture
def ada(db, tmp_path):
    return bound(db, tmp_path)[0]


def a33_a35(db, folder):
    """L1 after its first payment, as the rows A33 to A36 have it."""
    (ada,) = bound(
        db, folder, business_date="2026-03-02",
        **{key: make.loan()[key] for key in ("all_payments", "last_payments")},
    )  # fmt: skip
    return ada


MARCH = NOW.replace(month=3, day=20)


def enter(who, *events, now=NOW):
    with who.db.begin() as session:
        happenings = [Happening(each, secrets.token_hex(8)) for each in events]
        ledger.enter(session, who.books.contract.id, happenings, now)


def pay(who, on, amount):
    payment = Payment(
        effective_on=date.fromisoformat(on), sequence=NEXT, id=f"paid {on}", amount=amount
    )
    enter(who, payment)


def position(who, on=TODAY):
    return who.file().position(on)


def refusal(who, kind, number, now=NOW):
    with pytest.raises(ReliefRefused) as refused:
        who.propose(kind, number, now)
    return refused.value.problem


def test_a35_what_was_shown_is_what_the_next_payment_takes(db, tmp_path):
    ada = a33_a35(db, tmp_path)

    shown = ada.propose(DUE_DATE, 15, MARCH)
    assert ada.sign(shown, MARCH) == "granted"
    pay(ada, "2026-04-15", make.cents("581.52"))

    preview, after = shown.effect.preview, position(ada, date(2026, 4, 15))
    assert preview.next_interest_added == make.cents("68.22")
    applied = after.applied["paid 2026-04-15"]
    assert applied.interest == preview.next_interest == make.cents("219.26")
    assert applied.principal == make.cents("362.26")
    assert after.maturity_on == preview.maturity_on == date(2031, 2, 15)


def test_a33_an_extension_takes_the_interest_that_was_shown_and_charges_nothing(ada):
    shown = ada.propose(EXTENSION, 2)
    assert ada.sign(shown) == "granted"

    pay(ada, "2027-02-01", make.cents("581.52"))

    after = position(ada, date(2027, 2, 1))
    assert after.applied["paid 2027-02-01"].interest == shown.effect.preview.next_interest
    assert after.maturity_on == shown.effect.preview.maturity_on == date(2031, 4, 1)
    assert (after.late_charges, after.past_due) == (0, 0)


def test_a34_less_than_the_interest_pays_interest_alone_and_the_rest_stays_owed(ada):
    shown = ada.propose(EXTENSION, 2)
    ada.sign(shown)
    before = position(ada).principal

    pay(ada, "2027-02-01", make.cents("100.00"))

    after = position(ada, date(2027, 2, 1))
    applied = after.applied["paid 2027-02-01"]
    assert (applied.interest, applied.principal_after) == (make.cents("100.00"), before)
    assert after.unpaid_interest == shown.effect.preview.next_interest - make.cents("100.00")


@pytest.mark.parametrize(("kind", "number"), [(DUE_DATE, 10), (EXTENSION, 1), (EXTENSION, 2)])
def test_paid_as_shown_every_row_of_the_schedule_comes_true(ada, kind, number):
    shown = ada.propose(kind, number)
    ada.sign(shown)

    for row in shown.effect.preview.after[:8]:
        pay(ada, row.due_on.isoformat(), row.payment)

    for row in shown.effect.preview.after[:8]:
        applied = position(ada, row.due_on).applied[f"paid {row.due_on}"]
        assert (applied.interest, applied.principal_after) == (row.interest, row.balance)


def test_the_schedule_after_signing_is_the_one_that_was_shown(ada):
    shown = ada.propose(EXTENSION, 2)
    ada.sign(shown)

    file = ada.file()
    rows_now = projected_schedule(file.terms.billing, file.events, TODAY)
    assert tuple(rows_now) == shown.effect.preview.after


def test_what_is_signed_says_what_it_costs_in_dollars(db, tmp_path):
    said = " ".join(a33_a35(db, tmp_path).propose(DUE_DATE, 15, MARCH).words)

    assert "to the 15th of each month" in said
    assert "is due April 15, 2026 instead of April 1, 2026" in said
    assert "holds $219.26 of interest instead of $151.04" in said
    assert "The last payment is due February 15, 2031 instead of February 1, 2031." in said
    assert "There is no fee." in said


def test_an_extension_names_the_payments_that_are_skipped(ada):
    said = " ".join(ada.propose(EXTENSION, 2).words)

    assert "move the payments due December 1, 2026 and January 1, 2027" in said
    assert "no late charge for the payments that are moved" in said


@pytest.mark.parametrize(
    ("day", "problem"),
    [(29, ReliefProblem.DAY_NOT_ALLOWED), (17, ReliefProblem.TOO_FAR)],
)
def test_a36_a_day_that_is_not_offered_is_refused_with_its_reason(ada, day, problem):
    assert refusal(ada, DUE_DATE, day) is problem


def test_a36_a_second_change_is_refused(ada):
    ada.sign(ada.propose(DUE_DATE, 10))

    assert refusal(ada, DUE_DATE, 15) is ReliefProblem.CHANGED_BEFORE


def test_a36_one_cent_past_due_is_refused(ada):
    pay(ada, "2026-12-01", make.cents("581.51"))

    assert refusal(ada, DUE_DATE, 10, NOW.replace(month=12, day=2)) is ReliefProblem.PAST_DUE


def test_an_open_late_charge_is_a_reason_of_its_own(ada):
    charge = Charge(
        effective_on=TODAY, sequence=NEXT, bucket=Bucket.LATE_CHARGES, amount=1, installment=9
    )
    enter(ada, charge)

    assert refusal(ada, DUE_DATE, 10) is ReliefProblem.LATE_CHARGE_OPEN


def offered(who, kind, today=TODAY):
    return offers(who.db, borrower_id=who.person.id, contract_ref=who.ref, kind=kind, today=today)


def test_every_day_that_is_offered_can_be_had_at_its_price(ada):
    days = offered(ada, DUE_DATE)

    assert [each.due_on for each in days] == [
        date(2026, 12, 1) + timedelta(days=ahead) for ahead in range(1, 16)
    ]
    costs = [each.effect.preview.total_interest_added for each in days]
    assert costs == sorted(costs)
    assert costs[0] > 0


def test_one_month_costs_less_than_two(ada):
    one, two = offered(ada, EXTENSION)

    assert 0 < one.effect.preview.total_interest_added < two.effect.preview.total_interest_added


def test_where_nothing_can_be_chosen_the_reason_is_said(db, tmp_path):
    ada = a33_a35(db, tmp_path)

    with pytest.raises(ReliefRefused, match="6 payments"):
        offered(ada, EXTENSION, MARCH.date())


def test_under_a_hold_nothing_is_changed_here_and_somebody_is_named(ada):
    with ada.db.begin() as session:
        session.add(
            AccountFlag(
                contract_id=ada.books.contract.id, kind="bankruptcy", starts_on=TODAY,
                noted_at=NOW, noted_by="pat",
            )
        )  # fmt: skip

    with pytest.raises(ReliefRefused, match="bankruptcy team") as refused:
        ada.propose(EXTENSION, 1)
    assert refused.value.problem is ReliefProblem.RESTRICTED


def test_one_signature_is_enough_where_one_is_bound(ada):
    assert extend(ada) == "granted"

    (request,) = rows(ada.db, ServiceRequest)
    (signature,) = rows(ada.db, RequestSignature)
    assert (request.kind, request.months, request.status) == ("extension", 1, "granted")
    assert (signature.signed_name, signature.ip) == ("Ada Byron", "203.0.113.7")
    assert told(ada.db, "request_moved") == []
    assert told(ada.db, "agreement_made") == ["ada@example.com"]


def test_the_copy_holds_the_words_that_were_signed(ada):
    shown = ada.propose(EXTENSION, 1)
    ada.sign(shown)

    copy = words(ada.db, "agreement_made").paragraphs
    assert copy[1 : 1 + len(shown.words)] == shown.words
    assert rows(ada.db, ServiceRequest)[0].words.splitlines() == list(shown.words)


def test_the_agreement_is_a_paper_with_the_words_the_names_and_the_schedule(ada):
    shown = ada.propose(EXTENSION, 1)
    ada.sign(shown)

    (document,) = rows(ada.db, Document)
    pdf = documents.file_of(document)
    text = " ".join(paper.text(pdf).split())
    assert "Signed electronically by Ada Byron on November 23, 2026" in text
    assert "move the payment due December 1, 2026" in text
    last = shown.effect.preview.after[-1]
    assert make_dollars(last.payment) in text
    assert {"Table", "TH"} <= set(paper.tags(pdf))
    assert "203.0.113.7" not in text


def make_dollars(amount):
    return f"${amount // 100:,}.{amount % 100:02}"


def test_sent_twice_it_is_signed_once(ada):
    shown = ada.propose(EXTENSION, 1)

    assert [ada.sign(shown), ada.sign(shown)] == ["granted", "granted"]
    assert sum(isinstance(each, Extended) for each in ada.events()) == 1


def test_two_clicks_at_the_same_time_are_one_extension(ada):
    shown = ada.propose(EXTENSION, 1)

    with ThreadPoolExecutor(2) as at_once:
        list(at_once.map(lambda _: ada.sign(shown), range(2)))

    assert sum(isinstance(each, Extended) for each in ada.events()) == 1
    assert len(rows(ada.db, Document)) == 1


def test_other_words_than_were_shown_are_not_signed(ada):
    shown = ada.propose(EXTENSION, 1)
    pay(ada, "2026-11-23", 100_00)

    with pytest.raises(ProposalChanged) as changed:
        ada.sign(shown)

    assert changed.value.proposal.words != shown.words
    assert rows(ada.db, ServiceRequest) == []
    assert ada.sign(changed.value.proposal) == "granted"


def test_somebody_else_finds_no_contract(db, tmp_path):
    grace = both(db, tmp_path)[1]
    with db.begin() as session:
        session.exec(_unbound(grace))

    with pytest.raises(ContractNotFound):
        grace.propose(EXTENSION, 1)


def _unbound(who):
    return delete(Obligor).where(Obligor.borrower_id == who.person.id)


def test_until_everybody_has_signed_nothing_is_changed(db, tmp_path):
    ada, grace = both(db, tmp_path)

    assert extend(ada) == "signing"

    assert ada.events() == grace.events()
    assert not any(isinstance(each, Extended) for each in ada.events())
    assert told(db, "signature_wanted") == ["grace@example.com"]
    assert "through November 28" in " ".join(words(db, "signature_wanted").paragraphs)


def test_the_last_signature_puts_it_in_force_and_everybody_has_a_copy(db, tmp_path):
    ada, grace = both(db, tmp_path)
    shown = ada.propose(EXTENSION, 1)
    ada.sign(shown)

    asked = grace.waiting(EXTENSION)
    assert asked.words == shown.words
    assert (asked.asked.must_sign, asked.asked.is_mine) == (True, False)
    assert grace.sign(asked) == "granted"

    assert told(db, "agreement_made") == ["ada@example.com", "grace@example.com"]
    assert position(ada).next_installment.due_on == date(2027, 1, 1)
    assert "Signed by Ada Byron and Grace Hopper." in " ".join(
        words(db, "agreement_made").paragraphs
    )


def test_two_who_sign_at_the_same_time_grant_it_once(db, tmp_path):
    ada, grace = both(db, tmp_path)
    shown = [each.propose(EXTENSION, 1) for each in (ada, grace)]

    def sign(pair):
        try:
            return pair[0].sign(pair[1])
        except RequestOpen:
            return "open"

    with ThreadPoolExecutor(2) as at_once:
        became = list(at_once.map(sign, zip((ada, grace), shown, strict=True)))

    assert sorted(became) == ["granted", "signing"]
    assert sum(isinstance(each, Extended) for each in ada.events()) == 1


def test_what_posts_in_between_is_worked_out_anew_and_signed_again_by_both(db, tmp_path):
    ada, grace = both(db, tmp_path)
    extend(ada)
    pay(ada, "2026-11-23", 100_00)

    anew = grace.waiting(EXTENSION)
    assert grace.sign(anew) == "signing"

    assert [each.signed_name for each in rows(db, RequestSignature)] == ["Grace Hopper"]
    assert "sign again" in words(db, "request_moved").paragraphs[0]
    assert ada.sign(ada.waiting(EXTENSION)) == "granted"
    (request,) = rows(db, ServiceRequest)
    assert request.words == "\n".join(anew.words)


def test_what_posts_without_a_cent_of_difference_asks_nobody_again(db, tmp_path):
    ada, grace = both(db, tmp_path)
    extend(ada)
    with db.begin() as session:
        contract = ledger.locked(session, ada.books.contract.id)
        contract.version += 1

    assert grace.sign(grace.waiting(EXTENSION)) == "granted"


def test_old_words_on_the_second_signers_screen_are_not_signed(db, tmp_path):
    ada, grace = both(db, tmp_path)
    extend(ada)
    old = grace.waiting(EXTENSION)
    pay(ada, "2026-11-23", 100_00)

    with pytest.raises(ProposalChanged):
        grace.sign(old)

    assert not any(isinstance(each, Extended) for each in ada.events())


def test_what_can_no_longer_be_granted_is_declined_with_its_reason(db, tmp_path):
    ada, grace = both(db, tmp_path)
    ada.sign(ada.propose(DUE_DATE, 10))
    asked = grace.waiting(DUE_DATE)
    charge = Charge(
        effective_on=TODAY, sequence=NEXT, bucket=Bucket.LATE_CHARGES, amount=1, installment=9
    )
    enter(ada, charge)

    with pytest.raises(ReliefRefused, match="late charge"):
        grace.sign(asked)

    (request,) = rows(db, ServiceRequest)
    assert request.status == "declined"
    assert "late charge" in " ".join(words(db, "request_moved").paragraphs)


def test_after_five_days_nobody_can_sign_any_more(db, tmp_path):
    ada, grace = both(db, tmp_path)
    extend(ada)
    asked, late = grace.waiting(EXTENSION), requests.sign_until(NOW)

    with pytest.raises(RequestNotFound):
        grace.sign(asked, late)

    assert rows(db, ServiceRequest)[0].status == "lapsed"
    assert not any(isinstance(each, Extended) for each in ada.events())


def test_after_five_days_everybody_is_told_that_nothing_has_changed(db, tmp_path):
    ada, grace = both(db, tmp_path)
    extend(ada)
    asked = grace.waiting(EXTENSION)
    before = told(db, "request_moved")

    with pytest.raises(RequestNotFound):
        grace.sign(asked, requests.sign_until(NOW))

    assert told(db, "request_moved") == [*before, "ada@example.com", "grace@example.com"]
    assert words(db, "request_moved").paragraphs == (requests.LAPSED,)


def refuse(who, ref):
    signing.disagree(who.db, who.act, ref=ref, now=NOW)


def test_who_does_not_agree_ends_it_at_once_and_everybody_knows(db, tmp_path):
    ada, grace = both(db, tmp_path)
    extend(ada)
    asked = grace.waiting(EXTENSION)

    refuse(grace, asked.asked.ref)

    (request,) = rows(db, ServiceRequest)
    (seen,) = requests_of(db, borrower_id=ada.person.id)
    assert (request.status, seen.status_words) == ("declined", "Not agreed")
    said = words(db, "request_moved").paragraphs
    assert said == (
        "Grace does not agree to it, so nothing has changed. You can ask for something else.",
    )
    assert told(db, "request_moved")[-1] == "ada@example.com"
    assert grace.sign(asked) == "declined"
    assert not any(isinstance(each, Extended) for each in ada.events())
    assert extend(ada) == "signing"  # it can be asked for again


def test_only_somebody_else_who_is_bound_can_disagree(db, tmp_path):
    ada, grace = both(db, tmp_path)
    extend(ada)
    ref = ada.waiting(EXTENSION).asked.ref

    with pytest.raises(RequestNotFound):
        refuse(ada, ref)
    with db.begin() as session:
        session.exec(_unbound(grace))
    with pytest.raises(RequestNotFound):
        refuse(grace, ref)

    assert rows(db, ServiceRequest)[0].status == "signing"


def test_what_is_in_force_cannot_be_disagreed_with(db, tmp_path):
    ada, grace = both(db, tmp_path)
    extend(ada)
    asked = grace.waiting(EXTENSION)
    grace.sign(asked)

    with pytest.raises(RequestNotFound):
        refuse(grace, asked.asked.ref)

    assert rows(db, ServiceRequest)[0].status == "granted"


def test_what_it_costs_can_be_computed_again_from_its_lines(ada):
    for kind, number in ((DUE_DATE, 10), (EXTENSION, 2)):
        shown = ada.propose(kind, number)

        assert recompute(shown.working) == shown.effect.preview.total_interest_added


def test_what_was_taken_back_cannot_be_signed(db, tmp_path):
    ada, grace = both(db, tmp_path)
    extend(ada)
    asked = grace.waiting(EXTENSION)
    requests.withdraw(db, borrower_id=ada.person.id, ref=asked.asked.ref, now=NOW)

    assert grace.sign(asked) == "withdrawn"
    assert not any(isinstance(each, Extended) for each in ada.events())


def test_another_choice_waits_until_the_first_is_decided(db, tmp_path):
    ada, grace = both(db, tmp_path)
    extend(ada, 1)

    with pytest.raises(RequestOpen):
        extend(grace, 2)


def test_autopay_stays_on_and_follows(ada):
    method = add_method(ada.db, ada.person.id)
    payer = Payer(ada.books, ada.login, method)
    payer.sign(NOW)

    shown = ada.propose(EXTENSION, 1)
    assert (shown.autopay.was, shown.autopay.now_on) == (date(2026, 12, 1), date(2027, 1, 4))
    assert shown.autopay.left_out == (date(2026, 12, 1),)
    ada.sign(shown)

    with ada.db.read() as session:
        row = autopay_on(session, ada.books.contract.id, locks=False)
    assert (row.status, row.next_debit_on) == ("active", date(2027, 1, 4))
    assert told(ada.db, "autopay_moved") == ["ada@example.com"]


def test_a_granted_extension_outlives_whatever_runs_later(ada):
    extend(ada)
    before = projected_schedule(ada.file().terms.billing, ada.events(), TODAY)

    requests.lapse(ada.db, NOW + timedelta(days=30))
    with pytest.raises(RequestNotFound):
        requests.withdraw(
            ada.db, borrower_id=ada.person.id, ref=rows(ada.db, ServiceRequest)[0].ref, now=NOW
        )

    assert rows(ada.db, ServiceRequest)[0].status == "granted"
    assert projected_schedule(ada.file().terms.billing, ada.events(), TODAY) == before
