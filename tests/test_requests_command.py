"""`python -m finance_portal requests`, until people decide at a desk of their own."""

import pytest

from finance_portal import __main__ as portal
from finance_portal.commands import servicing
from finance_portal.models.requests import ServiceRequest
from finance_portal.services.asking import ask
from finance_portal.services.relief import hardship
from finance_portal.services.relief.hardship import Situation
from finance_portal.services.requests import new_form_token
from tests.services.desks import words
from tests.services.known import rows
from tests.services.obligors import NOW, bound

TOLD = Situation(situation="costs", months=1, wish="unsure", details="The roof leaks")


@pytest.fixture
def ada(db, tmp_path, monkeypatch):
    monkeypatch.setattr(servicing, "database", lambda: db)
    ada = bound(db, tmp_path)[0]
    hardship.ask(db, ada.act, contract_ref=ada.ref, form_token=new_form_token(), told=TOLD, now=NOW)
    return ada


@pytest.fixture
def say(monkeypatch, capsys):
    def say(*arguments):
        monkeypatch.setattr("sys.argv", ["finance_portal", "requests", *arguments])
        code = portal.main()
        return code, capsys.readouterr()

    return say


def ref(ada):
    return rows(ada.db, ServiceRequest)[0].ref


def test_what_waits_is_listed_and_can_be_read(ada, say):
    code, said = say("list")
    assert (code, said.out.count("\n")) == (0, 1)
    assert ref(ada) in said.out
    assert "roof" not in said.out

    _, said = say("show", ref(ada))
    assert "The roof leaks" in said.out


@pytest.mark.parametrize(("verb", "status"), [("grant", "granted"), ("decline", "declined")])
def test_a_decision_reaches_the_borrower_in_its_own_words(ada, say, verb, status):
    code, _ = say(verb, ref(ada), "--reply", "We move it to March.", "--by", "pat")

    (request,) = rows(ada.db, ServiceRequest)
    assert (code, request.status, request.decided_by) == (0, status, "pat")
    assert words(ada.db, "request_moved").paragraphs[-1] == "We move it to March."
    assert say("list")[1].out == ""


def test_what_does_not_wait_is_refused(ada, say):
    say("grant", ref(ada), "--reply", "Yes.")

    for arguments in (("show", ref(ada)), ("decline", ref(ada), "--reply", "No.")):
        code, said = say(*arguments)
        assert (code, "No such request" in said.err) == (1, True)
    assert rows(ada.db, ServiceRequest)[0].status == "granted"


def test_an_empty_reply_is_refused(ada, say):
    code, said = say("decline", ref(ada), "--reply", " ")

    assert (code, "A reply says something" in said.err) == (1, True)
    assert rows(ada.db, ServiceRequest)[0].status == "review"


def test_a_request_with_a_form_is_decided_in_a_word_that_is_offered(ada, say):
    asked = ask.ask(
        ada.db,
        ada.act,
        contract_ref=ada.ref,
        form_token=new_form_token(),
        kind="payoff_letter",
        typed={"to_name": "A Bank", "how": "post", "where": "1 Road", "until": "2026-12-10"},
        now=NOW,
    )
    _, said = say("show", asked)
    assert "To decide: sent, declined" in said.out

    code, said = say("decide", asked, "granted", "--reply", "Yes.")
    assert (code, "sent, declined" in said.err) == (1, True)
    code, _ = say("decide", asked, "sent", "--reply", "By certified mail.", "--by", "pat")
    assert (code, rows(ada.db, ServiceRequest)[-1].status) == (0, "done")
    assert words(ada.db, "request_moved").paragraphs[-1] == "By certified mail."
