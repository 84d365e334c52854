"""Rows of what a borrower says, shares and is told, as the portal's services leave them."""

from datetime import timedelta

from sqlmodel import col, select

from finance_portal.domain.addresses import Address
from finance_portal.models import delegates, documents, notices, profile, security
from finance_portal.models.quotes import Quote
from finance_portal.notices.catalogue import PAYMENTS
from finance_portal.services import access_log, notice_choices, push_devices, vault
from finance_portal.services.access_log import Looker
from finance_portal.services.attachments import keeping
from finance_portal.services.attachments.checking import Checked
from finance_portal.services.messages import threads
from finance_portal.services.messages.threads import Written
from finance_portal.services.payoff import quoting
from finance_portal.services.profile import places
from finance_portal.services.unauthorized import reporting
from tests.gateways.push_service import PushService
from tests.make import HERE, MORNING
from tests.services import texting
from tests.services.desks import desk_of

PHONE = "+12125550177"
FILLED = (
    *("reported_item", "postal_address", "telephone", "paperless_step", "paper_period"),
    *("paper_mail", "privacy_choice", "delegation", "quote_link", "access_look", "thread"),
    *("thread_message", "attachment", "notice_choice", "text_consent", "text_stop", "notice"),
    *("message", "document_seen"),
)
"""The tables that have a row of the borrower's afterwards."""


def fill(db, home):
    """Let somebody of the demo have used everything that the profile and the notices offer."""
    books, act, method = home
    told = reporting.Told(methods=(method,), is_sign_in=True, details="I never did that.")
    reporting.report(
        db, act, contract_ref=books.contract.ref, form_token="u" * 20, told=told, now=MORNING
    )
    through = MORNING.date() + timedelta(days=5)
    letter = quoting.Wanted(contract_ref=books.contract.ref, good_through=through)
    quoting.quote(db, act, wanted=letter, now=MORNING)
    fill_profile(db, home)
    with db.begin() as session:
        quote = session.exec(select(Quote).where(col(Quote.borrower_id) == books.borrower_id))
        session.add(
            delegates.QuoteLink(
                ref="q1",
                contract_id=books.contract.id,
                borrower_id=books.borrower_id,
                quote_id=quote.all()[0].id,
                recipient="Hudson Motors",
                secret_hash="c" * 64,
                made_at=MORNING,
                through_on=MORNING.date(),
            )
        )


def fill_profile(db, home):
    """Let somebody have said what one can say of oneself, whatever their contract is."""
    books, act, _ = home
    place = Address(street="12 Main Street", unit="4B", city="Albany", state="NY", zip="12207")
    places.change(desk_of(db), act, "mailing", place, business_now=MORNING)
    push_devices.add(db, act.who, PushService().browser(), client=HERE, now=MORNING)
    texting.agree(db, books.borrower_id, PHONE, at=MORNING)
    _rows(db, books)


def write_to_desk(db, home, words):
    """Send a message with a file, both of which say these words."""
    books, _, _ = home
    file = Checked(f"{words}.txt", "text", words.encode())
    keeping.add(db, file, borrower_id=books.borrower_id, about=keeping.NEW, now=MORNING)
    sent = Written(borrower_id=books.borrower_id, words=words, token="t")
    threads.start(db, sent, subject=words, now=MORNING, contract_ref=books.contract.ref)


def let_in(db, home, name, email):
    """Invite somebody, who has not come yet."""
    books, _, _ = home
    with db.begin() as session:
        session.add(
            delegates.Delegation(
                ref="d1",
                contract_id=books.contract.id,
                giver_id=books.borrower_id,
                name=name,
                email=email,
                may_pay=False,
                may_see_documents=True,
                through_on=MORNING.date(),
                secret_hash="d" * 64,
                invited_at=MORNING,
                expires_at=MORNING,
                changed_at=MORNING,
            )
        )


def _rows(db, books):
    """Write what a service writes only after a dialogue."""
    me, contract = books.borrower_id, books.contract.id
    with db.begin() as session:
        login = session.exec(
            select(security.Login).where(col(security.Login.borrower_id) == me)
        ).one()
        login.phone = PHONE
        session.add(login)
        paper, other = session.exec(
            select(documents.Document).where(col(documents.Document.contract_id) == contract)
        ).all()[:2]
        notice_choices.put(session, me, PAYMENTS, "push", is_on=True, now=MORNING)
        looker = Looker("link", "Hudson Motors", "q")
        access_log.note(session, contract, looker, "quote", at=MORNING, ip=HERE.ip)
        seen = vault.live_vault()
        ago, place = MORNING - timedelta(days=40), {"table": "paper_mail", "column": "to_sealed"}
        session.add_all(
            [
                profile.PaperlessStep(
                    borrower_id=me,
                    action="withdrawn",
                    version="2026-11",
                    at=MORNING,
                    ip=HERE.ip,
                    user_agent=HERE.user_agent,
                ),
                profile.PaperPeriod(borrower_id=me, since=ago, until=MORNING),
                profile.PaperMail(
                    ref="posted",
                    document_id=paper.id,
                    borrower_id=me,
                    place="old",
                    to_sealed=seen.seal("1 Old Road", row="posted", **place),
                    marked_at=ago,
                    printed_at=MORNING,
                ),
                profile.PaperMail(
                    ref="waits", document_id=other.id, borrower_id=me, place="now", marked_at=ago
                ),
                profile.PrivacyChoice(
                    borrower_id=me,
                    choice="affiliates_marketing",
                    is_out=True,
                    version="2026-11",
                    at=MORNING,
                    ip=HERE.ip,
                    user_agent=HERE.user_agent,
                ),
                notices.TextStop(phone=PHONE, stopped_at=MORNING),
                notices.TextStop(phone="+12125550999", stopped_at=MORNING),  # somebody else's
                documents.DocumentSeen(document_id=paper.id, borrower_id=me, seen_at=MORNING),
            ]
        )
