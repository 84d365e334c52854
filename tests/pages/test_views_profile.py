"""What the profile page and the page of fees say."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from finance_portal.documents.privacy_notice import CHOICES
from finance_portal.domain.addresses import Address
from finance_portal.domain.late_charge import NO_LATE_CHARGE
from finance_portal.domain.terms import LeaseTerms
from finance_portal.language import speaking
from finance_portal.pages.fees import views as fees
from finance_portal.pages.profile import views
from finance_portal.services.contract_fees import ContractFees
from finance_portal.services.profile.paperless import Step
from finance_portal.services.profile.privacy import Said
from finance_portal.services.profile.reading import Place, Profile
from finance_portal.services.profile.telephones import Number

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
HOME = Address("12 Main Street", "", "Albany", "NY", "12207")
FEES = ContractFees(
    installment=58152, late=2908, grace_days=10, on_banking_days=True, returned=2500, card=0,
    lease=None,
)  # fmt: skip


def profile(**changes):
    known = {
        "legal_name": "Ada Byron",
        "display_name": "",
        "language": "en",
        "email": "a•••a@example.com",
        "text_number": "",
        "held_until": None,
        "numbers": [Number("n1", "(212) 555-0101", "mobile", is_main=True)],
        "mailing": HOME,
        "garaging": None,
        "before": [],
        "mail_held_until": None,
        "is_paperless": True,
        "consents": [Step("given", "2026-11", NOW, "203.0.113.7")],
        "choices": [Said(name, is_out=False, at=None, version="1") for name in CHOICES],
    }
    return views.view(Profile(**known | changes), now=NOW, zone=ZONE)


def test_an_address_is_shown_whole_and_one_that_is_gone_with_its_last_day():
    gone = Place("mailing", HOME, NOW - timedelta(days=9), NOW)
    seen = profile(before=[gone])

    assert seen.mailing == ("12 Main Street", "Albany, NY 12207")
    assert seen.garaging == ()
    assert seen.before[0].line == "12 Main Street, Albany, NY 12207"
    assert seen.before[0].when == "until November 23, 2026"


def test_a_hold_that_is_over_is_not_said():
    assert profile(held_until=NOW - timedelta(minutes=1)).held == ""
    assert profile(held_until=NOW + timedelta(hours=1)).held == "November 23, 2026, 1:00 PM"
    assert profile(mail_held_until=date(2026, 12, 3)).mail_held == "December 3"


def test_a_refused_test_is_in_the_record_and_changes_nothing():
    refused = Step("refused", "2026-11", NOW + timedelta(days=2), "203.0.113.7")
    given = Step("given", "2026-11", NOW, "203.0.113.7")
    seen = profile(consents=[refused, given])

    assert seen.paper_since == "November 23, 2026"
    assert "another word" in seen.consents[0].words
    assert "203.0.113.7" in seen.consents[1].more


def test_the_page_speaks_the_language_of_its_tab():
    with speaking("es"):
        seen = profile()

    assert seen.phones[0].kind == "Móvil"
    assert seen.paper_since == "23 de noviembre de 2026"
    assert "Ada Byron" in seen.legal_name


def test_58_the_fees_of_a_contract_are_those_of_its_rules():
    late, returned, card = fees.lines(FEES)

    assert (late.amount, returned.amount, card.amount) == ("$29.08", "$25.00", "None")
    assert "10 days" in late.words
    assert "$581.52" in late.words


def test_53_a_lease_has_the_fees_of_its_end_too():
    lease = LeaseTerms(
        term=36, first_due_on=date(2026, 1, 1), due_day=1, maturity_on=date(2029, 1, 1),
        base_monthly_payment=75250, late_charge=NO_LATE_CHARGE, disposition_fee=49500,
        purchase_option_fee=35000, excess_mile_rate=25,
    )  # fmt: skip
    found = fees.lines(ContractFees(**vars(FEES) | {"late": 0, "lease": lease}))

    amounts = [each.amount for each in found]
    assert amounts == ["None", "$25.00", "None", "$495.00", "$350.00", "$0.25"]
