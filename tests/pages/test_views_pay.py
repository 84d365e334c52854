from dataclasses import replace
from datetime import date

import pytest

from finance_portal.domain.cents import parse_dollars
from finance_portal.pages.pay.views import CHANGED, choices, preview
from finance_portal.services.payments import Option
from tests.pages import sample
from tests.pages.sample import CARD, CHECKING


class TestTheForm:
    def test_offers_each_amount_with_what_it_is(self):
        options = choices(sample.choices(), wanted="").options

        assert [(option.title, option.amount) for option in options] == [
            ("Amount due", "$1,004.91"),
            ("Pay it off", "$40,101.23"),
        ]

    @pytest.mark.parametrize(
        ("wanted", "chosen"), [("", "due"), ("payoff", "payoff"), ("nonsense", "due")]
    )
    def test_has_one_choice_made(self, wanted, chosen):
        options = choices(sample.choices(), wanted=wanted).options

        assert [option.choice for option in options if option.is_chosen] == [chosen]

    def test_opens_the_other_amount_when_asked(self):
        form = choices(sample.choices(), wanted="other")

        assert form.asks_other
        assert not any(option.is_chosen for option in form.options)

    def test_says_what_makes_up_the_past_due_amount(self):
        found = sample.choices(
            options=[Option(choice="past_due", amount=749_65)], past_due=685_38, fees=64_27
        )

        (option,) = choices(found, wanted="").options

        assert option.note.startswith("$685.38 past due and $64.27 in charges and fees.")

    def test_does_not_call_open_fees_past_due(self):
        found = sample.choices(options=[Option(choice="past_due", amount=34_27)], fees=34_27)

        (option,) = choices(found, wanted="").options

        assert option.title == "Open charges and fees"

    def test_chooses_the_first_method_that_can_be_used(self):
        closed = replace(CHECKING, usable=False, why_not="The account is closed.")

        methods = choices(sample.choices(methods=[closed, CARD]), wanted="").methods

        assert [(method.is_usable, method.is_chosen) for method in methods] == [
            (False, False),
            (True, True),
        ]
        assert methods[0].note == "The account is closed."

    def test_keeps_the_method_that_was_chosen(self):
        methods = choices(sample.choices(), wanted="", method="m2").methods

        assert [method.ref for method in methods if method.is_chosen] == ["m2"]

    def test_says_when_each_method_settles(self):
        bank, card = choices(sample.choices(), wanted="").methods

        assert (bank.note, card.note) == (
            "Settles by Nov 30, 2026. No fee.",
            "Posts at once. No fee.",
        )

    def test_says_that_a_payment_on_its_way_is_taken_off(self):
        assert "$200.00" in choices(sample.choices(in_flight=200_00), wanted="").in_flight

    def test_is_not_there_when_nothing_is_owed(self):
        assert not choices(sample.choices(options=[], maximum=0), wanted="").is_payable


class TestThePreview:
    def test_shows_each_cent(self):
        parts = preview(sample.review(interest=290_52, principal=650_12, fees=64_27)).parts

        assert sum(parse_dollars(part.amount) for part in parts) == 1_004_91

    def test_says_what_is_due_next(self):
        facts = {fact.label: fact.value for fact in preview(sample.review()).facts}

        assert facts == {
            "Counts as paid on": "Mon, Nov 23, 2026",
            "Leaves your account": "by Mon, Nov 30, 2026",
            "Balance after it": "$39,096.32",
            "Next payment": "$1,004.91 due Jan 1, 2027",
        }

    def test_says_that_a_payoff_closes_the_contract(self):
        facts = preview(sample.review(closes=True, next_due_on=None)).facts

        assert facts[-1].value == "None, this closes the contract"

    def test_speaks_of_what_is_left_to_pay_on_a_lease(self):
        facts = preview(sample.review(is_lease=True)).facts

        assert facts[2].label == "Left to pay after it"

    def test_warns_of_what_stays_open(self):
        (note,) = preview(sample.review(past_due_after=100_00, fees_after=34_27)).notes

        assert "$134.27 stays open" in note

    def test_says_when_it_is_not_what_was_shown_before(self):
        assert preview(sample.review(), is_changed=True).notes == [CHANGED]

    def test_names_the_day_of_a_card(self):
        facts = preview(sample.review(method=CARD, settles_on=date(2026, 11, 23))).facts

        assert facts[1].value == "Nov 23, 2026, at once"
