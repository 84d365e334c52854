"""The documents of a contract: all of them kept back, a page of them shown."""

import asyncio

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.rights import Right
from finance_portal.language import say
from finance_portal.pages.documents import views
from finance_portal.services import coupons, documents
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.coupons import CouponsRefused
from finance_portal.services.documents import Line
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.shared import Shown

LONGEST_SEARCH = 100
SETTLES = 250  # milliseconds without another letter
NEWS = "news"  # the id of what says what was done, which then takes the focus

SHOWN = Shown(Right.DOCUMENTS, "documents")


class DocumentsState(rx.State):
    """The papers of the contract that the address names, and what is looked for among them."""

    loaded: bool = False
    is_empty: bool = True
    can_pay: bool = False
    news: str = ""
    said: str = ""
    error: str = ""
    years: rx.Field[list[str]] = rx.field(default_factory=list)
    kind: str = views.EVERYTHING
    year: str = views.EVERYTHING
    page: views.Page = views.Page()

    _account: str = ""
    _words: str = ""
    _found: list[Line] = rx.field(default_factory=list, is_var=False)

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Read the documents of the contract."""
        account = await chosen_account(self, borrower, clock.business_now(), SHOWN)
        self._account = account.ref if account else ""
        self.can_pay = (
            account is not None
            and account.closed_on is None
            and not account.restricted.read_only
            and not account.access.is_delegated
        )
        self.said, self.error, self._words = "", "", ""
        self.kind = self.year = views.EVERYTHING
        await self._read(borrower)
        self.loaded = True

    @borrower_event
    async def choose_kind(self, _borrower: SignedIn, kind: str) -> None:
        """Show documents of one kind only, or all."""
        if kind in views.KINDS:
            self.kind = kind
            self._turn_to(1)

    @borrower_event
    async def choose_year(self, _borrower: SignedIn, year: str) -> None:
        """Show documents of one year only, or all."""
        if year in {views.EVERYTHING, *self.years}:
            self.year = year
            self._turn_to(1)

    @borrower_event(debounce=SETTLES)
    async def look_for(self, _borrower: SignedIn, words: str) -> None:
        """Show the documents that hold all of these words in their names."""
        self._words = words[:LONGEST_SEARCH]
        self._turn_to(1)

    @borrower_event
    async def turn_back(self, _borrower: SignedIn) -> None:
        """Show the page before."""
        self._turn_to(self.page.number - 1)

    @borrower_event
    async def turn_forward(self, _borrower: SignedIn) -> None:
        """Show the page after."""
        self._turn_to(self.page.number + 1)

    @borrower_event(temporal=True)
    async def make_coupons(self, borrower: SignedIn) -> EventSpec:
        """Make the coupons of the next payments, and say where they are."""
        self.said, self.error = "", ""
        try:
            await asyncio.to_thread(
                coupons.make_coupons,
                database,
                borrower_id=borrower.borrower_id,
                contract_ref=self._account,
                now=clock.business_now(),
            )
        except (ContractNotFound, CouponsRefused) as refusal:
            self.error = str(refusal)
        else:
            self.said = say("Your payment coupons are ready, among the documents below.")
            self.kind, self.year = views.EVERYTHING, views.EVERYTHING
            await self._read(borrower)
        return rx.set_focus(NEWS)

    async def _read(self, borrower: SignedIn) -> None:
        found = await asyncio.to_thread(
            documents.listed,
            database,
            borrower_id=borrower.borrower_id,
            today=clock.business_now().date(),
        )
        self._found = [each for each in found if each.contract_ref == self._account]
        self.is_empty = not self._found
        self.news = views.news(self._found)
        self.years = views.years_of(self._found)
        self._turn_to(1)

    def _turn_to(self, number: int) -> None:
        wanted = views.Wanted(self.kind, self.year, self._words)
        self.page = views.page(self._found, wanted, number)
