"""What the demo's borrowers have said of themselves before anybody looks."""

import secrets
from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.documents import agreements
from finance_portal.documents.privacy_notice import TO_MARKET, VERSION
from finance_portal.language import ENGLISH
from finance_portal.models.notices import TextConsent
from finance_portal.models.people import Borrower
from finance_portal.models.profile import PaperlessStep, PaperPeriod, PrivacyChoice, Telephone
from finance_portal.models.security import Acceptance, Login
from finance_portal.notices import texts
from finance_portal.notices.catalogue import DUE, TEXT
from finance_portal.services import notice_choices
from finance_portal.services.client import Client
from finance_portal.services.contacts import masked_phone
from finance_portal.services.vault import live_vault

HERE = Client("127.0.0.1", "Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0")
CALLED = {"P-1006": "Jim Tran"}
GETS_PAPER = "P-1010"
SAID_NO = "P-1005"
GETS_TEXTS = "P-1002"
NUMBERS = {"P-1001": (("+12125550101", "mobile"), ("+19145550188", "work"))}


def fill(db: Database, *, now: datetime, signed_up_at: datetime) -> None:
    """Give every login of the demo its consents, and some of them more; once."""
    with db.begin() as session:
        rows = session.exec(
            select(Login, Borrower).join(Borrower, col(Borrower.id) == Login.borrower_id)
        ).all()
        had = set(session.exec(select(Acceptance.login_id)))
        for login, borrower in rows:
            if login.id not in had:
                _say(session, login, borrower, now, signed_up_at)


def _say(
    session: Session, login: Login, borrower: Borrower, now: datetime, signed_up_at: datetime
) -> None:
    for each in agreements.ALL:
        session.add(
            Acceptance(
                login_id=login.id or 0,
                document=each.name,
                version=each.version,
                accepted_at=signed_up_at,
                ip=HERE.ip,
                user_agent=HERE.user_agent,
            )
        )
    name, mine = borrower.external_id, borrower.id or 0
    borrower.display_name = CALLED.get(name)
    if name == GETS_PAPER:
        session.add_all([_withdrawn(mine, signed_up_at), PaperPeriod(borrower_id=mine, since=now)])
    if name == SAID_NO:
        session.add(_limited(mine, signed_up_at))
    if name == GETS_TEXTS and login.phone:
        session.add(_agreed(mine, login.phone, signed_up_at))
        notice_choices.put(session, mine, DUE, TEXT, is_on=True, now=signed_up_at)
    for place, (number, kind) in enumerate(NUMBERS.get(name, ())):
        session.add(_number(mine, number, kind, is_main=place == 0, now=signed_up_at))


def _number(mine: int, number: str, kind: str, *, is_main: bool, now: datetime) -> Telephone:
    ref = secrets.token_hex(12)
    place = {"table": "telephone", "column": "number_sealed", "row": ref}
    return Telephone(
        ref=ref,
        borrower_id=mine,
        number_sealed=live_vault().seal(number, **place),
        kind=kind,
        is_main=is_main,
        added_at=now,
    )


def _withdrawn(mine: int, at: datetime) -> PaperlessStep:
    return PaperlessStep(
        borrower_id=mine,
        action="withdrawn",
        version=agreements.ESIGN.version,
        at=at,
        ip=HERE.ip,
        user_agent=HERE.user_agent,
    )


def _agreed(mine: int, phone: str, at: datetime) -> TextConsent:
    return TextConsent(
        borrower_id=mine,
        phone=phone,
        version=texts.VERSION,
        words=texts.consent_words(masked_phone(phone)),
        language=ENGLISH,
        given_at=at,
        given_by="page",
        ip=HERE.ip,
        user_agent=HERE.user_agent,
    )


def _limited(mine: int, at: datetime) -> PrivacyChoice:
    return PrivacyChoice(
        borrower_id=mine,
        choice=TO_MARKET,
        is_out=True,
        version=VERSION,
        at=at,
        ip=HERE.ip,
        user_agent=HERE.user_agent,
    )
