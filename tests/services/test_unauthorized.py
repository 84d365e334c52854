"""What somebody did not authorize: stopped at once, wherever it hangs, and followed (1.26)."""

import secrets
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from finance_portal import jobs
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.requests import ReportedItem, RequestStep, ServiceRequest
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.models.security import SecurityEvent
from finance_portal.services import method_desk, requests, settlement
from finance_portal.services.collecting import autopay as drafting
from finance_portal.services.method_desk import MethodInUse
from finance_portal.services.payments import _making
from finance_portal.services.requests import RequestNotFound, new_form_token
from finance_portal.services.unauthorized import ending, freezing, reporting
from finance_portal.services.unauthorized.reporting import ReportRefused, Told
from finance_portal.services.unauthorized.stopping import REPORTED
from tests import make
from tests.services.desks import desk_of, told, words
from tests.services.known import login, rows
from tests.services.payers import NOW, PROCESSOR, add_method, at, payer


@pytest.fixture
def ada(db, tmp_path):
    """Ada pays by autopay from an account that somebody else has saved, too."""
    ada = payer(db, tmp_path)
    ada.sign()
    return ada


def report(who, *, now=NOW, token=None, **said):
    return reporting.report(
        who.db,
        who.act,
        contract_ref=who.contract_ref,
        form_token=token or new_form_token(),
        told=Told(**said),
        now=now,
    )


def paid(who, status, *, method=None, borrower_id=None, **changes):
    """A payment as it stands at some moment of its way."""
    values = {
        "ref": secrets.token_hex(6),
        "contract_id": who.books.contract.id,
        "borrower_id": borrower_id or who.books.borrower_id,
        "method_id": (method or who.method).id,
        "form_token": secrets.token_hex(8),
        "amount_cents": 100_00,
        "fee_cents": 0,
        "principal_only_cents": 0,
        "refunded_cents": 0,
        "intent": "regular",
        "status": status,
        "effective_on": NOW.date(),
        "expected_on": NOW.date() + timedelta(days=4),
        "submitted_at": NOW,
        "changed_at": NOW,
        "processor": PROCESSOR,
        "livemode": False,
        "authorization": "-",
        "ip": "-",
        "user_agent": "-",
    }
    payment = Payment(**values | changes)
    with who.db.begin() as session:
        session.add(payment)
    return payment


def case(who):
    return rows(who.db, ServiceRequest)[-1]


def method_of(who):
    return next(row for row in rows(who.db, PaymentMethod) if row.id == who.method.id)


def decide(who, status, act):
    with who.db.begin() as session:
        request = requests.opened(session, case(who).ref)
        request.decided_by = "pat"
        requests.step(session, request, status, "Decided.", NOW)
        act(session, request, NOW) if act is ending.confirm else act(session, request)


class TestReported:
    def test_autopay_is_paused_and_nobody_debits_the_account(self, ada):
        other = login(ada.db, "grace", proven=("grace@example.com", None))
        theirs = add_method(ada.db, other.borrower_id)

        report(ada, methods=(ada.method.ref,))

        assert (ada.row().status, ada.row().next_debit_on, ada.row().why) == (
            "paused",
            None,
            REPORTED,
        )
        frozen = {row.id for row in rows(ada.db, PaymentMethod) if row.frozen_at}
        assert frozen == {ada.method.id, theirs.id}
        assert not any(row.usable for row in rows(ada.db, PaymentMethod))

    def test_a_payment_for_a_later_day_is_canceled_and_says_why(self, ada):
        order = make.order(ada.books, ada.method.ref, "50.00", now=NOW, pay_on=date(2026, 3, 20))
        make.schedule(ada.books, order, now=NOW)

        report(ada, methods=(ada.method.ref,))

        (order,) = rows(ada.db, ScheduledPayment)
        assert (order.status, order.why) == ("canceled", REPORTED)

    def test_a_reported_payment_freezes_the_account_behind_it(self, ada):
        payment = paid(ada, PaymentStatus.SETTLED)

        report(ada, payments=(payment.ref,))

        assert method_of(ada).frozen_at is not None
        reported = [(row.kind, row.is_reported) for row in rows(ada.db, ReportedItem)]
        assert reported == [("payment", True), ("autopay", False), ("method", False)]

    def test_the_case_has_a_number_and_a_clock(self, ada):
        ref = report(ada, methods=(ada.method.ref,), details="Not me")

        assert (case(ada).ref, case(ada).status, case(ada).answer_by) == (
            ref,
            "review",
            date(2026, 3, 24),
        )
        assert requests.details_of(case(ada)) == "Not me"
        assert "unauthorized:reported" in [row.kind for row in rows(ada.db, SecurityEvent)]

    def test_who_reported_is_told_and_so_is_who_else_has_the_account(self, ada):
        other = login(ada.db, "grace", proven=("grace@example.com", None))
        add_method(ada.db, other.borrower_id)

        ref = report(ada, methods=(ada.method.ref,))

        assert told(ada.db, "unauthorized_reported") == ["ada@example.com", "grace@example.com"]
        assert ref not in " ".join(words(ada.db, "unauthorized_reported").paragraphs)

    def test_sent_twice_it_is_one(self, ada):
        token = new_form_token()

        assert report(ada, methods=(ada.method.ref,), token=token) == report(
            ada, methods=(ada.method.ref,), token=token
        )
        assert len(rows(ada.db, ServiceRequest)) == 1
        assert told(ada.db, "unauthorized_reported") == ["ada@example.com"]

    def test_what_is_told_later_joins_the_open_case(self, ada):
        first = report(ada, methods=(ada.method.ref,), details="One")
        other = add_method(ada.db, ada.books.borrower_id, fingerprint="f2")

        assert report(ada, methods=(other.ref,), details="Two") == first
        assert requests.details_of(case(ada)) == "One\n\nTwo"
        assert [row.words for row in rows(ada.db, RequestStep)] == [
            reporting.REPORTED,
            reporting.MORE,
        ]
        assert all(row.frozen_at for row in rows(ada.db, PaymentMethod))

    def test_nothing_chosen_is_refused(self, ada):
        with pytest.raises(ReportRefused):
            report(ada)
        assert rows(ada.db, ServiceRequest) == []

    def test_a_payment_from_somebody_elses_account_is_theirs_to_report(self, ada):
        other = login(ada.db, "grace")
        theirs = add_method(ada.db, other.borrower_id, fingerprint="f2")
        payment = paid(ada, "settled", method=theirs, borrower_id=other.borrower_id)

        with pytest.raises(ReportRefused, match="owner"):
            report(ada, payments=(payment.ref,))
        assert not any(row.frozen_at for row in rows(ada.db, PaymentMethod))

    def test_a_payment_that_somebody_else_made_from_my_account_is_mine_to_report(self, ada):
        other = login(ada.db, "grace")
        theirs = add_method(ada.db, other.borrower_id)
        payment = paid(ada, "settled", method=theirs, borrower_id=other.borrower_id)

        report(ada, payments=(payment.ref,))
        assert all(row.frozen_at for row in rows(ada.db, PaymentMethod))

    @pytest.mark.anyio
    async def test_a_frozen_account_is_not_removed(self, ada):
        report(ada, methods=(ada.method.ref,))

        with pytest.raises(MethodInUse) as refused:
            await method_desk.remove(ada.db, None, ada.act, ref=ada.method.ref, now=NOW)
        assert refused.value.by == "report"


class TestOnItsWay:
    @pytest.mark.parametrize("status", ["created", "intent"])
    def test_what_has_not_left_yet_does_not_leave(self, ada, status):
        payment = paid(ada, status)

        report(ada, methods=(ada.method.ref,))

        assert rows(ada.db, Payment)[0].status == PaymentStatus.CANCELED
        assert payment.id in [row.item_id for row in rows(ada.db, ReportedItem)]

    def test_what_is_at_the_bank_stays_as_it_is(self, ada):
        payment = paid(ada, "processing")

        report(ada, payments=(payment.ref,))

        assert rows(ada.db, Payment)[0].status == PaymentStatus.PROCESSING

    def test_a_second_try_is_not_made(self, ada):
        paid(ada, "returned", retry_on=date(2026, 3, 20))

        report(ada, methods=(ada.method.ref,))

        assert rows(ada.db, Payment)[0].retry_on is None

    @pytest.mark.anyio
    async def test_the_last_door_holds_back_what_slipped_in_meanwhile(
        self, books, checking, world, monkeypatch
    ):
        async def later(*_arguments, **_named):
            """Nothing: the process is slow."""

        with monkeypatch.context() as slow:
            slow.setattr(_making.settlement, "drive", later)
            await make.pay(books, world.processor, checking, "100.00")
        with books.db.begin() as session:
            method = session.exec(
                select(PaymentMethod).where(col(PaymentMethod.ref) == checking)
            ).one()
            method.frozen_at = make.MORNING
        (payment,) = rows(books.db, Payment)

        await settlement.drive(books.db, world.processor, payment_id=payment.id, now=make.MORNING)

        (payment,) = rows(books.db, Payment)
        assert payment.status == PaymentStatus.CANCELED
        intent = await world.processor.intent(payment.processor_intent)
        assert intent.status == "requires_confirmation"


class TestTheNight:
    @staticmethod
    def draft(ada, processor, planned=None):
        work = drafting.drafting(processor, at("2026-04-01"), date(2026, 4, 1))
        if planned is None:
            with ada.db.read() as session:
                return work.plan(session, [ada.books.contract.id])
        with ada.db.begin() as session:
            return work.write(session, planned)

    def test_a_debit_that_was_planned_a_moment_before_is_not_made(self, ada, world):
        planned = self.draft(ada, world.processor)
        assert [each.draft is not None for each in planned] == [True]

        report(ada, methods=(ada.method.ref,), now=at("2026-04-01"))

        assert self.draft(ada, world.processor, planned) == 0
        assert rows(ada.db, Payment) == []

    def test_a_debit_that_was_made_a_moment_before_is_stopped(self, ada, world):
        assert self.draft(ada, world.processor, self.draft(ada, world.processor)) == 1

        report(ada, methods=(ada.method.ref,), now=at("2026-04-01"))

        assert [row.status for row in rows(ada.db, Payment)] == [PaymentStatus.CANCELED]

    def test_there_is_no_late_charge_while_the_case_is_open(self, ada):
        report(ada, methods=(ada.method.ref,))

        assert jobs.assess_late_charges(ada.db, now=at("2026-04-13")) == 0

    def test_nor_afterwards_for_what_fell_due_until_a_person_decided(self, ada):
        report(ada, methods=(ada.method.ref,))
        with ada.db.begin() as session:
            request = requests.opened(session, case(ada).ref)
            requests.step(session, request, "declined", "Decided.", at("2026-04-13"))
            ending.release(session, request)

        assert jobs.assess_late_charges(ada.db, now=at("2026-04-14")) == 0
        assert jobs.assess_late_charges(ada.db, now=at("2026-05-12")) == 1

    def test_a_report_that_was_taken_back_spares_nobody(self, ada):
        ref = report(ada, methods=(ada.method.ref,))
        reporting.take_back(ada.db, ada.act, ref=ref, now=at("2026-04-13"))

        assert jobs.assess_late_charges(ada.db, now=at("2026-04-14")) == 1


class TestEnded:
    def test_a_mistake_is_taken_back_and_autopay_waits_for_its_payer(self, ada):
        ref = report(ada, methods=(ada.method.ref,))

        reporting.take_back(ada.db, ada.act, ref=ref, now=NOW)

        method = method_of(ada)
        assert (method.usable, method.frozen_at, method.why_not) == (True, None, None)
        assert (ada.row().status, case(ada).status) == ("paused", "withdrawn")

    def test_only_who_reported_takes_it_back_and_never_by_a_click(self, ada):
        ref = report(ada, methods=(ada.method.ref,))

        with pytest.raises(RequestNotFound):
            requests.withdraw(ada.db, borrower_id=ada.books.borrower_id, ref=ref, now=NOW)
        assert case(ada).status == "review"
        assert method_of(ada).frozen_at is not None

    def test_what_could_not_be_used_before_cannot_be_used_after(self, ada):
        closed = add_method(
            ada.db, ada.books.borrower_id, fingerprint="f2", usable=False, why_not="Closed."
        )
        ref = report(ada, methods=(closed.ref,))

        reporting.take_back(ada.db, ada.act, ref=ref, now=NOW)

        row = next(row for row in rows(ada.db, PaymentMethod) if row.id == closed.id)
        assert (row.usable, row.why_not, row.frozen_at) == (False, "Closed.", None)

    def test_an_account_that_was_never_mine_stays_blocked_for_everybody(self, ada):
        report(ada, methods=(ada.method.ref,))

        decide(ada, "granted", ending.confirm)

        method = method_of(ada)
        assert (method.usable, method.is_revoked, ada.row().status) == (False, True, "ended")

    def test_my_own_account_is_free_again_when_a_stranger_paid_from_it(self, ada):
        payment = paid(ada, "settled")
        report(ada, payments=(payment.ref,))

        decide(ada, "granted", ending.confirm)

        assert (method_of(ada).usable, ada.row().status) == (True, "ended")

    def test_an_account_stays_frozen_while_somebody_elses_case_is_open(self, ada):
        ref = report(ada, methods=(ada.method.ref,))
        with ada.db.begin() as session:
            other = ServiceRequest(
                ref="other",
                form_token="other",
                contract_id=ada.books.contract.id,
                borrower_id=ada.books.borrower_id,
                kind="unauthorized",
                about="else",
                status="review",
                asked_at=NOW,
            )
            session.add(other)
            session.flush()
            session.add(
                ReportedItem(
                    request_id=other.id,
                    kind="method",
                    item_id=ada.method.id,
                    is_reported=True,
                    noted_at=NOW,
                )
            )

        reporting.take_back(ada.db, ada.act, ref=ref, now=NOW)

        assert method_of(ada).frozen_at is not None


class TestFrozenSignIn:
    @staticmethod
    def freeze(ada, since):
        return freezing.freeze_since(
            desk_of(ada.db), ada.act, about="unauthorized", since=since, business_now=NOW
        )

    def test_what_was_set_up_since_is_stopped_and_a_case_is_opened(self, ada):
        self.freeze(ada, NOW.date())

        assert (ada.row().status, case(ada).kind) == ("paused", "unauthorized")
        assert [row.words for row in rows(ada.db, RequestStep)] == [reporting.STOPPED]

    def test_what_was_there_before_stays(self, ada):
        with ada.db.begin() as session:
            session.get_one(PaymentMethod, ada.method.id).added_at = NOW
        freezing.freeze_since(
            desk_of(ada.db),
            ada.act,
            about="unauthorized",
            since=date(2026, 3, 12),
            business_now=at("2026-03-12"),
        )

        assert (ada.row().status, rows(ada.db, ServiceRequest)) == ("active", [])

    def test_without_anything_there_is_no_case_of_money(self, db, tmp_path):
        quiet = payer(db, tmp_path)
        freezing.freeze_since(
            desk_of(db),
            quiet.act,
            about="unauthorized",
            since=date(2027, 1, 2),
            business_now=at("2027-01-02"),
        )

        assert rows(db, ServiceRequest) == []
