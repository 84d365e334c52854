"""Statements on the books of borrowers: issued once, frozen, and corrected when they must be."""

import itertools
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from finance_portal.documents import seal
from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.cents import dollars
from finance_portal.domain.postings import Account
from finance_portal.domain.statement import Period, stated_before, statement_of
from finance_portal.models.closing import AccountFlag
from finance_portal.models.messages import Message
from finance_portal.models.people import Borrower
from finance_portal.services import deliveries, demo, documents, flags, ledger
from finance_portal.services.boarding.board import board
from finance_portal.services.document_keys import public_keys
from finance_portal.services.logins import add_login
from finance_portal.services.nightly.files import files
from finance_portal.services.statements import past, words
from tests import make, paper
from tests.make import MORNING
from tests.services.stating import line, night, of, papers, pay, said, take_back

pytestmark = pytest.mark.anyio

DAY = timedelta(days=1)


@pytest.fixture
def stated(db, books):
    """A loan with the statement of December 11, 2026: the payment of December 1 is on it."""
    night(db, "2026-11-23")
    pay(db, books, "2026-12-01", number=1)
    night(db, "2026-12-11")
    return books


def test_a_statement_is_issued_on_its_day_and_only_once(db, books):
    assert night(db, "2026-11-23") == 0
    assert night(db, "2026-12-10") == 0
    assert night(db, "2026-12-11") == 1
    assert night(db, "2026-12-11") == 0
    assert night(db, "2026-12-12") == 0

    (row,) = papers(db)
    assert (row.period_from, row.period_to) == (date(2026, 11, 10), date(2026, 12, 10))
    assert (row.dated_on, row.key) == (
        date(2026, 12, 11),
        f"statement:{books.contract.id}:2026-12-10",
    )


def test_nights_that_were_missed_are_caught_up_with(db, books):
    night(db, "2026-11-23")

    assert night(db, "2027-03-01") == 3
    assert [row.dated_on.month for row in papers(db)] == [12, 1, 2]


def test_a_statement_says_what_was_paid_and_what_is_due(db, stated):
    (row,) = papers(db)

    assert said(row)["headline"] == ["Amount due by January 1, 2027", "$581.52"]
    assert [each[:3] for each in said(row)["activity"]] == [["Dec 1, 2026", "Payment", "$581.52"]]
    assert line(row, "years", "Interest paid in 2026") == "$1,483.25"
    assert line(row, "balance", "Principal on") == "$25,668.05"


def test_whoever_is_bound_is_told_that_it_is_there_and_not_what_it_says(db, books):
    with db.begin() as session:
        add_login(
            session,
            borrower=session.get_one(Borrower, books.borrower_id),
            user_name="ada",
            password_hash="x",
            now=MORNING,
            email="ada@example.com",
        )
    night(db, "2026-12-11")

    with db.read() as session:
        (message,) = session.exec(select(Message)).all()
    assert (message.kind, message.borrower_id) == ("statement_ready", books.borrower_id)
    assert "$" not in " ".join(deliveries.opened(message)[1].paragraphs)


def test_a_payment_that_came_back_makes_a_corrected_statement(db, stated):
    take_back(db, stated, "2026-12-14", number=1)

    assert night(db, "2026-12-15") == 1
    first, corrected = papers(db)
    assert corrected.corrects_id == first.id
    assert corrected.title == "Corrected statement of December 11, 2026"
    assert line(first, "balance", "Principal on Dec 10") == "$25,668.05"  # it stays as it was
    changes = {each[0]: each[1:] for each in said(corrected)["corrected"]["changes"]}
    assert changes["Amount due"] == ["$581.52", "$1,163.04"]
    assert night(db, "2026-12-16") == 0


def test_what_happens_after_its_period_leaves_a_statement_as_it_is(db, stated):
    pay(db, stated, "2026-12-20", number=2)

    assert night(db, "2026-12-21") == 0


def test_the_list_marks_which_one_was_corrected(db, stated):
    take_back(db, stated, "2026-12-14", number=1)
    night(db, "2026-12-15")

    latest, first = documents.listed(db, borrower_id=stated.borrower_id)
    assert (latest.corrects, latest.is_corrected) == (True, False)
    assert (first.corrects, first.is_corrected) == (False, True)


def test_a_statement_is_text_under_a_seal(db, stated):
    (row,) = papers(db)

    pdf = documents.file_of(row)
    told = paper.text(pdf)

    assert seal.is_ours(pdf, public_keys())
    assert {"Title", "H1", "Table", "TH", "P"} <= paper.tags(pdf)

    assert "Amount due by January 1, 2027" in told
    assert "L1" not in told.split()  # the number of the contract is masked


@pytest.fixture
def portfolio(db):
    board(db, demo.PORTFOLIO, now=MORNING)
    past.issue_past(db, now=MORNING)
    return db


def test_everybody_of_the_portfolio_has_the_statements_of_a_year(portfolio):
    assert len(of(portfolio, "P-1001")) == 12
    assert len(of(portfolio, "P-1006")) == 24
    assert of(portfolio, "P-1002")[0].ref == of(portfolio, "P-1003")[0].ref  # both who are bound


def test_statements_of_each_contract_go_on_where_the_one_before_ended(portfolio):
    by_contract = {}
    for row in papers(portfolio):
        by_contract.setdefault(row.contract_id, []).append(row)

    for rows in by_contract.values():
        for before, row in itertools.pairwise(rows):
            assert row.period_from == before.dated_on == before.period_to + timedelta(days=1)
            assert said(row)["balance"][0][1] == closing(before)


def closing(row):
    return next(each[1] for each in said(row)["balance"] if each[-1] == "total")


def test_the_last_statement_of_a_contract_that_is_paid_off_says_so(portfolio):
    last = of(portfolio, "P-1007")[0]

    assert said(last)["headline"] == ["Paid in full", "October 26, 2026"]
    assert last.dated_on == date(2026, 11, 19)


def test_past_due_is_said_in_the_amount_and_in_words(portfolio):
    last = of(portfolio, "P-1002")[0]

    assert last.dated_on == date(2026, 11, 10)
    assert line(last, "owed", "Installment of Nov 1, 2026, past due") == "$685.38"


def test_a_lease_speaks_of_no_interest(portfolio):
    last = of(portfolio, "P-1004")[0]

    assert "nterest" not in " ".join(
        each[0] for each in [*said(last)["balance"], *said(last)["years"]]
    )
    assert said(last)["head"] == ["Date", "What", "Amount", "Fees", "Left to pay"]


def told(db, books, day, *, autopay, restricted=flags.NONE):
    """The words of a statement of a day, with a debit to come."""
    with db.read() as session:
        (file,) = files(session, [books.contract.id])
    period = Period(stated_before(date.fromisoformat(day), 1), date.fromisoformat(day) - DAY)
    statement = statement_of(file.terms.billing, file.events, period)
    return words.content_of(
        words.Told(
            file=file,
            statement=statement,
            activity=[],
            names=("Ada Byron",),
            lease=None,
            autopay=autopay,
            restricted=restricted,
        )
    )


def test_with_autopay_it_says_not_to_pay_and_what_is_drafted_when(db, books):
    content = told(db, books, "2026-11-10", autopay=(date(2026, 12, 1), 581_52))

    assert "Do not pay: $581.52 will be drafted on December 1, 2026 by autopay." in content["say"]
    assert any("within 60 days" in each for each in content["rights"])


def test_where_autopay_takes_less_than_is_due_it_does_not_say_so(db, books):
    content = told(db, books, "2026-11-10", autopay=(date(2026, 12, 1), 100_00))

    assert content["say"][0] == "$100.00 will be drafted on December 1, 2026 by autopay."


async def test_a_statement_waits_for_a_payment_of_its_period_that_is_on_its_way(
    db, books, world, checking
):
    noon = datetime(2026, 12, 10, 12, tzinfo=EASTERN)
    night(db, "2026-12-10")
    await make.pay(books, world.processor, checking, "581.52", now=noon)

    assert night(db, "2026-12-11") == 0
    assert night(db, "2026-12-18") == 1  # not for ever


def goes_bankrupt(db, contract_id, kind="bankruptcy"):
    with db.begin() as session:
        session.add(
            AccountFlag(
                contract_id=contract_id,
                kind=kind,
                starts_on=date(2026, 12, 1),
                noted_at=MORNING,
                noted_by="tests",
            )
        )


@pytest.mark.parametrize("kind", ["bankruptcy", "litigation"])
def test_while_nothing_may_be_asked_for_a_statement_tells_and_asks_for_nothing(db, books, kind):
    goes_bankrupt(db, books.contract.id, kind)
    night(db, "2027-01-11")

    row = papers(db)[-1]
    words = paper.text(documents.file_of(row))

    assert said(row)["headline"][1] == "No payment is asked for"
    assert "Call our" in said(row)["say"][1]
    with db.read() as session:
        principal = ledger.balances(session, books.contract.id)[Account.PRINCIPAL]
    assert line(row, "balance", "Principal on") == dollars(principal)
    for asking in ("Amount due", "late charge", "past due", "mail a check", "Pay off", "Hardship"):
        assert asking not in words


def test_a_total_loss_leaves_the_amount_due_and_points_at_no_payoff(db, books):
    goes_bankrupt(db, books.contract.id, "total_loss")
    night(db, "2026-12-11")

    words = paper.text(documents.file_of(papers(db)[-1]))

    assert "Amount due" in words
    assert "under Pay off" not in words


def test_a_flag_alone_changes_no_figure_so_that_it_corrects_no_statement(db, books):
    plain = told(db, books, "2026-11-10", autopay=None)
    restricted = told(
        db, books, "2026-11-10", autopay=None, restricted=flags.RESTRICTING["bankruptcy"]
    )

    assert plain["headline"] != restricted["headline"]
    assert [plain[name] for name in words.FIGURES] == [restricted[name] for name in words.FIGURES]
