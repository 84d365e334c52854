"""Somebody else's access to a contract: what it opens, what it never does, and how it ends."""

import re
import secrets
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from finance_portal.domain.autopay import Plan
from finance_portal.domain.projection import NOTHING_EXTRA
from finance_portal.domain.rights import GIVEN, Right
from finance_portal.models.closing import AccountFlag
from finance_portal.models.delegates import Delegation
from finance_portal.models.documents import DocumentKind
from finance_portal.models.messages import Message
from finance_portal.models.people import Obligor
from finance_portal.models.security import Login, SecurityEvent
from finance_portal.services import (
    access,
    accounts,
    closing,
    coupons,
    documents,
    history,
    on_a_day,
    payments,
    scheduled,
    schedules,
    what_if,
)
from finance_portal.services.autopay import desk as autopay_desk
from finance_portal.services.autopay import signing, standing
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.delegates import giving, listing, taking
from finance_portal.services.delegates.giving import DelegateRefused
from finance_portal.services.delegates.taking import InvitationDead, NotForYou
from finance_portal.services.documents import Paper
from finance_portal.services.payment_methods import MethodNotFound
from finance_portal.services.payments import PaymentOrder, PaymentRefused
from finance_portal.services.payoff import dial, quoting
from finance_portal.services.relief import menu
from finance_portal.services.security import reveal
from finance_portal.services.throttle import Budgets, TooManyTries
from tests.services.desks import desk_of, told, words
from tests.services.helpers_of_ada import (
    ROSA,
    THROUGH,
    TODAY,
    act_of,
    helper,
    invite,
    secret,
    wanted,
)
from tests.services.known import NOON, login, rows
from tests.services.payers import NOW, PROCESSOR, add_method, payer

NOBODYS = "f" * 24


class Processor:
    name = PROCESSOR


def order(who, **changes):
    usual = {
        "form_token": "t",
        "contract_ref": who.contract_ref,
        "choice": "due",
        "amount": 0,
        "method_ref": "",
    }
    return PaymentOrder(**usual | changes)


# What opens a contract, and the right that it takes; EVERYTHING is never given.
OPENED_BY = {
    "account": (
        Right.SEE,
        lambda db, who, ref: accounts.account(
            db, borrower_id=who.id, contract_ref=ref, today=TODAY
        ),
    ),
    "history": (
        Right.SEE,
        lambda db, who, ref: history.activity(
            db, borrower_id=who.id, contract_ref=ref, today=TODAY
        ),
    ),
    "installments": (
        Right.SEE,
        lambda db, who, ref: schedules.schedules(
            db, borrower_id=who.id, contract_ref=ref, today=TODAY
        ),
    ),
    "another day": (
        Right.SEE,
        lambda db, who, ref: on_a_day.on_a_day(
            db, borrower_id=who.id, contract_ref=ref, on=TODAY, today=TODAY
        ),
    ),
    "what if": (
        Right.SEE,
        lambda db, who, ref: what_if.what_if(
            db, borrower_id=who.id, contract_ref=ref, extra=NOTHING_EXTRA, today=TODAY
        ),
    ),
    "what can be paid": (
        Right.PAY,
        lambda db, who, ref: payments.choices(
            db, Processor, borrower_id=who.id, contract_ref=ref, now=NOW
        ),
    ),
    "a review": (
        Right.PAY,
        lambda db, who, ref: payments.review(
            db,
            borrower_id=who.id,
            order=order(who, contract_ref=ref, method_ref=own_method(db, who)),
            now=NOW,
        ),
    ),
    "the dial": (
        Right.EVERYTHING,
        lambda db, who, ref: dial.dial_of(db, borrower_id=who.id, contract_ref=ref, today=TODAY),
    ),
    "a payoff letter": (
        Right.EVERYTHING,
        lambda db, who, ref: quoting.quote(
            db, who.act, wanted=quoting.Wanted(contract_ref=ref, good_through=TODAY), now=NOW
        ),
    ),
    "autopay": (
        Right.EVERYTHING,
        lambda db, who, ref: standing.standing(
            db, borrower_id=who.id, contract_ref=ref, processor=PROCESSOR, today=TODAY
        ),
    ),
    "an autopay to sign": (
        Right.EVERYTHING,
        lambda db, who, ref: signing.propose(
            db,
            borrower_id=who.id,
            wanted=signing.Wanted(ref, "", Plan(starts_on=TODAY + timedelta(days=1))),
            now=NOW,
        ),
    ),
    "a debit to leave out": (
        Right.EVERYTHING,
        lambda db, who, ref: autopay_desk.skip(db, who.act, contract_ref=ref, on=TODAY, now=NOW),
    ),
    "scheduled payments": (
        Right.EVERYTHING,
        lambda db, who, ref: scheduled.schedule_of(
            db, borrower_id=who.id, contract_ref=ref, now=NOW
        ),
    ),
    "coupons": (
        Right.EVERYTHING,
        lambda db, who, ref: coupons.make_coupons(
            db, borrower_id=who.id, contract_ref=ref, now=NOW
        ),
    ),
    "ways out": (
        Right.EVERYTHING,
        lambda db, who, ref: menu.menu(db, borrower_id=who.id, contract_ref=ref, today=TODAY),
    ),
    "the title": (
        Right.EVERYTHING,
        lambda db, who, ref: closing.after_payoff(
            db, borrower_id=who.id, contract_ref=ref, now=NOW
        ),
    ),
    "the whole number": (
        Right.EVERYTHING,
        lambda db, who, ref: reveal.reveal_number(desk_of(db), who.act, contract_ref=ref),
    ),
    "who has access": (
        Right.EVERYTHING,
        lambda db, who, ref: listing.sharing_of(
            db, borrower_id=who.id, contract_ref=ref, today=TODAY, now=NOON
        ),
    ),
    "an invitation": (
        Right.EVERYTHING,
        lambda db, who, ref: giving.invite(
            db,
            who.act,
            Budgets(),
            wanted=wanted(who.ada, contract_ref=ref, email="x@example.com"),
            today=TODAY,
        ),
    ),
}

# Every file that opens a lookup to delegates, and how often. Whoever adds one adds it above.
SEAM = {
    "accounts.py": {"SEE": 1},
    "contracts.py": {"SEE": 1},
    "documents.py": {},
    "history.py": {"SEE": 1},
    "on_a_day.py": {"SEE": 1},
    "payments/_reviews.py": {"PAY": 1},
    "receipts.py": {"SEE": 1},
    "schedules.py": {"SEE": 1},
    "what_if.py": {"SEE": 1},
    "workings.py": {"SEE": 1},
}


def refusal_of(look, db, who):
    """Return in what words a look at Ada's contract is refused; "" when it is not."""
    try:
        look(db, who, who.contract_ref)
    except ContractNotFound as refusal:
        return str(refusal)
    return ""


def own_method(db, who):
    """An account of whoever pays, made once."""
    return add_method(db, who.id, fingerprint=secrets.token_hex(4)).ref


@pytest.mark.parametrize("preset", GIVEN)
def test_case_02_case_43_a_delegate_may_do_exactly_what_was_given(db, tmp_path, preset):
    rosa = helper(db, tmp_path, preset)
    opened = set()

    for name, (_, look) in OPENED_BY.items():
        with pytest.raises(ContractNotFound) as missing:
            look(db, rosa, NOBODYS)
        if said := refusal_of(look, db, rosa):
            assert said == str(missing.value)
        else:
            opened.add(name)

    assert opened == {name for name, (right, _) in OPENED_BY.items() if right in GIVEN[preset]}


def test_nothing_is_open_to_delegates_but_what_the_table_says():
    services = Path("finance_portal/services")
    found = {
        str(file.relative_to(services)): re.findall(r"Asked\(Right\.(\w+)", file.read_text())
        for file in services.rglob("*.py")
        if "domain.rights import" in file.read_text() and "Asked(" in file.read_text()
    }

    assert {
        name: {right: rights.count(right) for right in rights} for name, rights in found.items()
    } == SEAM


def test_whom_a_contract_does_not_bind_has_no_access_without_an_invitation(db, tmp_path):
    ada, stranger = payer(db, tmp_path), login(db, "rosa")

    with db.read() as session:
        found = access.access_of(session, stranger.borrower_id, ada.books.contract.id, TODAY)

    assert (found.rights, found.giver) == (frozenset(), "")
    assert accounts.accounts(db, borrower_id=stranger.borrower_id, today=TODAY) == []


def test_an_invitation_opens_nothing_until_it_is_accepted(db, tmp_path):
    ada, rosa = payer(db, tmp_path), login(db, "rosa", proven=(ROSA, None))

    invite(ada)

    assert accounts.accounts(db, borrower_id=rosa.borrower_id, today=TODAY) == []


def test_an_access_says_whose_contract_it_is_and_until_when(db, tmp_path):
    rosa = helper(db, tmp_path)

    (seen,) = accounts.accounts(db, borrower_id=rosa.id, today=TODAY)

    assert seen.access.is_delegated
    assert (seen.access.giver, seen.access.through) == ("Ada Byron", THROUGH)


def test_an_access_ends_by_itself_after_its_last_day(db, tmp_path):
    rosa = helper(db, tmp_path)

    last = accounts.accounts(db, borrower_id=rosa.id, today=THROUGH)
    after = accounts.accounts(db, borrower_id=rosa.id, today=THROUGH + timedelta(days=1))

    assert (len(last), after) == (1, [])


def test_an_access_that_is_revoked_is_over_with_the_next_look(db, tmp_path):
    rosa = helper(db, tmp_path)

    giving.revoke(db, rosa.ada.act, ref=rosa.ref)

    assert accounts.accounts(db, borrower_id=rosa.id, today=TODAY) == []
    with pytest.raises(ContractNotFound):
        payments.review(db, borrower_id=rosa.id, order=order(rosa), now=NOW)


def test_a_right_that_is_taken_away_is_gone_with_the_next_look(db, tmp_path):
    rosa = helper(db, tmp_path, "family")

    giving.change(db, rosa.ada.act, ref=rosa.ref, preset="look", through_on=THROUGH, today=TODAY)

    (seen,) = accounts.accounts(db, borrower_id=rosa.id, today=TODAY)
    assert seen.access.rights == {Right.SEE}


@pytest.mark.parametrize("what", ["disabled_at", "frozen_at"])
def test_nobody_looks_on_through_a_giver_who_is_not_let_in_themselves(db, tmp_path, what):
    rosa = helper(db, tmp_path)

    with db.begin() as session:
        setattr(session.get_one(Login, rosa.ada.login.id), what, NOON)

    assert accounts.accounts(db, borrower_id=rosa.id, today=TODAY) == []


def test_nobody_looks_on_through_a_giver_whom_the_contract_binds_no_more(db, tmp_path):
    rosa = helper(db, tmp_path)

    with db.begin() as session:
        session.delete(session.get_one(Obligor, rows(db, Obligor)[0].id))

    assert accounts.accounts(db, borrower_id=rosa.id, today=TODAY) == []


def test_what_was_given_while_a_stranger_was_in_ends_with_the_freeze(db, tmp_path):
    rosa = helper(db, tmp_path)

    with db.begin() as session:
        access.distrust(session, rosa.ada.books.borrower_id, NOON, NOON + timedelta(hours=1))

    assert rosa.row().ended_for == "frozen"


def test_open_tabs_learn_of_what_was_revoked_and_of_nothing_else(db, tmp_path):
    rosa = helper(db, tmp_path)
    desk = desk_of(db)
    with db.begin() as session:
        login_row = session.get_one(Login, rosa.login.id)
        mine = desk.sessions.begin(session, login=login_row, now=NOON, client=rosa.act.client)
    since = NOON - timedelta(minutes=1)

    before = access.changed_for(db, [mine.ref], since)
    giving.revoke(db, replace(rosa.ada.act, now=NOON + timedelta(minutes=1)), ref=rosa.ref)

    assert before == {}
    assert access.changed_for(db, [mine.ref], since) == {mine.ref: NOON + timedelta(minutes=1)}
    assert access.changed_for(db, ["another"], since) == {}


class TestAnInvitation:
    def test_it_tells_all_who_are_bound_and_nobody_else(self, db, tmp_path):
        ada = payer(db, tmp_path)

        invite(ada)

        assert told(db, "invitation") == [ROSA]
        assert told(db, "access_offered") == ["ada@example.com"]

    def test_each_step_is_told_and_written_down(self, db, tmp_path):
        rosa = helper(db, tmp_path)
        giving.change(
            db, rosa.ada.act, ref=rosa.ref, preset="look", through_on=THROUGH, today=TODAY
        )
        giving.revoke(db, rosa.ada.act, ref=rosa.ref)

        kinds = [row.kind for row in rows(db, Message)]
        lines = [row.kind for row in rows(db, SecurityEvent)]
        assert kinds == [
            "invitation",
            "access_offered",
            "access_taken",
            "your_access_taken",
            "access_changed",
            "your_access_changed",
            "access_ended",
            "your_access_ended",
        ]
        assert lines == [
            "delegate:invited",
            "delegate:accepted",
            "delegate:changed",
            "delegate:revoked",
        ]

    def test_its_link_holds_a_secret_that_is_stored_nowhere(self, db, tmp_path):
        ada = payer(db, tmp_path)
        invite(ada)

        (row,) = rows(db, Delegation)
        assert secret(db) not in str(row.model_dump())
        assert len(secret(db)) >= 43

    def test_its_mail_says_what_it_opens_and_no_whole_number(self, db, tmp_path):
        ada = payer(db, tmp_path)
        invite(ada, preset="accountant")

        said = " ".join(words(db, "invitation").paragraphs)

        assert "You may see the figures, the history and the documents. You cannot pay." in said
        assert "June 30, 2026" in said
        assert ada.books.contract.number_masked in said

    def test_it_works_once(self, db, tmp_path):
        rosa = helper(db, tmp_path)

        with pytest.raises(InvitationDead):
            taking.accept(db, rosa.act, Budgets(), secret=secret(db))

    def test_it_works_for_72_hours(self, db, tmp_path):
        ada, rosa = payer(db, tmp_path), login(db, "rosa")
        invite(ada)
        late = act_of(rosa, "Rosa Diaz", NOON + timedelta(hours=72))

        with pytest.raises(InvitationDead):
            taking.accept(db, late, Budgets(), secret=secret(db))

    def test_it_is_dead_once_it_was_revoked(self, db, tmp_path):
        ada, rosa = payer(db, tmp_path), login(db, "rosa")
        ref = invite(ada)
        giving.revoke(db, ada.act, ref=ref)

        with pytest.raises(InvitationDead):
            taking.accept(db, act_of(rosa, "Rosa Diaz"), Budgets(), secret=secret(db))

    def test_another_one_to_the_same_person_takes_its_place(self, db, tmp_path):
        ada, rosa = payer(db, tmp_path), login(db, "rosa")
        invite(ada)
        first = secret(db)
        invite(ada)

        with pytest.raises(InvitationDead):
            taking.accept(db, act_of(rosa, "Rosa Diaz"), Budgets(), secret=first)
        assert [row.ended_for for row in rows(db, Delegation)] == ["replaced", None]

    def test_it_is_not_for_whom_the_contract_binds(self, db, tmp_path):
        ada = payer(db, tmp_path)
        invite(ada)

        with pytest.raises(NotForYou):
            taking.accept(db, ada.act, Budgets(), secret=secret(db))

    def test_it_waits_under_the_address_that_it_went_to(self, db, tmp_path):
        ada, rosa = payer(db, tmp_path), login(db, "rosa", proven=(ROSA, None))
        ref = invite(ada)
        act = act_of(rosa, "Rosa Diaz")

        found = listing.sharing_of(
            db, borrower_id=rosa.borrower_id, contract_ref="", today=TODAY, now=NOON
        )
        opened = taking.accept_mailed(db, act, ref=ref)

        assert [each.is_offered for each in found.mine] == [True]
        assert opened == ada.contract_ref

    def test_it_waits_for_nobody_else(self, db, tmp_path):
        ada = payer(db, tmp_path)
        other = login(db, "mallory", proven=("mallory@example.com", None))
        ref = invite(ada)

        with pytest.raises(InvitationDead):
            taking.accept_mailed(db, act_of(other, "Mallory"), ref=ref)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "a\r\nBcc: x"}, ""),
            ({"email": "rosa"}, "email"),
            ({"email": "rosa@example.com\r\nBcc: eve@example.com"}, "email"),
            ({"email": "ADA@example.com"}, "email"),
            ({"preset": "everything"}, "preset"),
            ({"through_on": TODAY}, "through_on"),
            ({"through_on": date(2027, 3, 11)}, "through_on"),
        ],
    )
    def test_case_67_what_cannot_be_sent_or_given_is_refused(self, db, tmp_path, changes, field):
        ada = payer(db, tmp_path)
        if not field:  # a name loses what is no part of it
            invite(ada, **changes)
            assert "\n" not in rows(db, Delegation)[0].name
            return

        with pytest.raises(DelegateRefused) as refused:
            invite(ada, **changes)

        assert refused.value.field == field
        assert rows(db, Delegation) == []

    def test_twelve_months_are_the_most(self, db, tmp_path):
        ada = payer(db, tmp_path)

        invite(ada, through_on=date(2027, 3, 10))

        assert rows(db, Delegation)[0].through_on == date(2027, 3, 10)

    def test_five_people_are_the_most(self, db, tmp_path):
        ada = payer(db, tmp_path)
        for number in range(giving.MOST):
            invite(ada, email=f"one{number}@example.com")

        with pytest.raises(DelegateRefused):
            invite(ada, email="six@example.com")

    def test_so_many_in_an_hour_are_the_most(self, db, tmp_path):
        ada, budgets = payer(db, tmp_path), Budgets()
        for _ in range(5):
            giving.invite(db, ada.act, budgets, wanted=wanted(ada), today=TODAY)

        with pytest.raises(TooManyTries):
            giving.invite(db, ada.act, budgets, wanted=wanted(ada), today=TODAY)

    def test_a_contract_that_is_only_to_be_read_lets_nobody_new_in(self, db, tmp_path):
        ada = payer(db, tmp_path)
        flag(db, ada, "bankruptcy")

        with pytest.raises(DelegateRefused):
            invite(ada)

    def test_somebody_elses_access_is_as_if_it_did_not_exist(self, db, tmp_path):
        rosa = helper(db, tmp_path)
        other = login(db, "mallory")

        with pytest.raises(DelegateRefused) as theirs:
            giving.revoke(db, act_of(other, "Mallory"), ref=rosa.ref)
        with pytest.raises(DelegateRefused) as nothing:
            giving.revoke(db, act_of(other, "Mallory"), ref=NOBODYS)

        assert str(theirs.value) == str(nothing.value)
        assert rosa.row().ended_at is None


class TestAPayment:
    def test_case_02_a_delegate_pays_with_what_is_their_own(self, db, tmp_path):
        rosa = helper(db, tmp_path)

        with pytest.raises(MethodNotFound):
            payments.review(
                db,
                borrower_id=rosa.id,
                order=order(rosa, method_ref=rosa.ada.method.ref),
                now=NOW,
            )

    def test_a_delegate_sees_no_method_of_the_borrower(self, db, tmp_path):
        rosa = helper(db, tmp_path)

        found = payments.choices(
            db, Processor, borrower_id=rosa.id, contract_ref=rosa.contract_ref, now=NOW
        )

        assert found.methods == []

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"choice": "buyout"}, "choice"), ({"pay_on": TODAY + timedelta(days=3)}, "when")],
    )
    def test_a_delegate_neither_buys_nor_schedules(self, db, tmp_path, changes, field):
        rosa = helper(db, tmp_path)
        asked = order(rosa, method_ref=own_method(db, rosa), **changes)

        with pytest.raises(PaymentRefused) as refused:
            payments.review(db, borrower_id=rosa.id, order=asked, now=NOW)

        assert refused.value.field == field

    def test_what_a_contract_does_not_allow_holds_for_a_delegate_too(self, db, tmp_path):
        rosa = helper(db, tmp_path)
        flag(db, rosa.ada, "bankruptcy")

        with pytest.raises(PaymentRefused):
            payments.review(
                db,
                borrower_id=rosa.id,
                order=order(rosa, method_ref=own_method(db, rosa)),
                now=NOW,
            )


class TestDocuments:
    SHARED = {  # noqa: RUF012
        "contract", "disclosure", "statement", "receipt", "coupons", "paid_in_full",
        "lien_release", "interest_statement", "odometer", "lease_invoice",
    }  # fmt: skip

    @pytest.mark.parametrize("preset", GIVEN)
    def test_case_44_a_delegate_reads_what_is_shared_and_only_with_that_right(
        self, db, tmp_path, monkeypatch, preset
    ):
        monkeypatch.setattr(documents, "file_of", lambda _: b"%PDF")
        rosa = helper(db, tmp_path, preset)
        refs = {kind: issue(db, rosa.ada, kind) for kind in DocumentKind}
        own = {kind: issue(db, rosa.ada, kind, for_ada=True) for kind in DocumentKind}

        listed = {each.ref for each in documents.listed(db, borrower_id=rosa.id, today=TODAY)}
        opened = {
            kind
            for kind, ref in (refs | {f"own {k}": r for k, r in own.items()}).items()
            if documents.opened(db, borrower_id=rosa.id, ref=ref, now=NOON, today=TODAY)
        }

        expected = self.SHARED if Right.DOCUMENTS in GIVEN[preset] else set()
        assert opened == expected
        assert listed == {refs[kind] for kind in expected}

    def test_without_a_day_nothing_of_somebody_else_is_read(self, db, tmp_path):
        rosa = helper(db, tmp_path, "accountant")
        issue(db, rosa.ada, DocumentKind.STATEMENT)

        assert documents.listed(db, borrower_id=rosa.id) == []


def issue(db, ada, kind, *, for_ada=False):
    with db.begin() as session:
        paper = Paper(
            key=f"{kind}:{for_ada}",
            contract_id=ada.books.contract.id,
            kind=kind,
            title="A paper",
            dated_on=TODAY,
            template="letter-1",
            content=LETTER,
            borrower_id=ada.books.borrower_id if for_ada else None,
        )
        return documents.issue(session, paper, NOW).ref


LETTER = {
    "to": ["Ada Byron"],
    "facts": [],
    "words": ["Words."],
    "figures_title": "",
    "figures": [],
    "after": [],
}


def flag(db, ada, kind):
    with db.begin() as session:
        session.add(
            AccountFlag(
                contract_id=ada.books.contract.id,
                kind=kind,
                starts_on=TODAY,
                noted_at=NOW,
                noted_by="tests",
            )
        )


def test_one_gives_up_what_one_was_given(db, tmp_path):
    rosa = helper(db, tmp_path)

    taking.give_up(db, rosa.act, ref=rosa.ref, today=TODAY)

    assert (rosa.row().ended_for, told(db, "access_ended")) == ("given_up", ["ada@example.com"])
