from datetime import timedelta

from finance_portal.models.factors import Challenge, OneTimeCode
from finance_portal.models.security import PreAuth
from finance_portal.services import challenges
from finance_portal.services.expired import forget_expired
from finance_portal.services.pre_auth import Journey, Step
from tests.api.doors import HOME, NOON, pre_auths_of, rows, second_factor_of


def begin(db, now):
    with db.begin() as session:
        new = pre_auths_of(db).begin(
            session, journey=Journey.SIGN_IN, step=Step.VERIFY, client=HOME, now=now
        )
        challenges.issue(session, owner=new.ref, purpose="verify", now=now)
        second_factor_of(db).codes.issue(
            session, owner=new.ref, purpose="verify", channel="email", contact="a@b.c", now=now
        )


def test_what_expired_a_day_ago_is_removed_and_nothing_else(db):
    begin(db, NOON - timedelta(days=2))
    begin(db, NOON)

    assert forget_expired(db, now=NOON) == 3
    assert forget_expired(db, now=NOON) == 0
    assert [len(rows(db, table)) for table in (PreAuth, Challenge, OneTimeCode)] == [1, 1, 1]
