"""The papers of the last year of contracts that are boarded with their history, for the demo."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.services import documents, paper_news
from finance_portal.services.nightly.files import files
from finance_portal.services.nightly.work import work_off
from finance_portal.services.obligors import bound_by_each
from finance_portal.services.statements import cycles, issuing, welcome, yearly

YEAR = timedelta(days=366)


def issue_past(db: Database, *, now: datetime) -> int:
    """Issue statements as if we had serviced all contracts for a year. Return how many."""
    since = now.date() - YEAR
    with db.begin() as session:
        ids = [each or 0 for each in session.exec(select(Contract.id).order_by(col(Contract.id)))]
        bound, known = bound_by_each(session, ids), list(files(session, ids))
        lines = [cycles.values_of(cycles.first_cycle(each, since)) for each in known]
        cycles.write(session, lines, changed=["starts_on", "next_on", "tax_year"])
        letters = [
            welcome.paper_of(each, bound[each.contract.id or 0], now.date()) for each in known
        ]
        documents.issue_many(session, [each for each in letters if each], now)
    statements = work_off(db, issuing.issuing(now), now=now).done
    years = work_off(db, yearly.stating(now), now=now).done
    work_off(db, paper_news.telling(now), now=now)  # nobody has a login yet: nobody is written to
    return statements + years
