"""Who has access to a contract: asked in, changed, ended; and what one was given oneself."""

import asyncio
from datetime import date

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.language import say
from finance_portal.pages.delegates import views
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.delegates import giving, listing, quotes, taking
from finance_portal.services.delegates.giving import DelegateRefused, Wanted
from finance_portal.services.delegates.taking import InvitationDead, NotForYou
from finance_portal.services.proofs import Purpose
from finance_portal.services.security.desk import Act
from finance_portal.services.throttle import TooManyTries, live_budgets
from finance_portal.ui.forms import read_text
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.proof_codes import client_of
from finance_portal.ui.session import SignedIn, borrower_event

NEWS = "access-news"  # the id of what says what was done, which then takes the focus
FIELDS = frozenset({"name", "email", "through_on"})  # take the focus themselves when refused
REFUSALS = (DelegateRefused, InvitationDead, NotForYou, ContractNotFound)


class DelegatesState(rx.State):
    """The people of the contract that the address names."""

    loaded: bool = False
    is_own: bool = False  # the contract: only then can anybody be let in
    is_fresh: bool = False
    said: str = ""
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    typed: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    view: views.View = views.View()

    _contract: str = ""
    _asked: str = ""
    _changing: str = ""

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show who has access to the contract that the address names."""
        account = await chosen_account(self, borrower, clock.business_now())
        self._contract = account.ref if account else ""
        self.is_own = account is not None
        self.said, self.errors, self.typed = "", {}, {}
        await self._turn(borrower)
        self.loaded = True

    @borrower_event(fresh=Purpose.DELEGATES, temporal=True)
    async def invite(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec:
        """Mail an invitation."""
        self.said, self.errors = "", {}
        self.typed = {name: read_text(form, name) for name in ("name", "email")}
        wanted = Wanted(
            contract_ref=self._contract,
            name=self.typed["name"],
            email=self.typed["email"],
            preset=read_text(form, "preset"),
            through_on=_day(form),
        )
        try:
            await asyncio.to_thread(
                giving.invite,
                database,
                self._act(borrower),
                live_budgets(),
                wanted=wanted,
                today=clock.today(),
            )
        except TooManyTries:
            return self._refuse("form", say("That is enough for today. Please call us for more."))
        except REFUSALS as refusal:
            return self._refuse(getattr(refusal, "field", "form"), str(refusal))
        self.typed = {}
        return await self._done(borrower, say("The invitation is on its way, by e-mail."))

    @borrower_event(fresh=Purpose.DELEGATES, temporal=True)
    async def save(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec:
        """Let somebody do something else from now on, or until another day."""
        return await self._try(
            borrower,
            giving.change,
            say("Changed. It holds from this moment on."),
            ref=self._changing,
            preset=read_text(form, "preset"),
            through_on=_day(form),
            today=clock.today(),
        )

    @borrower_event
    async def begin_change(self, borrower: SignedIn, ref: str) -> None:
        """Open what somebody may do, or close it."""
        await self._turn(borrower, changing="" if ref == self._changing else ref)

    @borrower_event
    async def ask_end(self, borrower: SignedIn, ref: str) -> None:
        """Ask whether to end an access, or do not."""
        await self._turn(borrower, asked=ref)

    @borrower_event(temporal=True)
    async def revoke(self, borrower: SignedIn, ref: str) -> EventSpec:
        """End an access at once."""
        return await self._try(borrower, giving.revoke, say("The access has ended."), ref=ref)

    @borrower_event(temporal=True)
    async def take_back(self, borrower: SignedIn, ref: str) -> EventSpec:
        """End a link to a quote at once."""
        return await self._try(borrower, quotes.take_back, say("The link has ended."), ref=ref)

    @borrower_event
    async def refresh(self, borrower: SignedIn) -> None:
        """Show the link that was made just now among the others."""
        await self._turn(borrower)

    @borrower_event(temporal=True)
    async def accept(self, borrower: SignedIn, ref: str) -> EventSpec:
        """Take up an invitation that went to one's own address."""
        words = say("Accepted. You find the contract above, and under Overview.")
        return await self._try(borrower, taking.accept_mailed, words, ref=ref)

    @borrower_event(temporal=True)
    async def give_up(self, borrower: SignedIn, ref: str) -> EventSpec:
        """End one's own access to somebody else's contract."""
        words, today = say("You have no access to it any more."), clock.today()
        return await self._try(borrower, taking.give_up, words, ref=ref, today=today)

    async def _try(self, borrower: SignedIn, do: object, words: str, **told: object) -> EventSpec:
        self.said, self.errors = "", {}
        try:
            await asyncio.to_thread(do, database, self._act(borrower), **told)  # type: ignore[arg-type]  # one of ours
        except REFUSALS as refusal:
            await self._turn(borrower)
            return self._refuse(getattr(refusal, "field", "form"), str(refusal))
        return await self._done(borrower, words)

    async def _done(self, borrower: SignedIn, words: str) -> EventSpec:
        self.said = words
        await self._turn(borrower)
        return rx.set_focus(NEWS)

    def _refuse(self, field: str, words: str) -> EventSpec:
        self.errors = {field if field in FIELDS else "form": words}
        return rx.set_focus(field if field in FIELDS else NEWS)

    async def _turn(self, borrower: SignedIn, *, asked: str = "", changing: str = "") -> None:
        """Show how things are now, with what is being dealt with."""
        self._asked, self._changing = asked, changing
        self.is_fresh = borrower.is_fresh(Purpose.DELEGATES, now=clock.now())
        today = clock.today()
        found = await asyncio.to_thread(
            listing.sharing_of,
            database,
            borrower_id=borrower.borrower_id,
            contract_ref=self._contract,
            today=today,
            now=clock.now(),
        )
        self.view = views.view(found, today, asked=asked, changing=changing)

    def _act(self, borrower: SignedIn) -> Act:
        return Act(borrower, client_of(self), clock.now())


def _day(form: dict[str, str]) -> date:
    """Return the day that was chosen, or one that is refused."""
    try:
        return date.fromisoformat(read_text(form, "through_on"))
    except ValueError:
        return date.min
