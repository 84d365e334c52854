"""The erasure itself: what goes, what stays under a pseudonym, and the proof that it was done."""

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from finance_portal.domain.retention import Stays, books_until, papers_until
from finance_portal.language import say
from finance_portal.models import autopay as autopay_models
from finance_portal.models import (
    factors,
    guest,
    messages,
    nightly,
    payments,
    quotes,
    requests,
    scheduled,
    security,
)
from finance_portal.models.base import table_of
from finance_portal.models.documents import DocumentSeen, PaperNews
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.models.your_data import CalendarAddress, CalendarEntry, DataExport, Erasure
from finance_portal.services import audit, contracts
from finance_portal.services.erasure import conversations, desk_notes, sharing, telling
from finance_portal.services.erasure.papers import seal_papers
from finance_portal.services.erasure.words import without, words_of
from finance_portal.services.vault import Vault, live_vault
from finance_portal.services.your_data import store

GONE = "erased"
PSEUDONYM_BYTES = 6
UNDER_WAY = ("created", "intent", "submitting", "processing")


class ErasureRefused(Exception):
    """Something stands in the way; the message says what, in words for the person."""


@dataclass(frozen=True)
class Erased:
    """What an erasure has left: a name that says nothing, and what stays until when."""

    pseudonym: str
    stays: tuple[Stays, ...]
    is_new: bool


def standing_in_the_way(session: Session, borrower_id: int, today: date) -> list[str]:
    """Return what must end before an erasure, a sentence each; nothing when it can be done."""
    found = []
    for contract in contracts.contracts_of(session, borrower_id):
        file = contracts.file_of(session, contract)
        if not file.position(today).is_closed:
            found.append(
                say(
                    "Your contract for the {vehicle} is still open: what it needs stays until"
                    " then. What you can have removed now are saved accounts and cards, phone"
                    " numbers, trusted browsers and the calendar's link, on their pages.",
                    vehicle=contract.vehicle,
                )
            )
        elif any(each.status in UNDER_WAY for each in file.on_their_way):
            found.append(
                say("A payment for the {vehicle} is on its way.", vehicle=contract.vehicle)
            )
    if not found and _pays_for_another(session, borrower_id):
        found.append(say("A payment that you have made for somebody is on its way."))
    return found


def _pays_for_another(session: Session, borrower_id: int) -> bool:
    under_way = select_rows(payments.Payment.id).where(
        col(payments.Payment.borrower_id) == borrower_id,
        col(payments.Payment.status).in_(UNDER_WAY),
    )
    return session.exec(under_way).first() is not None


def erase(session: Session, borrower_id: int, *, by: str, now: datetime) -> Erased:
    """Erase what is known of a borrower, in one transaction; again, it changes nothing.

    `now` is the lender's time. Raises ErasureRefused while a contract is open.
    """
    borrower = session.exec(
        select_rows(Borrower).where(col(Borrower.id) == borrower_id).with_for_update()
    ).one()
    if (done := _done_before(session, borrower_id)) is not None:
        return Erased(done.pseudonym, _stays_of(done), is_new=False)
    if reasons := standing_in_the_way(session, borrower_id, now.date()):
        raise ErasureRefused(" ".join(reasons))
    desk = _Desk(session, live_vault(), borrower, f"P-{secrets.token_hex(PSEUDONYM_BYTES)}", now)
    stays = tuple(desk.stays())
    session.add(
        Erasure(
            borrower_id=borrower_id,
            pseudonym=desk.pseudonym,
            erased_at=now,
            erased_by=by,
            kept=json.dumps([asdict_of(each) for each in stays]),
        )
    )
    session.flush()
    desk.erase()
    audit.record(session, kind="borrower:erased", at=now, subject=desk.pseudonym, by=by)
    return Erased(desk.pseudonym, stays, is_new=True)


def asdict_of(stays: Stays) -> dict[str, str]:
    """Return what stays, as it is stored."""
    return {"what": stays.what, "until": stays.until.isoformat(), "why": stays.why}


def _done_before(session: Session, borrower_id: int) -> Erasure | None:
    return session.exec(
        select_rows(Erasure).where(col(Erasure.borrower_id) == borrower_id)
    ).one_or_none()


def _stays_of(row: Erasure) -> tuple[Stays, ...]:
    return tuple(
        Stays(each["what"], date.fromisoformat(each["until"]), each["why"])
        for each in json.loads(row.kept)
    )


class _Desk:
    """One erasure, table by table."""

    def __init__(
        self, session: Session, vault: Vault, borrower: Borrower, pseudonym: str, now: datetime
    ) -> None:
        self._session, self._vault, self._now = session, vault, now
        self._borrower, self.pseudonym = borrower, pseudonym
        self._me = borrower.id or 0
        self._words = words_of(session, borrower)
        self._contracts = [
            (each, contracts.file_of(session, each).position(now.date()).closed_on or now.date())
            for each in contracts.contracts_of(session, self._me)
        ]

    def stays(self) -> list[Stays]:
        """Return what stays, until when, and why."""
        closed = max((on for _, on in self._contracts), default=self._now.date())
        return [
            Stays(
                say("Your papers: contracts, disclosures, agreements and statements, sealed"),
                papers_until(closed),
                say("The law asks us for two years to show that we kept its rules."),
            ),
            Stays(
                say("Payments and charges in our books, under a number instead of your name"),
                books_until(closed),
                say("Tax and audit rules; nobody can tell from them whose they were."),
            ),
            Stays(
                say("The trail of sign-ins, without your name: times and internet addresses"),
                papers_until(closed),
                say("It protects everybody, and cannot be changed without breaking its chain."),
            ),
            Stays(
                say("When you agreed to texts and to electronic papers, without your number"),
                papers_until(closed),
                say("It shows that we asked before we wrote to you."),
            ),
            *self._looks(closed),
        ]

    def _looks(self, closed: date) -> list[Stays]:
        """Return that a name stays in the log of those whose contracts the person could see."""
        if not sharing.had_access(self._session, self._me):
            return []
        return [
            Stays(
                say("That you looked at somebody else's contract, and when"),
                papers_until(closed),
                say("Whoever is bound by a contract may always learn who has looked at it."),
            )
        ]

    def erase(self) -> None:
        """Overwrite or remove everything else."""
        seal_papers(
            self._session,
            self._vault,
            [(each.id or 0, on) for each, on in self._contracts],
            words=self._words,
            pseudonym=self.pseudonym,
            borrower_id=self._me,
        )
        telling.erase(self._session, self._me)
        self._profile()
        self._login()
        self._what_was_asked_and_said()
        self._ways_to_pay()
        sharing.erase(self._session, self._me, self.pseudonym, self._now)
        conversations.erase(self._session, self._vault, self._me, self._now)
        desk_notes.erase(
            self._session,
            [each.id or 0 for each, _ in self._contracts],
            self._words,
            self.pseudonym,
        )
        self._session.flush()

    def _profile(self) -> None:
        who = self._borrower
        who.external_id, who.first_name, who.last_name = self.pseudonym, self.pseudonym, ""
        who.display_name = who.email = who.phone = who.zip = who.tax_id_sealed = None
        self._session.add(who)

    def _login(self) -> None:
        """Let nobody in again, and forget what they got in with; the trail still names the row."""
        login = self._session.exec(
            select_rows(Login).where(col(Login.borrower_id) == self._me)
        ).one_or_none()
        if login is None:
            return
        for model in (
            factors.Authenticator,
            factors.Passkey,
            factors.RecoveryCode,
            factors.TrustedDevice,
            factors.UndoLink,
            security.PreAuth,
        ):
            self._remove(model, table_of(model).c.login_id == login.id)
        self._change(
            security.PortalSession,
            table_of(security.PortalSession).c.login_id == login.id,
            ip="",
            user_agent="",
        )
        open_ones = table_of(security.PortalSession).c.revoked_at.is_(None)
        mine = table_of(security.PortalSession).c.login_id == login.id
        self._change(
            security.PortalSession, mine & open_ones, revoked_at=self._now, revoked_for=GONE
        )
        self._change(
            security.Acceptance,
            table_of(security.Acceptance).c.login_id == login.id,
            ip="",
            user_agent="",
        )
        login.user_name, login.email, login.phone = self.pseudonym.lower(), None, None
        login.password_hash, login.disabled_at = "-", self._now
        self._session.add(login)

    def _what_was_asked_and_said(self) -> None:
        for model in (
            messages.Message,
            nightly.ReminderChoice,
            DocumentSeen,
            PaperNews,
            CalendarEntry,
            CalendarAddress,
        ):
            self._remove(model, self._mine(model))
        for ref in self._session.exec(
            select_rows(DataExport.ref).where(col(DataExport.borrower_id) == self._me)
        ):
            store.forget(ref)
        self._remove(DataExport, self._mine(DataExport))
        self._requests()
        self._change(quotes.Quote, self._mine(quotes.Quote), recipient=None, authorized_name=None)

    def _requests(self) -> None:
        asked = table_of(requests.ServiceRequest)
        ids = list(
            self._session.connection()
            .execute(select(asked.c.id).where(self._mine_in(asked)))
            .scalars()
        )
        self._change(
            requests.ServiceRequest,
            asked.c.id.in_(ids),
            details_sealed=None,
            words=None,
            reply=None,
            content="{}",
        )
        steps = table_of(requests.RequestStep)
        self._change(requests.RequestStep, steps.c.request_id.in_(ids), words=GONE)
        self._change(
            requests.RequestSignature,
            self._mine(requests.RequestSignature),
            signed_name=self.pseudonym,
            ip="",
            user_agent="",
        )

    def _ways_to_pay(self) -> None:
        method = payments.PaymentMethod
        self._change(
            method,
            self._mine(method),
            label="",
            nickname=None,
            last4="",
            fingerprint_sealed=None,
            fingerprint_index=None,
            expires_on=None,
            usable=False,
            why_not=None,
            is_default=False,
            removed_at=self._now,
        )
        for model in (payments.Payment, scheduled.ScheduledPayment):
            self._change(model, self._mine(model), authorization=GONE, ip="", user_agent="")
        self._authorizations()
        paid = select(table_of(payments.Payment).c.id).where(self._mine(payments.Payment))
        visits = table_of(guest.GuestVisit)
        self._change(guest.GuestVisit, visits.c.payment_id.in_(paid), email_sealed=None)

    def _authorizations(self) -> None:
        """Keep that and when somebody signed, without the name, the account, and from where."""
        signed = autopay_models.PaymentAuthorization
        for row in self._session.exec(
            select_rows(signed).where(col(signed.borrower_id) == self._me)
        ):
            row.words = without(row.words, self._words, self.pseudonym)
            row.signed_name, row.ip, row.user_agent = self.pseudonym, "", ""
            self._session.add(row)

    def _mine(self, model: Any) -> ColumnElement[bool]:
        return self._mine_in(table_of(model))

    def _mine_in(self, table: Table) -> ColumnElement[bool]:
        return table.c.borrower_id == self._me

    def _remove(self, model: Any, wanted: ColumnElement[bool]) -> None:
        self._session.connection().execute(delete(table_of(model)).where(wanted))

    def _change(self, model: Any, wanted: ColumnElement[bool], **values: object) -> None:
        self._session.connection().execute(update(table_of(model)).where(wanted).values(values))
