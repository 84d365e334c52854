"""Forms that no page of ours sends, at every route, over a real connection."""

import pytest

from tests.perimeter import junk
from tests.perimeter.inventory import routes
from tests.perimeter.test_fuzz import DEFECT
from tests.perimeter.test_routes import welcome
from tests.perimeter.visitors import ALICE, MALLORY, NOBODY

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    pytest.mark.xdist_group("junk"),
    pytest.mark.parametrize("world", ["postgresql"], indirect=True),
]

EACH = 20  # some of them have a password hashed, which is slow on purpose
ENDS_SESSIONS = "/auth/sign-out"
FORMS = [one for one in routes() if one.path.startswith("/auth/") and one.method == "POST"]


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_case_01_case_25_r5_a_junk_form_of_nobodys_does_nothing(world, route):
    before, mark = world.rows(), world.mark()

    said = thrown_at(world, route, NOBODY)

    assert world.rows() == before
    assert harm_in(world, said, mark) == []


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_case_04_case_25_r5_a_junk_form_of_somebody_who_may_is_no_defect(world, route):
    if route.path.startswith(ENDS_SESSIONS):
        return  # it needs no field: junk or not, it signs out
    mark = world.mark()

    said = thrown_at(world, route, somebody(route))

    assert harm_in(world, said, mark) == []


def somebody(route):
    """Return one who may use a route, signed in where that is possible."""
    who = welcome(route.policy)
    return MALLORY if MALLORY in who else min(who)


def thrown_at(world, route, who):
    """Send a route its junk, and return all that came back."""
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": world.visitors[who],
        "Origin": world.origin,
    }
    with world.client() as client:
        answers = [
            client.post(route.path, content=body, headers=headers)
            for body in junk.forms(route.path, EACH)
        ]
    assert {one.status_code for one in answers} <= {200, 303, 400, 403, 413, 415, 422, 429}
    return "".join(f"{one.headers}\n{one.text}\n" for one in answers)


def harm_in(world, said, mark):
    """Return what should not have been said, to whoever sent the junk or to the log."""
    logged = world.said(mark)
    alices = [*world.words_of(ALICE), *world.refs_of(ALICE)]
    return [
        *DEFECT.findall(said),
        *(one for one in alices if one in said or one in logged),
        *(line for line in logged.splitlines() if junk.CANARY in line or "Traceback" in line),
    ]
