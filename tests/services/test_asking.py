"""What is asked for by a short form: its answers, its clock, its decision, who may see it."""

from datetime import date

import pytest

from finance_portal.language import speaking
from finance_portal.models.people import Borrower
from finance_portal.models.requests import RequestStep, ServiceRequest
from finance_portal.services import desk_of_requests, flagging, tracker
from finance_portal.services.asking import ask, deciding
from finance_portal.services.asking.answers import AskRefused
from finance_portal.services.asking.catalogue import KINDS, answer_by, clock_of
from finance_portal.services.asking.deciding import DecisionRefused
from finance_portal.services.flagging import Flag
from finance_portal.services.requests import RequestOpen, new_form_token
from tests.services.desks import told, words
from tests.services.known import rows
from tests.services.obligors import NOW, both, bound
from tests.services.payers import at

FILLED = {
    "payoff_letter": {
        "to_name": "A Bank",
        "how": "fax",
        "where": "555 0100",
        "until": "2026-12-10",
    },
    "title_question": {"question": "Where is it?"},
    "title_address": {"to_name": "Ada Byron", "where": "1 New Road"},
    "insurance": {
        "insurer": "Acme",
        "policy": "POL-77",
        "since": "2026-06-01",
        "until": "2027-06-01",
        "loss_payee": "yes",
    },
    "total_loss": {"insurer": "Acme", "claim": "C-9", "since": "2026-11-20", "gap": "unsure"},
    "scra": {"since": "2026-10-01", "orders": ""},
    "credit_dispute": {"item": "late", "reason": "paid", "right": "I paid on the 1st."},
    "name_change": {"first": "Ada", "last": "Lovelace", "why": "marriage"},
    "erasure": {"what": "all", "details": ""},
    "complaint": {"what": "Nobody called back.", "wish": ""},
}
LATER = at("2026-12-03")


@pytest.fixture
def ada(db, tmp_path):
    return bound(db, tmp_path)[0]


def asks(who, kind, now=NOW, token=None, **changes):
    return ask.ask(
        who.db,
        who.act,
        contract_ref=who.ref,
        form_token=token or new_form_token(),
        kind=kind,
        typed=FILLED[kind] | changes,
        now=now,
    )


def decided(who, ref, outcome, now=NOW, reply="As you asked."):
    desk_of_requests.decide(who.db, ref, outcome=outcome, reply=reply, by="pat", now=now)


def request(who):
    return rows(who.db, ServiceRequest)[-1]


def tracked(who):
    return tracker.requests_of(who.db, borrower_id=who.person.id)


class TestAsked:
    @pytest.mark.parametrize("kind", FILLED)
    def test_each_kind_is_kept_with_its_clock_and_told(self, ada, kind):
        ref = asks(ada, kind)

        assert (request(ada).ref, request(ada).kind, request(ada).status) == (ref, kind, "review")
        assert request(ada).answer_by == answer_by(kind, NOW.date())
        assert told(ada.db, "request_moved") == ["ada@example.com"]
        (shown,) = tracked(ada)
        assert [day for day, *_ in shown.clock] == [each.on(NOW.date()) for each in clock_of(kind)]

    def test_what_was_written_is_sealed_and_read_again_line_by_line(self, ada):
        ref = asks(ada, "insurance")

        assert "POL-77" not in request(ada).details_sealed
        assert tracked(ada)[0].own_words.splitlines() == [
            "Insurer: Acme",
            "Policy number: POL-77",
            "In force since: June 1, 2026",
            "In force until: June 1, 2027",
            "Are we named as loss payee?: Yes",
        ]
        assert "Policy number: POL-77" in desk_of_requests.written(ada.db, ref)

    def test_it_is_shown_in_the_language_that_is_spoken(self, ada):
        asks(ada, "insurance")

        with speaking("es"):
            assert "Aseguradora: Acme" in tracked(ada)[0].own_words

    def test_sent_twice_it_is_one(self, ada):
        token = new_form_token()

        assert asks(ada, "complaint", token=token) == asks(ada, "complaint", token=token)
        assert len(rows(ada.db, ServiceRequest)) == 1

    def test_of_most_kinds_one_is_open_at_a_time(self, ada):
        asks(ada, "insurance")

        with pytest.raises(RequestOpen):
            asks(ada, "insurance")

    def test_each_item_is_disputed_by_itself_and_once(self, ada):
        asks(ada, "credit_dispute")
        asks(ada, "credit_dispute", item="balance")

        with pytest.raises(RequestOpen):
            asks(ada, "credit_dispute", item="late")

    def test_one_may_complain_of_several_things(self, ada):
        assert asks(ada, "complaint") != asks(ada, "complaint")

    def test_the_items_are_the_accounts_own(self, ada):
        found = ask.offered(
            ada.db, borrower_id=ada.person.id, contract_ref=ada.ref, today=NOW.date()
        )

        assert set(ask.ITEMS) < set(found.items)
        with pytest.raises(AskRefused) as refused:
            asks(ada, "credit_dispute", item="line-99999")
        assert refused.value.field == "item"

    def test_an_inspection_is_of_a_leased_vehicle(self, ada):
        found = ask.offered(
            ada.db, borrower_id=ada.person.id, contract_ref=ada.ref, today=NOW.date()
        )

        assert set(KINDS) - set(found.kinds) == {"inspection"}
        filled = {"on": "2026-12-10", "part": "morning", "where": "Home"}
        with pytest.raises(AskRefused, match="this contract"):
            ask.ask(
                ada.db,
                ada.act,
                contract_ref=ada.ref,
                form_token=new_form_token(),
                kind="inspection",
                typed=filled,
                now=NOW,
            )


class TestRefused:
    @pytest.mark.parametrize(
        ("kind", "field", "typed"),
        [
            ("title_question", "question", " "),
            ("title_question", "question", "x" * 2_001),
            ("payoff_letter", "how", "pigeon"),
            ("payoff_letter", "until", "2026-11-22"),
            ("payoff_letter", "until", "soon"),
            ("insurance", "until", "2026-06-01"),
            ("total_loss", "since", "2026-11-24"),
            ("scra", "since", "1999-12-31"),
            ("scra", "since", "2099-01-01"),
        ],
    )
    def test_what_cannot_be_so_is_said_beside_its_field(self, ada, kind, field, typed):
        with pytest.raises(AskRefused) as refused:
            asks(ada, kind, **{field: typed})
        assert refused.value.field == field
        assert rows(ada.db, ServiceRequest) == []

    def test_a_kind_that_does_not_exist_is_refused(self, ada):
        with pytest.raises(AskRefused):
            ask.ask(
                ada.db,
                ada.act,
                contract_ref=ada.ref,
                form_token=new_form_token(),
                kind="hardship",
                typed={},
                now=NOW,
            )


class TestDecided:
    @pytest.mark.parametrize(
        ("kind", "outcome", "status"),
        [
            ("payoff_letter", "sent", "done"),
            ("credit_dispute", "corrected", "granted"),
            ("credit_dispute", "frivolous", "declined"),
            ("complaint", "explained", "declined"),
            ("insurance", "insufficient", "declined"),
        ],
    )
    def test_the_answer_says_what_and_why(self, ada, kind, outcome, status):
        ref = asks(ada, kind)

        decided(ada, ref, outcome, reply="Because of the date.")

        assert (request(ada).status, request(ada).decided_by) == (status, "pat")
        said = KINDS[kind].outcomes[outcome][1]
        assert words(ada.db, "request_moved").paragraphs == (said, "Because of the date.")
        (shown,) = tracked(ada)
        assert (shown.steps[-1].words, shown.reply, shown.clock) == (
            said,
            "Because of the date.",
            (),
        )

    def test_it_is_told_in_the_borrowers_language(self, ada):
        with ada.db.begin() as session:
            session.get_one(Borrower, ada.person.id).language = "es"
        decided(ada, asks(ada, "payoff_letter"), "sent", reply="Por fax.")

        subject = words(ada.db, "request_moved").subject
        assert subject == "Una carta de liquidación para otra persona"

    def test_what_is_no_outcome_of_the_kind_is_refused(self, ada):
        ref = asks(ada, "credit_dispute")

        with pytest.raises(DecisionRefused, match="corrected, verified, frivolous"):
            decided(ada, ref, "granted")
        assert request(ada).status == "review"

    def test_a_new_name_is_the_name_from_then_on(self, ada):
        decided(ada, asks(ada, "name_change"), "granted")

        assert rows(ada.db, Borrower)[0].name == "Ada Lovelace"

    def test_a_declined_name_changes_nothing(self, ada):
        decided(ada, asks(ada, "name_change"), "declined")

        assert rows(ada.db, Borrower)[0].name == "Ada Byron"

    def test_a_title_goes_to_no_new_address_within_ten_days(self, ada):
        ref = asks(ada, "title_address")

        with pytest.raises(DecisionRefused, match="2026-12-03"):
            decided(ada, ref, "granted", at("2026-12-02"))
        decided(ada, ref, "granted", LATER)
        assert request(ada).status == "granted"

    def test_a_total_loss_is_granted_by_its_flag_alone(self, ada):
        ref = asks(ada, "total_loss")
        with pytest.raises(DecisionRefused, match="flag"):
            decided(ada, ref, "granted")

        flag = Flag(
            contract_ref=ada.ref, kind="total_loss", since=date(2026, 11, 20), noted_by="pat"
        )
        flagging.add(ada.db, flag, NOW)
        decided(ada, ref, "granted")

        assert request(ada).status == "granted"

    def test_a_booked_inspection_can_still_be_done(self):
        statuses = {name: status for name, (status, _) in KINDS["inspection"].outcomes.items()}

        assert (statuses["booked"], statuses["done"]) == ("scheduled", "done")

    def test_every_kind_can_be_declined_or_answered_in_words(self):
        for kind in (*KINDS, "unauthorized"):
            outcomes = deciding.outcomes_of(kind)
            assert all(said.endswith(".") for _, said in outcomes.values()), kind


class TestSeen:
    def test_what_is_private_is_nobody_elses(self, db, tmp_path):
        ada, grace = both(db, tmp_path)
        for kind in ("credit_dispute", "name_change", "erasure", "complaint"):
            asks(ada, kind)
        asks(ada, "title_question")

        assert [each.kind for each in tracked(grace)] == ["title_question"]
        assert tracked(grace)[0].own_words == ""

    def test_each_borrower_may_ask_for_what_is_theirs(self, db, tmp_path):
        ada, grace = both(db, tmp_path)

        asks(ada, "name_change")
        asks(grace, "name_change", first="Grace")
        assert len(rows(db, ServiceRequest)) == 2

    def test_everybody_who_is_bound_hears_of_another_address_for_the_title(self, db, tmp_path):
        ada, _ = both(db, tmp_path)

        asks(ada, "title_address")

        assert told(db, "request_moved") == ["ada@example.com", "grace@example.com"]
        assert [row.words for row in rows(db, RequestStep)] == [ask.RECEIVED]
