"""A link to one quote: it shows that quote until its day, and every look is written down."""

from dataclasses import replace
from datetime import timedelta

import pytest

from finance_portal.models.closing import AccountFlag
from finance_portal.models.delegates import QuoteLink
from finance_portal.services import access_log
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.delegates import quotes
from finance_portal.services.delegates.quotes import QuoteGone
from finance_portal.services.payoff.quoting import LetterRefused, Wanted
from finance_portal.services.throttle import Budgets, TooManyTries
from tests import paper
from tests.services.desks import told
from tests.services.helpers_of_ada import act_of
from tests.services.known import HOME, NOON, login, rows
from tests.services.paying_off import QUOTED, b2

TODAY = QUOTED.date()


@pytest.fixture
def ada(db, tmp_path):
    return b2(db, tmp_path)


def share(ada, days=5, act=None, **changes):
    usual = {
        "contract_ref": ada.contract_ref,
        "good_through": TODAY + timedelta(days=days),
        "audience": "dealer",
        "recipient": "Lakeside Autos",
        "name": "Ada Byron",
    }
    wanted = Wanted(**usual | changes)
    return quotes.share(ada.db, act or ada.act, wanted=wanted, now=QUOTED)


def look(ada, url, *, what=quotes.shown, budgets=None, today=TODAY, now=NOON):
    secret = url.partition("#")[2]
    return what(ada.db, budgets or Budgets(), secret=secret, client=HOME, now=now, today=today)


def ref(ada):
    return rows(ada.db, QuoteLink)[-1].ref


def test_it_shows_the_amount_and_the_masked_contract_and_nothing_of_the_borrower(ada):
    shown = look(ada, share(ada))

    assert (shown.total, shown.per_diem) == (2927714, "4.8016")
    assert shown.number_masked == ada.books.contract.number_masked
    assert [word for word in ("Ada", "Byron", "ada@") if word in str(shown)] == []


def test_its_letter_is_the_one_that_was_signed_for(ada):
    file = look(ada, share(ada), what=quotes.letter)

    words = " ".join(paper.text(file.pdf).split())
    assert "Lakeside Autos" in words
    assert "$29,277.14" in words


def test_its_secret_is_stored_nowhere(ada):
    secret = share(ada).partition("#")[2]

    assert len(secret) >= 43
    assert secret not in str(rows(ada.db, QuoteLink)[0].model_dump())


@pytest.mark.parametrize("days", [-1, 11])
def test_it_lasts_ten_days_at_most(ada, days):
    with pytest.raises(LetterRefused):
        share(ada, days)


def test_it_ends_after_its_day(ada):
    url = share(ada, 1)

    assert look(ada, url, today=TODAY + timedelta(days=1))
    with pytest.raises(QuoteGone):
        look(ada, url, today=TODAY + timedelta(days=2))


def test_what_is_gone_and_what_never_was_are_one_and_the_same(ada, tmp_path):
    url = share(ada)
    quotes.take_back(ada.db, ada.act, ref=ref(ada))
    said = set()

    for tried in (url, f"x#{'f' * 43}", "x#"):
        for what in (quotes.shown, quotes.letter):
            with pytest.raises(QuoteGone) as gone:
                look(ada, tried, what=what)
            said.add(str(gone.value))

    assert len(said) == 1


def test_nobody_else_takes_it_back(ada):
    url, stranger = share(ada), login(ada.db, "mallory")

    with pytest.raises(ContractNotFound):
        quotes.take_back(ada.db, act_of(stranger, "Mallory"), ref=ref(ada))

    assert look(ada, url)


def test_it_is_closed_while_no_payoff_may_be_told(ada):
    url = share(ada)
    with ada.db.begin() as session:
        session.add(
            AccountFlag(
                contract_id=ada.books.contract.id, kind="total_loss", starts_on=TODAY,
                noted_at=QUOTED, noted_by="tests",
            )
        )  # fmt: skip

    with pytest.raises(QuoteGone):
        look(ada, url)


def test_each_look_is_in_the_log_once_a_minute(ada):
    url = share(ada)
    for seconds in (0, 20, 65):
        look(ada, url, now=NOON.replace(second=0) + timedelta(seconds=seconds))
    look(ada, url, what=quotes.letter)

    found = access_log.looks_at(ada.db, borrower_id=ada.books.borrower_id)

    assert [(each.what, each.name, each.ip) for each in found] == [
        ("quote", "Lakeside Autos", HOME.ip),
        ("quote-letter", "Lakeside Autos", HOME.ip),
        ("quote", "Lakeside Autos", HOME.ip),
    ]


def test_guessing_is_stopped(ada):
    budgets = Budgets()
    for _ in range(30):
        with pytest.raises(QuoteGone):
            look(ada, "x#guess", budgets=budgets)

    with pytest.raises(TooManyTries):
        look(ada, "x#guess", budgets=budgets)


def test_whoever_makes_one_is_told(ada):
    share(ada)

    assert told(ada.db, "quote_link_made") == ["ada@example.com"]


def test_a_link_is_made_by_whom_the_contract_binds_alone(ada):
    stranger = replace(act_of(login(ada.db, "mallory"), "Mallory"))

    with pytest.raises(ContractNotFound):
        share(ada, act=stranger)
