"""What buys a leased vehicle, in writing: the page's price to the cent, never a payoff."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from finance_portal.models.closing import AccountFlag
from finance_portal.models.documents import Document
from finance_portal.models.quotes import Quote
from finance_portal.services import documents
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.lease_end.outlook import outlook
from finance_portal.services.payoff import buyouts
from finance_portal.services.payoff.buyouts import Asked, quote_buyout
from finance_portal.services.payoff.dial import dial_of
from finance_portal.services.payoff.quoting import LetterRefused
from tests import paper
from tests.make import cents
from tests.services.desks import words
from tests.services.known import rows
from tests.services.leaseholders import (
    DANIEL,
    ELENA,
    NOW,
    THEO,
    TODAY,
    Holder,
    portfolio,
)
from tests.working.checker import recompute
from tests.working.reading import printed

E2 = "5300184406"


@pytest.fixture
def lender(db):
    return portfolio(db)


@pytest.fixture
def daniel(lender):
    return Holder(lender, DANIEL)


def ask(holder, which="early_buyout", now=NOW):
    act = replace(holder.act, now=now)
    asked = Asked(contract_ref=holder.ref, which=which)
    return quote_buyout(holder.db, act, asked=asked, now=now)


def text(holder, ref):
    file = documents.opened(holder.db, borrower_id=holder.person.id, ref=ref, now=NOW)
    return paper.text(file.pdf)


def seen(holder, today=TODAY):
    about = {"borrower_id": holder.person.id, "contract_ref": holder.ref, "today": today}
    return dial_of(holder.db, **about), outlook(holder.db, **about)


@pytest.mark.parametrize(
    ("which", "through", "figures"),
    [
        (
            "early_buyout",
            "December 20, 2026",
            ["$37,106.12", "$350.00", "$37,456.12", "7.25%", "$2,690.19", "$40,146.31"],
        ),
        (
            "maturity_buyout",
            "March 21, 2027",
            ["$34,995.15", "$350.00", "$35,345.15", "7.25%", "$2,537.15", "$37,882.30"],
        ),
    ],
)
def test_the_letter_has_the_prices_of_contract_c_and_how_they_are_worked_out(
    daniel, which, through, figures
):
    said = text(daniel, ask(daniel, which))

    flat = " ".join(said.split())
    for each in [*figures, through, "3 payments are left, $2,719.32", "WBY43AW03RFR00339"]:
        assert each in flat
    assert recompute(printed(said)) == cents(figures[-1][1:])
    assert "payoff" not in flat.lower()


@pytest.mark.parametrize("number", [DANIEL, E2, THEO])
def test_on_each_of_60_days_page_engine_and_letter_are_one_figure(lender, number):
    holder = Holder(lender, number)
    every = 1 if lender.engine.dialect.name == "sqlite" else 10  # arithmetic knows no database
    for days in range(0, 61, every):
        now = NOW + timedelta(days=days)
        dial, lease_end = seen(holder, now.date())
        for which, shown, other in (
            ("early_buyout", dial.buyouts.early, lease_end.early),
            ("maturity_buyout", dial.buyouts.at_maturity, lease_end.at_maturity),
        ):
            if shown is None:
                with pytest.raises(LetterRefused):
                    ask(holder, which, now)
                continue
            check(holder, ask(holder, which, now), shown, getattr(other, "buyout", other))
            if which == "early_buyout":
                quote = rows(lender, Quote)[-1]
                assert quote.good_through == dial.buyouts.early_good_through == other.through


def test_a_payment_that_is_past_due_is_asked_for_once(daniel):
    day_before, on_its_day = (seen(daniel, date(2026, 12, day)) for day in (20, 21))

    assert said(day_before) == (cents("37,106.12"), 0, date(2026, 12, 20))
    assert said(on_its_day) == (cents("36,405.26"), cents("906.44"), date(2027, 1, 20))


def said(pages):
    """Return price, past due and last day of the early buyout, the same on both pages."""
    dial, lease_end = pages
    mine, other = dial.buyouts.early, lease_end.early.buyout
    assert (mine.price, mine.past_due) == (other.price, other.past_due)
    assert dial.buyouts.early_good_through == lease_end.early.through
    return mine.price, mine.past_due, lease_end.early.through


def check(holder, ref, dialed, priced):
    with holder.db.read() as session:
        said = json.loads(session.exec(select(Document.content).where(Document.ref == ref)).one())
    sums = [cents(row[1]) for row in said["figures"] if len(row) > 2]
    assert (sums[0], sums[-1]) == (dialed.before_tax, priced.total)
    assert recompute(said["working"]) == priced.total


def test_asked_twice_it_is_given_once_and_told_of(daniel):
    assert ask(daniel) == ask(daniel)

    (quote,) = rows(daniel.db, Quote)
    assert (quote.kind, quote.total_cents) == ("early_buyout", cents("40,146.31"))
    assert (quote.tax_cents, quote.good_through) == (cents("2,690.19"), date(2026, 12, 20))
    assert "Early buyout letter" in words(daniel.db, "buyout_given").subject


def test_it_is_listed_and_is_over_after_its_day(daniel):
    ask(daniel)

    then, _ = seen(daniel, date(2026, 12, 20))
    later, _ = seen(daniel, date(2026, 12, 21))

    assert [(each.kind, each.standing) for each in then.given] == [("early_buyout", "open")]
    assert [each.standing for each in later.given] == ["over"]


def test_a_loan_has_no_buyout_and_a_lease_without_a_price_says_so(lender):
    with pytest.raises(LetterRefused, match="is a loan"):
        ask(Holder(lender, ELENA))
    theo = Holder(lender, THEO)
    with pytest.raises(LetterRefused, match="has ended"):
        ask(theo)
    with pytest.raises(LetterRefused, match="does not say what it rests on"):
        ask(theo, "maturity_buyout")
    assert rows(lender, Quote) == []


def test_on_a_hold_there_is_no_price_but_whom_to_ask(daniel):
    with daniel.db.begin() as session:
        flag = AccountFlag(
            contract_id=daniel.contract.id,
            kind="total_loss",
            starts_on=date(2026, 11, 1),
            noted_at=NOW,
            noted_by="tests",
        )
        session.add(flag)

    with pytest.raises(LetterRefused, match="Call our"):
        ask(daniel)
    assert rows(daniel.db, Quote) == []


def test_case_02_the_price_of_somebody_elses_lease_is_not_found(daniel):
    stranger = replace(daniel.act, who=replace(daniel.act.who, borrower_id=999))
    asked = Asked(contract_ref=daniel.ref, which="early_buyout")

    with pytest.raises(ContractNotFound):
        buyouts.quote_buyout(daniel.db, stranger, asked=asked, now=NOW)
