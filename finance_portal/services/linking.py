"""A further contract for somebody who is signed in: the same proof as at registration.

A person who was boarded twice has two records. The bonds of the one without a login move to the
one that has it.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from finance_portal.db import Database, database
from finance_portal.language import say, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.security import Login, PreAuth
from finance_portal.notices import ways_in as notices
from finance_portal.services import (
    audit,
    contracts,
    deliveries,
    identity,
    pre_auth,
    tax_ids,
    way_codes,
)
from finance_portal.services.client import Client
from finance_portal.services.contacts import Channel
from finance_portal.services.identity import Claim, Match
from finance_portal.services.logins import login_of
from finance_portal.services.pre_auth import (
    Journey,
    PreAuths,
    PreAuthView,
    Step,
    WayLost,
    live_pre_auths,
)
from finance_portal.services.sessions import SignedIn
from finance_portal.services.throttle import Budgets, live_budgets, site_of
from finance_portal.services.vault import Vault, live_vault
from finance_portal.services.way_codes import WayCodes, live_way_codes

THEIRS = sentence("This contract is in your account already.")


class LinkRefused(Exception):
    """The contract cannot be added; the message is fit for the borrower."""


@dataclass(frozen=True)
class Links:
    """Adds contracts to logins."""

    db: Database
    vault: Vault
    pre_auths: PreAuths
    codes: WayCodes
    budgets: Budgets

    def begin(
        self, who: SignedIn, claim: Claim, channel: Channel, *, client: Client, now: datetime
    ) -> None:
        """Send a code to the contact that stands in the contract, right or wrong (R1).

        Raises LinkRefused for a contract that is theirs already, and TooManyTries.
        """
        account = contracts.number_index(self.vault, claim.account_number)
        self.budgets.take("identity:check", site=site_of(client.ip), now=now)
        self.budgets.take("contract:claim", account=account, now=now)
        with self.db.begin() as session:
            self._refuse_theirs(session, who, claim)
            found = identity.match(session, self.vault, claim)
            self._start(session, who, found, channel, client, now)

    def pending(self, who: SignedIn, *, now: datetime) -> PreAuthView | None:
        """Return the way to the contract that this borrower is adding, if they are."""
        with self.db.read() as session:
            ref = session.exec(
                select(col(PreAuth.ref))
                .where(
                    col(PreAuth.journey) == Journey.LINK,
                    col(PreAuth.login_id) == who.login_id,
                    col(PreAuth.ended_at).is_(None),
                )
                .order_by(col(PreAuth.id).desc())
            ).first()
        return self.pre_auths.of_ref(ref, now=now) if ref else None

    def send_again(self, who: SignedIn, *, client: Client, now: datetime) -> None:
        """Send another code; the one before it dies. Raises TooManyTries, WayLost."""
        self.codes.send_again(self._way(who, now), client=client, now=now)

    def finish(self, who: SignedIn, code: str, *, client: Client, now: datetime) -> str:
        """Take the code and add the contract. Return its ref.

        Raises CodeRefused, TooManyTries, WayLost.
        """
        way = self._way(who, now)
        self.codes.check(way, code, client=client, now=now)
        with self.db.begin() as session:
            pre_auth.finish(session, way, now=now)
            contract = session.get_one(Contract, way.contract_id)
            other = _without_login(session, way)
            _move_bonds(session, other, who.borrower_id)
            audit.record(
                session,
                kind="account:contract:linked",
                at=now,
                client=client,
                login_id=who.login_id,
                session_ref=who.session_id,
                subject=contract.ref,
                borrower=other.ref,
            )
            words = notices.contract_added(contract.vehicle, client=client, at=now)
            login = session.get_one(Login, who.login_id)
            deliveries.tell(session, login, words, kind="contract_added", now=now)
        return contract.ref

    def _way(self, who: SignedIn, now: datetime) -> PreAuthView:
        if (way := self.pending(who, now=now)) is None:
            raise WayLost
        return way

    def _start(
        self,
        session: Session,
        who: SignedIn,
        found: Match | None,
        channel: Channel,
        client: Client,
        now: datetime,
    ) -> None:
        _abandon_pending(session, who, now)
        is_one = found is not None and self._are_one(session, who.borrower_id, found.borrower)
        borrower = found.borrower if found and is_one else None
        login = login_of(session, borrower.id if borrower else None)
        receiver = way_codes.receiver_for(borrower, login, channel)
        theirs = None if login else receiver
        new = self.pre_auths.begin(
            session,
            journey=Journey.LINK,
            step=Step.CODE,
            client=client,
            now=now,
            channel=channel,
            login_id=who.login_id,
            borrower_id=theirs.borrower.id if theirs else None,
            contract_id=found.contract.id if found and theirs else None,
        )
        self.codes.send(
            session,
            receiver,
            owner=new.ref,
            journey=Journey.LINK,
            channel=channel,
            now=now,
            instead=notices.registered_already if login else None,
        )
        audit.record(
            session,
            kind=f"account:contract:{'asked' if theirs else 'refused'}",
            at=now,
            client=client,
            login_id=who.login_id,
            session_ref=who.session_id,
            subject=new.ref,
        )

    def _refuse_theirs(self, session: Session, who: SignedIn, claim: Claim) -> None:
        contract = contracts.by_number(session, self.vault, claim.account_number)
        own = contracts.contracts_of(session, who.borrower_id)
        if contract and contract.id in {each.id for each in own}:
            raise LinkRefused(say(THEIRS))

    def _are_one(self, session: Session, borrower_id: int, other: Borrower) -> bool:
        """Tell whether two records can be one person: where both have a tax id, it is the same."""
        own = session.get_one(Borrower, borrower_id)
        mine = tax_ids.opened(self.vault, own.tax_id_sealed, own.ref)
        return not mine or tax_ids.is_theirs(self.vault, other, mine)


@cache
def live_links() -> Links:
    """Return what adds contracts to this installation's logins."""
    return Links(database, live_vault(), live_pre_auths(), live_way_codes(), live_budgets())


def _without_login(session: Session, way: PreAuthView) -> Borrower:
    """Return the other record, locked. Raises WayLost when it has just been given a login."""
    held = select(Borrower).where(col(Borrower.id) == way.borrower_id).with_for_update()
    borrower = session.exec(held).one()
    if login_of(session, borrower.id):
        raise WayLost
    return borrower


def _move_bonds(session: Session, other: Borrower, borrower_id: int) -> None:
    """Bind a borrower by every contract of another record. What binds both is kept once."""
    bound_by = select(col(Obligor.contract_id)).where(col(Obligor.borrower_id) == borrower_id)
    both = session.scalars(bound_by).all()
    theirs = col(Obligor.borrower_id) == other.id
    session.exec(delete(Obligor).where(theirs, col(Obligor.contract_id).in_(both)))
    session.exec(update(Obligor).where(theirs).values(borrower_id=borrower_id))


def _abandon_pending(session: Session, who: SignedIn, now: datetime) -> None:
    session.exec(
        update(PreAuth)
        .where(
            col(PreAuth.journey) == Journey.LINK,
            col(PreAuth.login_id) == who.login_id,
            col(PreAuth.ended_at).is_(None),
        )
        .values(ended_at=now)
    )
