"""Those whom Alice let in: each is shown what was given, and changes nothing of hers."""

import pytest

from finance_portal.domain.rights import GIVEN, Right
from finance_portal.ui import routes
from tests.perimeter.inventory import events
from tests.perimeter.tab import Tab
from tests.perimeter.test_foreign import places, told
from tests.perimeter.visitors import ALICE, delegate

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    pytest.mark.xdist_group("names"),
    pytest.mark.parametrize("world", ["postgresql"], indirect=True),
]

# The pages that are open to a delegate, by their names in the access log, and the right of each.
OPEN = {
    "overview": Right.SEE,
    "history": Right.SEE,
    "schedule": Right.SEE,
    "on-a-day": Right.SEE,
    "what-if": Right.SEE,
    "pay": Right.PAY,
    "documents": Right.DOCUMENTS,
}
OURS = [event for event in events() if event.is_ours and event.policy.access == "borrower"]
LOADS = [event for event in OURS if event.name.rsplit(".", 1)[-1].startswith("load")]
OTHERS = [event for event in OURS if event not in LOADS and event.policy.fresh is None]
TO_THEMSELVES = ("send_again", "end_others", "give_up")
NOTED = ("access_look", "document_seen", "security_event", "portal_session")


@pytest.mark.parametrize("preset", GIVEN)
async def test_case_43_each_page_opens_to_a_delegate_as_the_table_says(world, preset):
    contract, mark = world.contract_of(ALICE), world.mark()

    async with Tab(world, world.visitors[delegate(preset)]) as tab:
        for event in LOADS:
            await told(tab, event, {"query": {"account": None}}, contract)

    seen = world.looks_of(f"Helper {preset}")
    assert seen == {what for what, right in OPEN.items() if right in GIVEN[preset]}
    assert "Traceback" not in world.said(mark)


@pytest.mark.parametrize("preset", GIVEN)
def test_case_44_papers_open_to_a_delegate_who_may_read_them_alone(world, preset):
    contract = world.contract_of(ALICE)
    with world.client() as client:
        cookie = {"Cookie": world.visitors[delegate(preset)]}
        table = client.get(f"{routes.SCHEDULE_CSV}?account={contract}", headers=cookie)
        found = {
            kind: client.get(f"{routes.DOCUMENT}?ref={ref}", headers=cookie).status_code
            for kind, ref in world.papers_of(ALICE).items()
        }

    assert table.status_code == 200
    assert found
    may = Right.DOCUMENTS in GIVEN[preset]
    assert {status for kind, status in found.items() if kind == "statement"} == {
        200 if may else 404
    }
    assert {status for kind, status in found.items() if kind in {"notice", "agreement"}} <= {404}


async def test_case_02_a_delegate_changes_nothing_of_alices_by_any_event(world):
    before, mark, theirs = untouched(world), world.mark(), world.kinds_of(ALICE)

    async with Tab(world, world.visitors[delegate("helper")]) as tab:
        for event in OTHERS:
            if event.name.endswith(TO_THEMSELVES):
                continue
            for place in places(event):
                for ref in theirs:
                    await told(tab, event, place, ref)

    assert untouched(world) == before
    assert "Traceback" not in world.said(mark)


def untouched(world):
    return {table: rows for table, rows in world.rows().items() if table not in NOTED}
