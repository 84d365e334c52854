"""The ways to confirm who one is, as a page offers them."""

import pytest

from finance_portal.services.proofs import Proof
from finance_portal.services.proven_contacts import masked_contacts
from finance_portal.ui.proof_views import first_of, has_code, proof_views
from tests.services.known import login


def test_a_way_says_where_its_code_would_go():
    (view,) = proof_views([Proof.EMAIL], {Proof.EMAIL: "e•••h@example.com"})

    assert (view.proof, view.title) == ("email", "E-mail")
    assert view.detail == "A code to e•••h@example.com"


def test_what_cannot_be_shown_here_is_not_offered():
    assert proof_views([Proof.PASSWORD, Proof.TRUSTED_DEVICE, Proof.IDENTITY], {}) == []


@pytest.mark.parametrize(
    ("ways", "first"),
    [
        ((Proof.PASSKEY, Proof.TEXT, Proof.EMAIL), Proof.PASSKEY),
        ((Proof.AUTHENTICATOR, Proof.EMAIL, Proof.RECOVERY_CODE), Proof.AUTHENTICATOR),
        ((Proof.EMAIL,), Proof.EMAIL),
        ((Proof.EMAIL, Proof.RECOVERY_CODE), Proof.EMAIL),
        ((Proof.TEXT, Proof.EMAIL), None),
        ((Proof.RECOVERY_CODE,), None),
        ((), None),
    ],
)
def test_a_code_is_sent_unasked_only_where_nothing_else_could_be_meant(ways, first):
    assert first_of(ways) is first


def test_no_code_is_typed_for_a_passkey():
    assert [has_code(chosen) for chosen in ("email", "recovery_code", "passkey", "")] == [
        True,
        True,
        False,
        False,
    ]


def test_proven_contacts_are_shown_masked(db):
    elena = login(db, "elena")
    with db.begin() as session:
        row = session.get_one(type(elena), elena.id)
        row.email, row.phone = "elena.hatch@example.com", "+12025550101"

    assert masked_contacts(db, login_id=elena.id) == {
        Proof.EMAIL: "e•••h@example.com",
        Proof.TEXT: "(•••) •••-0101",
    }


def test_a_contact_that_is_not_proven_is_not_shown(db):
    elena = login(db, "elena")
    with db.begin() as session:
        row = session.get_one(type(elena), elena.id)
        row.email, row.phone = None, None

    assert masked_contacts(db, login_id=elena.id) == {}
