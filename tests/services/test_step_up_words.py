"""Every purpose of a step-up is said in words: the confirm page and its notice need them."""

from finance_portal.notices.security import CONFIRMED
from finance_portal.services.proofs import Purpose


def test_every_purpose_of_a_step_up_has_words():
    assert set(CONFIRMED) == set(Purpose)
