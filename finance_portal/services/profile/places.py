"""Another mailing or garaging address: it counts at once, both places are told (1.21).

What is mailed and worth money waits: a changed address gets no title for some days.
"""

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.domain.addresses import Address
from finance_portal.language import say, sentence
from finance_portal.models.profile import PaperMail, PostalAddress
from finance_portal.notices import profile as notices
from finance_portal.services import addresses, kept_notices
from finance_portal.services.addresses import Kind
from finance_portal.services.profile.changing import ProfileRefused, begin, made, since
from finance_portal.services.security.desk import Act, SecurityDesk
from finance_portal.services.vault import live_vault

DAYS_HELD = 10
"""How long nothing of value is mailed to a changed address (red flags, 16 CFR 681)."""
SAME = sentence("This is the address that we have.")
KINDS: dict[Kind, str] = {
    "mailing": "profile:mailing:changed",
    "garaging": "profile:garaging:changed",
}


def change(
    desk: SecurityDesk, act: Act, kind: Kind, address: Address, *, business_now: datetime
) -> None:
    """Let another address count from now on. Raises ProfileRefused."""
    with desk.db.begin() as session:
        borrower = begin(session, act)
        before = addresses.current(session, act.who.borrower_id, kind)
        old = addresses.opened(before) if before else None
        if old == address:
            raise ProfileRefused(say(SAME))
        if before:
            _end(session, before, business_now)
        new = addresses.row_of(
            address,
            borrower_id=act.who.borrower_id,
            kind=kind,
            now=business_now,
            is_changed=True,
        )
        session.add(new)
        if kind == "mailing":
            borrower.zip = address.zip[:5]
        made(session, desk, act, KINDS[kind], notices.NOTICES[kind])
        if kind == "mailing":
            _post(session, act, [("old", old), ("new", address)], business_now)


def keep_where_mail_goes(desk: SecurityDesk, act: Act, *, business_now: datetime) -> None:
    """Have the vehicle where its borrower gets mail: no garaging address of its own any more."""
    with desk.db.begin() as session:
        begin(session, act)
        if before := addresses.current(session, act.who.borrower_id, "garaging"):
            _end(session, before, business_now)
            made(session, desk, act, KINDS["garaging"], notices.garaging_changed)


def held_until(session: Session, borrower_ids: Collection[int], today: date) -> date | None:
    """Return until when nothing of value is mailed to any of them; None when it is."""
    changed = session.exec(
        select(PostalAddress.since)
        .where(
            col(PostalAddress.borrower_id).in_(borrower_ids),
            col(PostalAddress.kind) == "mailing",
            col(PostalAddress.is_changed),
            col(PostalAddress.until).is_(None),
        )
        .order_by(col(PostalAddress.since).desc())
    ).first()
    free = changed.date() + timedelta(days=DAYS_HELD) if changed else today
    return free if free > today else None


def _end(session: Session, row: PostalAddress, now: datetime) -> None:
    row.until = now
    session.add(row)
    session.flush()


def _post(
    session: Session, act: Act, places: list[tuple[str, Address | None]], now: datetime
) -> None:
    """Have a letter printed for the old and the new address: neither says what the other is."""
    letter = kept_notices.keep_of_person(
        session,
        notices.mailing_changed(client=act.client, at=act.now),
        borrower_id=act.who.borrower_id,
        key=f"profile:mailing:{act.who.borrower_id}:{since(now)}",
        now=now,
    )
    if letter is None:
        return
    for place, address in places:
        if address:
            ref = secrets.token_hex(addresses.REF_BYTES)
            sealed = live_vault().seal(
                addresses.written(address), table="paper_mail", column="to_sealed", row=ref
            )
            session.add(
                PaperMail(
                    ref=ref,
                    document_id=letter.id or 0,
                    borrower_id=act.who.borrower_id,
                    place=place,
                    to_sealed=sealed,
                    marked_at=now,
                )
            )
