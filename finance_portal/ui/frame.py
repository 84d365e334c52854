"""What the frame around every signed-in page shows: who, which contracts, what day it is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.rights import OWN, Access, Right
from finance_portal.language import long_day, say
from finance_portal.services import access_log, accounts, inbox
from finance_portal.services.access_log import Looker
from finance_portal.services.accounts import Account
from finance_portal.services.flags import NONE
from finance_portal.services.messages import threads
from finance_portal.ui import routes, wording
from finance_portal.ui.session import SignedIn, internal_event
from finance_portal.ui.shared import Shown
from finance_portal.ui.standing import name_of, standing

MOST_SHOWN = 99


@dataclass(frozen=True)
class AccountTab:
    """One of the borrower's contracts, to choose from."""

    ref: str = ""
    vehicle: str = ""
    detail: str = ""
    status: str = ""
    tone: str = "calm"
    is_chosen: bool = False


class FrameState(rx.State):
    """The frame's own values. A page's load fills them before its own."""

    name: str = ""
    initials: str = ""
    hello: str = ""  # "Good morning, Elena"
    business_date: str = ""
    account: str = ""  # the public reference of the contract that the page is about
    query: str = ""  # carries the choice of a contract from page to page
    line: str = ""  # "Auto loan ••4821"
    about: str = ""  # the same, with the vehicle
    tabs: rx.Field[list[AccountTab]] = rx.field(default_factory=list)
    has_several: bool = False
    is_lease: bool = False  # the chosen one
    unread: str = ""  # how many notices, "" for none
    held: str = ""  # why not everything can be done with this contract; "" when it can
    held_words: str = ""
    is_read_only: bool = False  # nothing can be done with it here, only read
    shared: str = ""  # whose contract it is, where it is not one's own
    shared_words: str = ""  # what may be done with it, and until when
    may_pay: bool = True
    may_read: bool = True  # its documents
    unread_messages: str = ""  # how many messages are, as a number; "" for none
    failure: str = ""  # the reference of what went wrong

    @internal_event
    def fail(self, reference: str) -> None:
        """Replace the page by an apology with a reference to quote on the telephone."""
        self.failure = reference

    def _greet(self, borrower: SignedIn, now: datetime) -> None:
        self.failure = ""
        self.name = borrower.name
        self.initials = wording.initials(borrower.name)
        self.hello = f"{wording.greeting(now)}, {wording.first_name(borrower.name)}"
        self.business_date = wording.long_date(now.date())

    def _offer(self, owned: Sequence[Account], chosen: Account | None) -> None:
        self.account = chosen.ref if chosen else ""
        self.query = f"?{routes.ACCOUNT}={chosen.ref}" if chosen else ""
        self.line = name_of(chosen) if chosen else ""
        self.about = f"{chosen.vehicle} · {self.line}" if chosen else ""
        self.tabs = [_tab(account, is_chosen=account is chosen) for account in owned]
        self.has_several = len(owned) > 1
        self.is_lease = chosen is not None and chosen.lease is not None
        access = chosen.access if chosen else OWN
        self.may_pay, self.may_read = access.allows(Right.PAY), access.allows(Right.DOCUMENTS)
        self.shared, self.shared_words = _shared(access)
        restricted = chosen.restricted if chosen else NONE
        self.held, self.is_read_only = restricted.title, restricted.read_only
        self.held_words = f"{restricted.words} {restricted.contact}" if restricted else ""


async def chosen_account(
    page: rx.State, borrower: SignedIn, now: datetime, shown: Shown | None = None
) -> Account | None:
    """Fill the frame and return the contract that the page's address names, else the first one.

    None when the borrower has none, or names one that is not theirs: it is as if it did not exist.
    A contract that they were only given a look at is returned to pages that say what they show of
    it, if it was given to them, and the look is noted.
    """
    frame = await page.get_state(FrameState)
    frame._greet(borrower, now)  # noqa: SLF001 - a public method would be an event
    owned, _ = await asyncio.gather(
        asyncio.to_thread(
            accounts.accounts, database, borrower_id=borrower.borrower_id, today=now.date()
        ),
        count_unread(page, borrower),
    )
    wanted = page.router.url.query_parameters.get(routes.ACCOUNT, "")
    chosen = next((account for account in owned if account.ref == wanted or not wanted), None)
    frame._offer(owned, chosen)  # noqa: SLF001
    frame.unread_messages = str(
        await asyncio.to_thread(threads.unread, database, borrower_id=borrower.borrower_id) or ""
    )
    if chosen is None or not chosen.access.is_delegated:
        return chosen
    if shown is None or not chosen.access.allows(shown.right):
        return None
    await note_look(page, borrower, chosen.ref, shown.what)
    return chosen


async def note_look(page: rx.State, borrower: SignedIn, contract_ref: str, what: str) -> None:
    """Write down that a delegate looks at somebody else's contract."""
    await asyncio.to_thread(
        access_log.note_ref,
        database,
        contract_ref,
        Looker("delegate", borrower.name, str(borrower.login_id)),
        what,
        at=clock.now(),
        ip=page.router.session.client_ip,
    )


def _shared(access: Access) -> tuple[str, str]:
    """Return whose contract is looked at, and what may be done with it; "" for one's own."""
    if not access.is_delegated or access.through is None:
        return "", ""
    may_pay, may_read = access.allows(Right.PAY), access.allows(Right.DOCUMENTS)
    until = long_day(access.through)
    if may_pay and may_read:
        words = say("You may see its figures and documents, and pay, through {day}.", day=until)
    elif may_pay:
        words = say("You may see its figures, and pay, through {day}.", day=until)
    elif may_read:
        words = say("You may see its figures and documents through {day}.", day=until)
    else:
        words = say("You may see its figures through {day}.", day=until)
    noted = say("Each page that you open is written down for {name}.", name=access.giver)
    return say("You are looking at the contract of {name}", name=access.giver), f"{words} {noted}"


async def count_unread(page: rx.State, borrower: SignedIn) -> None:
    """Show on the bell how many notices are unread."""
    number = await asyncio.to_thread(inbox.unread, database, borrower_id=borrower.borrower_id)
    frame = await page.get_state(FrameState)
    frame.unread = f"{min(number, MOST_SHOWN)}{'+' * (number > MOST_SHOWN)}" if number else ""


def _tab(account: Account, *, is_chosen: bool) -> AccountTab:
    status, tone = standing(account)
    return AccountTab(
        ref=account.ref,
        vehicle=account.vehicle,
        detail=name_of(account),
        status=status,
        tone=tone,
        is_chosen=is_chosen,
    )
