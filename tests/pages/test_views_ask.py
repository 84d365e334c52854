"""What the pages of asking and reporting say, in both languages."""

from datetime import date

import pytest

from finance_portal.domain.cents import dollars
from finance_portal.language import speaking
from finance_portal.pages.ask import views as asking
from finance_portal.pages.report import views as reporting
from finance_portal.pages.requests import views as requests
from finance_portal.services.asking.catalogue import KINDS
from finance_portal.services.unauthorized.showing import Case, Drawn, Reportable, Stopped
from tests.pages.test_views_relief import tracked

TODAY = date(2026, 11, 23)
DRAWN = Drawn(
    ref="p1",
    on=TODAY,
    amount=123_45,
    method="Checking ••6789",
    origin="autopay",
    status="processing",
)
CASE = Case(
    ref="c" * 24,
    asked_on=TODAY,
    payments=(DRAWN,),
    stopped=(
        Stopped(kind="method", name="Checking ••6789"),
        Stopped(kind="autopay", name="2026 Sedan"),
        Stopped(kind="scheduled", name="2026 Sedan", amount=50_00, on=date(2026, 12, 19)),
    ),
    bank_by=date(2027, 1, 26),
    answer_by=date(2026, 12, 8),
    final_by=date(2027, 1, 7),
)


class TestAsking:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("language", ["en", "es"])
    def test_every_form_says_what_it_asks_and_when_it_is_answered(self, kind, language):
        with speaking(language):
            view = asking.form(kind, {"line-1": "A payment"}, TODAY)

        assert view.title
        assert asking.QUESTIONS[kind]
        assert all("{" not in words for words in view.clock)

    def test_the_items_of_the_account_are_offered_in_their_own_words(self):
        view = asking.form("credit_dispute", {"line-1": "Late charge"}, TODAY)

        assert [each.words for each in view.options] == ["Late charge"]

    def test_every_kind_leads_to_its_form_on_the_contract(self):
        (link,) = asking.directory(["insurance"], "c1")

        assert link.href == "/ask?account=c1&kind=insurance"


class TestTracked:
    def test_a_request_with_marks_says_each_and_by_which_rule(self):
        (shown,), _ = requests.requests(
            (tracked(kind="insurance", clock=((TODAY, "We answer.", "our promise"),)),),
            today=TODAY,
        )

        assert [(each.label, each.value) for each in shown.marks] == [("our promise", "We answer.")]
        assert (shown.clock, shown.has_number) == ("", True)

    def test_when_its_day_is_over_we_say_that_we_are_late(self):
        (shown,), _ = requests.requests(
            (tracked(kind="insurance", clock=((TODAY, "We answer.", "our promise"),)),),
            today=date(2026, 12, 24),
        )

        assert (shown.marks, "late" in shown.clock) == ([], True)

    def test_a_report_is_never_taken_back_by_a_click(self):
        (shown,), _ = requests.requests((tracked(kind="unauthorized"),), today=TODAY)

        assert (shown.can_withdraw, shown.href) == (False, "/report?account=c1")


class TestReport:
    def test_what_the_address_names_is_ticked(self):
        found = Reportable((DRAWN,), (), None)

        view = reporting.view(found, chosen=("p1", ""), today=TODAY)

        assert [each.is_chosen for each in view.payments] == [True]
        assert view.payments[0].detail == "Checking ••6789, by autopay"

    def test_only_what_is_ticked_is_read(self):
        told = reporting.read({"payment-p1": "on", "method-m1": "", "details": " It was not me. "})

        assert (told.payments, told.methods, told.is_sign_in) == (("p1",), (), False)
        assert told.details == "It was not me."

    @pytest.mark.parametrize(
        ("status", "said"),
        [
            ("processing", "we cannot call it back"),
            ("submitting", "we cannot call it back"),
            ("canceled", "stopped before it left"),
            ("returned", "taken it back"),
            ("settled", "Your bank can take it back"),
        ],
    )
    def test_it_says_honestly_how_far_a_payment_has_come(self, status, said):
        payment = Drawn(
            ref="p1", on=TODAY, amount=1_00, method="-", origin="borrower", status=status
        )
        case = Case(**vars(CASE) | {"payments": (payment,)})
        view = reporting.view(Reportable((), (), case), chosen=("", ""), today=TODAY)

        assert said in view.case.payments[0]

    @pytest.mark.parametrize("language", ["en", "es"])
    def test_the_case_says_what_is_stopped_and_what_happens_when(self, language):
        with speaking(language):
            view = reporting.view(Reportable((), (), CASE), chosen=("", ""), today=TODAY).case

        assert "Checking ••6789" in view.stopped[0]
        assert dollars(50_00) in view.stopped[2]
        assert len(view.clock) == 4
        assert not any("{" in each.label + each.value for each in view.clock)
