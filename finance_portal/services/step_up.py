"""A signed-in borrower proves themselves once more, for one purpose and five minutes (X1, X5)."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from finance_portal.db import Database, database
from finance_portal.language import day_of_year, say, sentence
from finance_portal.models.security import Login
from finance_portal.services import audit, factors
from finance_portal.services.client import Client
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.proofs import MONEY_MOVING, STRONG, Proof, Purpose
from finance_portal.services.second_factor import (
    Asking,
    SecondFactor,
    live_second_factor,
    purpose_of,
)
from finance_portal.services.sessions import NewSession, Sessions, SignedIn, live_sessions

WAIT = sentence(
    "For your protection, ways to move money cannot be changed until {until}. Nothing "
    "else is affected. If this is urgent, please call us."
)
TOO_WEAK = sentence("A code by e-mail is not enough for this. Please set up a stronger way first.")


class StepUpRefused(Exception):
    """This purpose cannot be stepped up for now; the message is fit for the borrower."""


@dataclass(frozen=True)
class StepUps:
    """The step-ups of one installation."""

    db: Database
    sessions: Sessions
    second_factor: SecondFactor

    def ways(self, who: SignedIn, purpose: Purpose, *, now: datetime) -> tuple[Proof, ...]:
        """Return what this borrower may prove themselves with for a purpose, the best first.

        Raises StepUpRefused while their sign-in is held (Q2), or when all they have is e-mail and
        the purpose moves money (S1).
        """
        with self.db.read() as session:
            login = session.get_one(Login, who.login_id)
            theirs = factors.methods_of(session, login)
        if purpose in MONEY_MOVING and login.held_until and now < login.held_until:
            raise StepUpRefused(say(WAIT, until=day_of_year(login.held_until)))
        strong = tuple(proof for proof in theirs if proof in STRONG)
        if strong:
            return strong
        if purpose in MONEY_MOVING:
            raise StepUpRefused(say(TOO_WEAK))
        return (Proof.EMAIL,)

    def asking(self, who: SignedIn, purpose: Purpose, client: Client, now: datetime) -> Asking:
        """Return who proves themselves here, for the second factor."""
        return Asking(who.session_id, purpose_of(purpose), who.login_id, client, now)

    def grant(
        self, who: SignedIn, purpose: Purpose, proof: Proof, *, client: Client, now: datetime
    ) -> NewSession:
        """Return the session that is fresh for a purpose, after its proof was taken.

        Raises StepUpRefused, and SessionOver when the old one has just ended.
        """
        self.refuse_unfit(who, purpose, proof, now=now)
        with self.db.begin() as session:
            new = self.sessions.step_up(session, who, purpose=purpose, client=client, now=now)
            audit.record(
                session,
                kind="session:step_up:success",
                at=now,
                client=client,
                login_id=who.login_id,
                session_ref=new.ref,
                subject=who.session_id,
                purpose=purpose,
                method=proof,
            )
        return new

    def refuse_unfit(self, who: SignedIn, purpose: Purpose, proof: Proof, *, now: datetime) -> None:
        """Raise StepUpRefused or CodeRefused for a proof that does not count for a purpose."""
        if proof not in self.ways(who, purpose, now=now):
            raise CodeRefused("wrong", say(TOO_WEAK))


@cache
def live_step_ups() -> StepUps:
    """Return the step-ups of this installation."""
    return StepUps(database, live_sessions(), live_second_factor())
