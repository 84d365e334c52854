"""The odometer statement: signed by the lessee, kept as a document (49 USC 32705)."""

from datetime import datetime

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.documents.lease_words import (
    ODOMETER_VERSION,
    STATEMENTS,
    Odometer,
    long,
    odometer_words,
)
from finance_portal.language import ENGLISH, say, speaking
from finance_portal.models.documents import DocumentKind
from finance_portal.notices import lease_end as notices
from finance_portal.services import deliveries, documents
from finance_portal.services.documents import Paper
from finance_portal.services.lease_end.held import Held, LeaseEndRefused, changing, refuse_too_early
from finance_portal.services.lease_end.miles import HIGHEST, keep_reading
from finance_portal.services.security.desk import Act, note
from finance_portal.services.signatures import NameRefused, name_of


def state(
    db: Database,
    act: Act,
    *,
    contract_ref: str,
    miles: int,
    statement: str,
    name: str,
    now: datetime,
) -> str:
    """Sign the statement and return the document's ref; the same again is the same document.

    The step-up was asked for by whoever calls. Raises LeaseEndRefused.
    """
    try:
        signed = name_of(name)
    except NameRefused as refusal:
        raise LeaseEndRefused(str(refusal), "name") from refusal
    if statement not in STATEMENTS:
        raise LeaseEndRefused(say("Choose what is true of the reading."), "statement")
    with db.begin() as session:
        mine = changing(session, act.who.borrower_id, contract_ref, now.date())
        refuse_too_early(mine)
        if statement == "actual":
            keep_reading(session, mine, act.who.borrower_id, miles)
        elif not 0 <= miles <= HIGHEST:
            raise LeaseEndRefused(say("Enter what the odometer shows."), "odometer")
        said = Odometer(
            vehicle=mine.contract.vehicle,
            vin=mine.contract.vin,
            contract=mine.contract.number_masked,
            miles=miles,
            statement=statement,
            on=mine.today,
        )
        return _issue(session, act, mine, said, signed, now)


def _issue(
    session: Session, act: Act, mine: Held, said: Odometer, signed: str, now: datetime
) -> str:
    words = odometer_words(said)
    signer = act.who.borrower_id
    key = f"odometer:{mine.contract_id}:{said.on}:{said.miles}:{said.statement}:{signer}"
    with speaking(ENGLISH):  # as the rule words it
        paper = documents.issue(
            session,
            Paper(
                key=key,
                contract_id=mine.contract_id,
                kind=DocumentKind.ODOMETER,
                title=say("Odometer disclosure statement"),
                dated_on=mine.today,
                template="letter-1",
                content={
                    "words": list(words),
                    "signed": [
                        say(
                            "Signed electronically by {signed}, lessee, on {day}.",
                            signed=signed,
                            day=long(said.on),
                        ),
                        say("Text {version}.", version=ODOMETER_VERSION),
                    ],
                },
            ),
            now,
        )
    note(session, act, "lease:odometer", subject=mine.contract.ref)
    wording = notices.odometer_signed(words=words, signed_name=signed)
    deliveries.tell_borrower(
        session, act.who.borrower_id, wording, kind="odometer_signed", now=now, key=key
    )
    return paper.ref
