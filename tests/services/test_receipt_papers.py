"""Receipts to keep: sealed, one for each thing they say, and each cent where it went."""

import pytest

from finance_portal.documents import seal
from finance_portal.domain.cents import parse_dollars
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.models.documents import Document
from finance_portal.services import documents, receipt_papers
from finance_portal.services.document_keys import public_keys
from finance_portal.services.receipt_papers import content_of, receipt_paper
from finance_portal.services.receipts import ReceiptNotFound
from tests import make, paper
from tests.make import CARD, CHECKING, MORNING, cents
from tests.pages import sample
from tests.services.after_paying import live_until, paid
from tests.services.known import rows

pytestmark = pytest.mark.anyio


def kept(books, ref, now=MORNING):
    return receipt_paper(books.db, borrower_id=books.borrower_id, ref=ref, now=now)


def figures(content):
    return {words: parse_dollars(amount) for words, amount, *_ in content["figures"]}


async def test_it_is_sealed_and_says_where_each_cent_went(books, world):
    payment = await paid(books, world, CARD, days=0)

    file = kept(books, payment.ref)

    assert seal.is_ours(file.pdf, public_keys())
    said = paper.text(file.pdf)
    for words in (payment.ref, "$581.52", "Posted", "Principal", "Interest", "/check-a-document"):
        assert words in said


async def test_asked_for_again_it_is_the_same_document_until_it_says_something_else(books, world):
    method = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    ref = await make.pay(books, world.processor, method, "581.52")

    first = kept(books, ref)
    assert kept(books, ref) == first
    assert "Record of payment" in paper.text(first.pdf)
    assert "Processing" in paper.text(first.pdf)

    later = await live_until(books, world, 10)
    settled = kept(books, ref, later)

    assert "Receipt for payment" in paper.text(settled.pdf)
    listed = documents.listed(books.db, borrower_id=books.borrower_id)
    assert [(each.corrects, each.is_corrected) for each in listed] == [(True, False), (False, True)]


@pytest.mark.parametrize(("processor", "is_said"), [("sandbox", True), ("stripe", False)])
def test_a_receipt_of_the_sandbox_says_that_no_money_moved(monkeypatch, processor, is_said):
    monkeypatch.setattr(receipt_papers.settings, "processor", processor)

    assert ("SANDBOX: no money moved." in content_of(sample.receipt())["words"]) is is_said


async def test_what_came_back_is_no_receipt(books, world):
    payment = await paid(books, world, "pm_usBankAccount_insufficientFunds")

    said = paper.text(kept(books, payment.ref).pdf)

    assert "Receipt for payment" not in said
    assert "there was not enough money in the account" in said


async def test_case_02_somebody_elses_payment_has_none(books, world):
    payment = await paid(books, world, CARD, days=0)

    with pytest.raises(ReceiptNotFound):
        receipt_paper(books.db, borrower_id=books.borrower_id + 1, ref=payment.ref, now=MORNING)
    assert rows(books.db, Document) == []


async def test_a63_each_borrower_has_a_receipt_of_their_own_without_the_others_account(
    db, tmp_path, world
):
    both = make.CURRENT["borrowers"] + [{"id": "P2", "first_name": "Ben", "last_name": "Byron"}]
    books = make.boarded(
        db, tmp_path, make.CURRENT | {"borrowers": both}, business_date="2026-11-23"
    )
    payment = await paid(books, world, CHECKING, days=0)
    ben = books.borrower_id + 1

    theirs = receipt_paper(db, borrower_id=ben, ref=payment.ref, now=MORNING)

    assert "6789" in paper.text(kept(books, payment.ref).pdf)
    assert "6789" not in paper.text(theirs.pdf)
    assert [each.is_new for each in documents.listed(db, borrower_id=ben)] == [False]


@pytest.mark.parametrize("status", PaymentStatus)
def test_every_status_has_words_that_end(status):
    content = content_of(sample.receipt(status=status))

    assert content["status"]
    assert [words for words in content["words"] if not words.endswith(".")] == []


@pytest.mark.parametrize("fee", [0, 250])
def test_the_lines_add_up_to_the_payment(fee):
    content = content_of(sample.receipt(card_fee=fee))

    *lines, (_, total, _) = content["figures"]
    assert sum(parse_dollars(amount) for _, amount in lines) == parse_dollars(total)
    assert content["amount"] == total
    assert parse_dollars(total) == cents("1004.91") + fee


def test_a_payment_that_moved_no_money_has_no_lines():
    content = content_of(sample.receipt(status=PaymentStatus.REFUSED, split=None))

    assert content["figures"] == content["after"] == []
