"""A lease that goes on month to month: signed by everybody, entered once, at most six (R14.10)."""

import pytest

from finance_portal.models.documents import Document
from finance_portal.models.ledger import ContractEvent
from finance_portal.models.requests import RequestSignature, ServiceRequest
from finance_portal.services import documents, requests
from finance_portal.services.autopay.outlook import outlook as debits_of
from finance_portal.services.autopay.plans import autopay_on
from finance_portal.services.contracts import file_of
from finance_portal.services.lease_end import extension
from finance_portal.services.lease_end.extension import ProposalChanged, Wanted
from finance_portal.services.lease_end.held import LeaseEndRefused
from finance_portal.services.requests import new_form_token
from tests.make import Books, cents
from tests.services.desks import words
from tests.services.known import rows
from tests.services.leaseholders import DANIEL, NOW, THEO, TODAY, Holder, portfolio
from tests.services.payers import Payer, add_method


@pytest.fixture
def lender(db):
    return portfolio(db)


@pytest.fixture
def daniel(lender):
    return Holder(lender, DANIEL)


@pytest.fixture
def theo(lender):
    return Holder(lender, THEO)


def proposed(holder, months, act=None, token=None):
    wanted = Wanted(holder.ref, months, token or new_form_token())
    who = (act or holder.act).who.borrower_id
    return extension.propose(holder.db, borrower_id=who, wanted=wanted, today=TODAY)


def sign(holder, months, act=None, wanted=None):
    act = act or holder.act
    wanted = wanted or proposed(holder, months, act).wanted
    return extension.sign(holder.db, act, wanted=wanted, name="Theo Nakamura", now=NOW)


def extended(holder):
    return [
        each
        for each in rows(holder.db, ContractEvent)
        if each.kind == "lease_extended" and each.contract_id == holder.contract.id
    ]


def test_what_is_signed_is_what_is_then_owed(theo):
    before = theo.position()
    shown = proposed(theo, 2)

    assert sign(theo, 2, wanted=shown.wanted)

    after = theo.position()
    added = [each.due_on for each in after.installments][-2:]
    assert tuple(added) == shown.dues
    assert after.principal - before.principal == shown.total == cents("978.24")
    assert shown.months_in_all == 5


def test_a52_three_more_months_are_allowed_and_the_miles_stay(theo):
    shown = proposed(theo, 3)

    assert (shown.months_in_all, shown.runs_through.isoformat()) == (6, "2027-03-30")
    assert "The miles allowed stay 30,000." in " ".join(shown.words)


def test_a52_a_seventh_month_needs_new_disclosures_and_is_asked_for(theo):
    with pytest.raises(LeaseEndRefused, match="1 to 3"):
        proposed(theo, 4)
    sign(theo, 3)
    with pytest.raises(LeaseEndRefused, match="new disclosures"):
        proposed(theo, 1)

    asking = {"contract_ref": theo.ref, "form_token": new_form_token(), "now": NOW}
    extension.ask_for_disclosures(theo.db, theo.act, **asking)

    latest = rows(theo.db, ServiceRequest)[-1]
    assert (latest.status, latest.months) == ("review", None)
    assert theo.position().installments_left == 4


def test_signed_twice_it_is_entered_once(theo):
    wanted = proposed(theo, 1).wanted

    assert sign(theo, 1, wanted=wanted)
    assert sign(theo, 1, wanted=wanted)

    assert len(rows(theo.db, RequestSignature)) == 1
    assert len(rows(theo.db, Document)) == 1
    assert len(extended(theo)) == 2  # the one that was boarded, and this


def test_words_that_were_not_on_the_screen_are_not_signed(theo):
    wanted = proposed(theo, 1).wanted
    sign(theo, 1)

    with pytest.raises(ProposalChanged):
        sign(theo, 1, wanted=wanted)

    assert len(rows(theo.db, RequestSignature)) == 1


def test_both_who_are_bound_sign_before_anything_changes(daniel):
    ruth = daniel.joined()

    assert not sign(daniel, 2)
    assert extended(daniel) == []
    assert "Please sign" in words(daniel.db, "signature_wanted").subject
    assert proposed(daniel, 1, ruth).wanted.months == 2

    assert sign(daniel, 2, ruth)
    assert daniel.position().installments_left == 5
    (request,) = rows(daniel.db, ServiceRequest)
    assert request.status == "done"


def test_what_only_one_has_signed_lapses(daniel):
    daniel.joined()
    sign(daniel, 2)

    requests.lapse(daniel.db, NOW.replace(day=30))

    (request,) = rows(daniel.db, ServiceRequest)
    assert request.status == "lapsed"
    assert extended(daniel) == []


def test_the_agreement_is_a_document_with_the_words_and_the_signatures(theo):
    shown = proposed(theo, 1)
    sign(theo, 1, wanted=shown.wanted)

    (paper,) = rows(theo.db, Document)
    assert all(paragraph[:60] in paper.content for paragraph in shown.words)
    assert "Theo Nakamura" in paper.content
    assert documents.file_of(paper).startswith(b"%PDF")
    assert "Signed by Theo Nakamura" in " ".join(words(theo.db, "lease_extended").paragraphs)


@pytest.mark.parametrize("name", ["", "1", "12345"])
def test_a_name_is_typed_to_sign(theo, name):
    wanted = proposed(theo, 1).wanted

    with pytest.raises(LeaseEndRefused) as refusal:
        extension.sign(theo.db, theo.act, wanted=wanted, name=name, now=NOW)

    assert refusal.value.field == "name"


def test_autopay_survives_an_extension_and_debits_the_months_that_were_added(daniel):
    payer = _payer(daniel)
    payer.sign(now=NOW)
    before = _debits(daniel)

    sign(daniel, 2)

    assert payer.row().status == "active"
    assert len(_debits(daniel)) == len(before) + 2


def _payer(holder):
    class Acting(Payer):
        act = holder.act

    books = Books(holder.db, holder.contract, holder.person.id)
    return Acting(books, None, add_method(holder.db, holder.person.id))


def _debits(holder):
    with holder.db.read() as session:
        row = autopay_on(session, holder.contract.id, locks=False)
        return [
            each
            for each in debits_of(session, file_of(session, holder.contract), row, TODAY)
            if each.amount
        ]
