"""Give the price of a leased vehicle: stored, on paper, and mailed word of (R14.4, R14.6)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.documents import buyout_letter
from finance_portal.documents.buyout_letter import Offered, Which
from finance_portal.documents.payoff_letter import Letter
from finance_portal.domain import lease_end, working
from finance_portal.domain.rates import percent
from finance_portal.language import say, sentence
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.models.people import Borrower
from finance_portal.models.quotes import Quote
from finance_portal.notices import payoff as notices
from finance_portal.services import deliveries, documents, flags, ledger
from finance_portal.services.contracts import contract_of, refuse_disagreement
from finance_portal.services.documents import Paper
from finance_portal.services.lease_end.held import Held, LeaseEndRefused, held
from finance_portal.services.payoff.quoting import REF_BYTES, LetterRefused
from finance_portal.services.security.desk import Act, note

CALL = sentence("Please call us for this price: your contract does not say what it rests on.")
NO_LONGER = sentence("The lease has ended: there is no price before its end any more.")
IS_BACK = sentence("The vehicle is back. It cannot be bought here any more.")
IS_OVER = sentence("Please call us for this price: the lease has run out.")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which price of which lease somebody wants in writing."""

    contract_ref: str
    which: Which


def quote_buyout(db: Database, act: Act, *, asked: Asked, now: datetime) -> str:
    """Give a price with its letter, and return the document's ref; asked twice, it is given once.

    Made out to the borrower alone: what a dealer pays may be another price (R14.14). `now` is the
    lender's time. Raises LetterRefused and ContractNotFound.
    """
    with db.begin() as session:
        contract = contract_of(session, act.who.borrower_id, asked.contract_ref)
        ledger.locked(session, contract.id or 0)
        limits = flags.restrictions(session, contract.id or 0, now.date())
        if limits.no_payoff:
            raise LetterRefused(f"{limits.words} {limits.contact}")
        try:
            mine = held(session, contract, now.date())
        except LeaseEndRefused as refusal:
            raise LetterRefused(str(refusal)) from refusal
        refuse_disagreement(session, mine.file, mine.position)
        offered = offered_of(mine, asked.which)
        same = _same(session, act, mine, offered)
        if same is not None:
            return session.get_one(Document, same.document_id).ref
        row = _row(act, mine, offered, now)
        session.add(row)
        document = _letter(session, mine, offered, row, now)
        row.document_id = document.id
        note(session, act, "buyout:quoted", subject=row.ref)
        wording = notices.buyout_given(
            title=buyout_letter.TITLES[asked.which],
            total=offered.buyout.total,
            good_through=offered.good_through,
        )
        deliveries.tell_borrower(
            session, row.borrower_id, wording, kind="buyout_given", now=now, key=f"quote:{row.ref}"
        )
        return document.ref


def offered_of(mine: Held, which: Which) -> Offered:
    """Return a price of a lease with its working. Raises LetterRefused where there is none."""
    if mine.invoice is not None:
        raise LetterRefused(say(IS_BACK))
    return _early(mine) if which == "early_buyout" else _at_maturity(mine)


def _early(mine: Held) -> Offered:
    lease, position = mine.lease, mine.position
    buyout = lease_end.buyout_on(lease, position, tax_rate=lease.tax_rate)
    shown = working.buyout(lease, position, tax_rate=lease.tax_rate)
    good_through = lease_end.early_good_through(lease, position)
    if good_through is None:
        raise LetterRefused(say(NO_LONGER))
    if buyout is None or shown is None:
        raise LetterRefused(say(CALL))
    return Offered(
        which="early_buyout",
        quoted_on=position.on,
        good_through=good_through,
        buyout=buyout,
        tax_percent=percent(lease.tax_rate),
        payments_left=position.installments_left,
        remaining_payments=position.principal,
        working=shown.lines,
    )


def _at_maturity(mine: Held) -> Offered:
    lease, position = mine.lease, mine.position
    buyout = lease_end.maturity_buyout(lease, tax_rate=lease.tax_rate)
    shown = working.maturity_buyout(lease, tax_rate=lease.tax_rate)
    if buyout is None or shown is None:
        raise LetterRefused(say(CALL))
    if mine.runs_through < position.on:
        raise LetterRefused(say(IS_OVER))
    return Offered(
        which="maturity_buyout",
        quoted_on=position.on,
        good_through=mine.runs_through,
        buyout=buyout,
        tax_percent=percent(lease.tax_rate),
        payments_left=position.installments_left,
        remaining_payments=position.principal,
        working=shown.lines,
    )


def _same(session: Session, act: Act, mine: Held, offered: Offered) -> Quote | None:
    """Return the quote that says the same, if it was given before."""
    return session.exec(
        select(Quote)
        .where(
            col(Quote.contract_id) == mine.contract_id,
            col(Quote.borrower_id) == act.who.borrower_id,
            col(Quote.kind) == offered.which,
            col(Quote.version) == mine.contract.version,
            col(Quote.quoted_on) == offered.quoted_on,
        )
        .limit(1)
    ).first()


def _row(act: Act, mine: Held, offered: Offered, now: datetime) -> Quote:
    buyout = offered.buyout
    return Quote(
        ref=secrets.token_urlsafe(REF_BYTES),
        contract_id=mine.contract_id,
        borrower_id=act.who.borrower_id,
        kind=offered.which,
        quoted_on=offered.quoted_on,
        good_through=offered.good_through,
        principal_cents=buyout.price,
        other_fees_cents=buyout.purchase_option_fee + buyout.fees,
        past_due_cents=buyout.past_due,
        tax_cents=buyout.tax,
        total_cents=buyout.total,
        pending_cents=mine.file.in_flight,
        per_diem="",
        version=mine.contract.version,
        audience="borrower",
        made_at=now,
    )


def _letter(session: Session, mine: Held, offered: Offered, row: Quote, now: datetime) -> Document:
    letter = Letter(
        borrower=session.get_one(Borrower, row.borrower_id).name,
        contract=mine.contract.number_masked,
        vehicle=mine.contract.vehicle,
        vin=mine.contract.vin,
        ref=row.ref,
        audience="borrower",
        recipient="",
        authorization=None,
    )
    paper = Paper(
        key=f"quote:{row.ref}",
        contract_id=row.contract_id,
        kind=DocumentKind.BUYOUT_LETTER,
        title=say(buyout_letter.TITLES[offered.which]),
        dated_on=offered.quoted_on,
        template=buyout_letter.TEMPLATE,
        content=buyout_letter.content(letter, offered),
        borrower_id=row.borrower_id,
    )
    return documents.issue(session, paper, now)
