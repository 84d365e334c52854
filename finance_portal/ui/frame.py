"""What the frame around every signed-in page shows: who, which contracts, what day it is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from finance_portal.db import database
from finance_portal.services import accounts
from finance_portal.services.accounts import Account
from finance_portal.services.flags import NONE
from finance_portal.services.messages import threads
from finance_portal.ui import routes, wording
from finance_portal.ui.session import SignedIn, internal_event
from finance_portal.ui.standing import name_of, standing


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
    held: str = ""  # why not everything can be done with this contract; "" when it can
    held_words: str = ""
    is_read_only: bool = False  # nothing can be done with it here, only read
    unread: str = ""  # how many messages are, as a number; "" for none
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
        restricted = chosen.restricted if chosen else NONE
        self.held, self.is_read_only = restricted.title, restricted.read_only
        self.held_words = f"{restricted.words} {restricted.contact}" if restricted else ""


async def chosen_account(page: rx.State, borrower: SignedIn, now: datetime) -> Account | None:
    """Fill the frame and return the contract that the page's address names, else the first one.

    None when the borrower has none, or names one that is not theirs: it is as if it did not exist.
    """
    frame = await page.get_state(FrameState)
    frame._greet(borrower, now)  # noqa: SLF001 - a public method would be an event
    owned = await asyncio.to_thread(
        accounts.accounts, database, borrower_id=borrower.borrower_id, today=now.date()
    )
    wanted = page.router.url.query_parameters.get(routes.ACCOUNT, "")
    chosen = next((account for account in owned if account.ref == wanted or not wanted), None)
    frame._offer(owned, chosen)  # noqa: SLF001
    frame.unread = str(
        await asyncio.to_thread(threads.unread, database, borrower_id=borrower.borrower_id) or ""
    )
    return chosen


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
