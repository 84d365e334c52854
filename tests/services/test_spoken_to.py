"""Whoever is written to is written to in their language, whoever caused it."""

from datetime import datetime

import pytest

from finance_portal import jobs
from finance_portal.domain.calendar import EASTERN
from finance_portal.language import ENGLISH, SPANISH, speaking
from finance_portal.models.documents import Document
from finance_portal.models.messages import Message
from finance_portal.models.people import Borrower
from finance_portal.models.requests import ServiceRequest
from finance_portal.notices import layout, security
from finance_portal.services import deliveries, documents
from finance_portal.services.relief.effects import Kind
from tests import paper
from tests.services.known import NOON, rows
from tests.services.obligors import both, extend
from tests.spanish import english_in


def speaks(db, person, language=SPANISH):
    with db.begin() as session:
        session.get_one(Borrower, person.id).language = language


def mails(db, kind):
    """What was mailed, by the first name of whom it was mailed to."""
    found = [deliveries.opened(row) for row in rows(db, Message) if row.kind == kind]
    return {to.partition("@")[0]: words for to, words in found}


@pytest.fixture
def pair(db, tmp_path):
    ada, grace = both(db, tmp_path)
    speaks(db, ada.person)
    return ada, grace


def test_a_notice_is_kept_in_the_language_of_its_reader_until_it_is_sent(db, pair):
    wording = security.sign_in_code("604213")
    with db.begin() as session:
        for who in pair:
            deliveries.tell_borrower(session, who.person.id, wording, kind="code", now=NOON)

    told = mails(db, "code")
    assert told["grace"].subject == "Your code to sign in"
    assert told["ada"].subject == "Su código para iniciar sesión"
    assert english_in(layout.plain(told["ada"])) == []
    assert 'lang="es"' in layout.html(told["ada"])


def test_who_is_bound_too_is_asked_to_sign_in_their_own_language(db, pair):
    ada, _ = pair
    with speaking(SPANISH):
        extend(ada)

    assert mails(db, "signature_wanted")["grace"].subject == "Please sign: Your extension"


def test_all_who_are_bound_sign_the_same_words(db, pair):
    ada, grace = pair
    with speaking(SPANISH):
        extend(ada)
    (request,) = rows(db, ServiceRequest)

    offered = grace.waiting(Kind.EXTENSION)
    assert "\n".join(offered.words) == request.words
    assert grace.sign(offered) == "granted"

    (agreement,) = [row for row in rows(db, Document) if row.kind == "agreement"]
    text = paper.text(documents.file_of(agreement))
    assert agreement.title == "Acuerdo sobre una prórroga"
    assert english_in(text.replace("Grace Hopper", "").replace("Ada Byron", "")) == []


def test_a_job_writes_to_each_in_their_language_and_keeps_the_first_ones(db, tmp_path):
    ada, _ = both(db, tmp_path)
    speaks(db, ada.person)

    jobs.assess_late_charges(db, now=datetime(2026, 12, 12, 1, tzinfo=EASTERN))

    told = mails(db, "late_charge_added")
    assert told["ada"].subject.startswith("Se agregó un cargo por mora de $")
    assert told["grace"].subject.startswith("A late charge of $")
    (kept,) = [row for row in rows(db, Document) if row.kind == "notice"]
    assert kept.title == told["ada"].subject
    assert told["grace"].language == ENGLISH
