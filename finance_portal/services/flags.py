"""What may not be done on a contract for a time, and whom to ask instead (1.22, 1.29, R10.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, orm
from sqlmodel import Session, and_, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from finance_portal.language import say, sentence
from finance_portal.models.closing import AccountFlag
from finance_portal.notices.flags import information_only
from finance_portal.notices.wording import Wording
from finance_portal.settings import settings


@dataclass(frozen=True, kw_only=True)
class Restrictions:
    """What a contract does not allow today. `words` and `contact` are for the screen.

    Everything that moves money or terms asks: a page shows `words` and `contact` in its place.
    """

    no_payoff: bool = False  # no quote on screen, no letter (R10.4)
    no_debits: bool = False  # neither autopay nor anything ordered for a later day
    no_reminders: bool = False  # nothing that asks for money: reminders, late charges
    read_only: bool = False  # nothing can be paid, asked for or changed here
    title: str = ""
    words: str = ""
    contact: str = ""
    kinds: tuple[str, ...] = ()

    @property
    def no_agreements(self) -> bool:
        """Tell whether nothing is signed here: somebody who would have to sign has died."""
        return self.read_only or "deceased" in self.kinds

    def __bool__(self) -> bool:
        """Tell whether there is anything to say: a restriction, or whom to turn to."""
        return bool(self.words)

    def forbids(self, choice: str) -> bool:
        """Tell whether a payment is not taken here: any, or one that closes the contract."""
        return self.read_only or (self.no_payoff and choice in CLOSING)


CLOSING = ("payoff", "buyout")
NONE = Restrictions()
RESTRICTING: Mapping[str, Restrictions] = {
    "bankruptcy": Restrictions(
        no_payoff=True,
        no_debits=True,
        no_reminders=True,
        read_only=True,
        title=sentence("This account is for information only"),
        words=sentence(
            "We were told of a bankruptcy case. While it is open we take no payments "
            "here, debit nothing and ask for nothing. What you see is information, not "
            "an attempt to collect."
        ),
        contact=sentence("Call our bankruptcy team at {phone}."),
    ),
    "litigation": Restrictions(
        no_payoff=True,
        no_debits=True,
        no_reminders=True,
        read_only=True,
        title=sentence("This account is with our legal team"),
        words=sentence(
            "A legal case about this contract is open. Until it is decided, payments, "
            "payoff amounts and changes are arranged in person."
        ),
        contact=sentence("Call our legal team at {phone}."),
    ),
    "total_loss": Restrictions(
        no_payoff=True,
        title=sentence("A total loss is being settled"),
        words=sentence(
            "The insurer asks us for the payoff amount, so none is quoted here. Payments "
            "fall due as before until the insurer has settled. If you have GAP coverage, "
            "tell them too."
        ),
        contact=sentence("Call our insurance team at {phone}."),
    ),
    "deceased": Restrictions(
        title=sentence("We are sorry for your loss"),
        words=sentence(
            "We were told that a person who signed this contract has died. You keep your "
            "access, and you can go on paying. The estate's questions go to a person who "
            "knows them."
        ),
        contact=sentence("Call our estate team at {phone}."),
    ),
}
"""What a flag means; the others change nothing here. Of several, the first one speaks."""


def restrictions(session: Session, contract_id: int, today: date) -> Restrictions:
    """Return what a contract does not allow today; without a flag that restricts, `NONE`."""
    return restrictions_of_many(session, [contract_id], today).get(contract_id, NONE)


def restrictions_of_many(
    session: Session, contract_ids: Iterable[int], today: date
) -> dict[int, Restrictions]:
    """Return the restrictions of those contracts that have any today, by contract."""
    rows = session.exec(
        select(AccountFlag.contract_id, AccountFlag.kind)
        .where(_holds(today), col(AccountFlag.contract_id).in_(list(contract_ids)))
        .order_by(col(AccountFlag.contract_id), col(AccountFlag.kind))
    )
    kinds: dict[int, set[str]] = {}
    for contract_id, kind in rows:
        kinds.setdefault(contract_id, set()).add(kind)
    return {contract_id: _together(found) for contract_id, found in kinds.items()}


def spoken_again(held: Restrictions) -> Restrictions:
    """Return the same restrictions in the language that is spoken now."""
    return _together(set(held.kinds)) if held.kinds else held


def as_told(session: Session, contract_id: int, words: Wording, today: date) -> Wording:
    """Return a notice as it may be sent: one that asks for money is information only on a hold."""
    held = restrictions(session, contract_id, today)
    return information_only(words) if held.no_reminders else words


def has_died(session: orm.Session, borrower_id: int | None) -> bool:
    """Tell whether we were told of a borrower's death. It asks the database for nobody too (R1)."""
    told = select(AccountFlag.id).where(
        col(AccountFlag.kind) == "deceased",
        col(AccountFlag.borrower_id) == (borrower_id or 0),
        col(AccountFlag.ends_on).is_(None),
    )
    return session.scalars(told).first() is not None


def spared_through(session: Session, contract_ids: Iterable[int]) -> dict[int, date]:
    """Return the last day on which nothing was asked for, of flags that have ended."""
    kinds = [kind for kind, each in RESTRICTING.items() if each.no_reminders]
    rows = session.exec(
        select(AccountFlag.contract_id, func.max(AccountFlag.ends_on))
        .where(
            col(AccountFlag.contract_id).in_(list(contract_ids)),
            col(AccountFlag.kind).in_(kinds),
            col(AccountFlag.ends_on).is_not(None),
        )
        .group_by(col(AccountFlag.contract_id))
    )
    return {contract_id: day for contract_id, day in rows if day}


def not_to_debit(today: date) -> SelectOfScalar[int]:
    """Return the query for the contracts of which nothing may be debited by itself today."""
    return _with(today, [kind for kind, each in RESTRICTING.items() if each.no_debits])


def not_to_remind(today: date) -> SelectOfScalar[int]:
    """Return the query for the contracts whose borrowers are not asked for money today."""
    return _with(today, [kind for kind, each in RESTRICTING.items() if each.no_reminders])


def _with(today: date, kinds: list[str]) -> SelectOfScalar[int]:
    return select(AccountFlag.contract_id).where(_holds(today), col(AccountFlag.kind).in_(kinds))


def _holds(today: date) -> ColumnElement[bool]:
    """Return the condition that a flag holds: from its first through its last day."""
    is_over = col(AccountFlag.ends_on) < today
    return and_(
        col(AccountFlag.starts_on) <= today, or_(col(AccountFlag.ends_on).is_(None), ~is_over)
    )


def _together(kinds: set[str]) -> Restrictions:
    """Return what several flags mean together: the strictest of each, in the first one's words."""
    rules = [each for kind, each in RESTRICTING.items() if kind in kinds]
    if not rules:
        return NONE
    return replace(
        rules[0],
        no_payoff=any(each.no_payoff for each in rules),
        no_debits=any(each.no_debits for each in rules),
        no_reminders=any(each.no_reminders for each in rules),
        read_only=any(each.read_only for each in rules),
        title=say(rules[0].title),
        words=say(rules[0].words),
        contact=say(rules[0].contact, phone=settings.brand.support_phone),
        kinds=tuple(sorted(kinds)),
    )
