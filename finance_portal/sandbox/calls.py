"""What every operation is given, and the questions that all of them ask."""

from collections.abc import Iterable
from dataclasses import dataclass

from finance_portal.sandbox.parameters import Params
from finance_portal.sandbox.refusals import NOT_FOUND, missing_object, wrong_parameter
from finance_portal.sandbox.store import ENDLESS, Store, Thing

SMALLEST_PAGE, USUAL_PAGE, LARGEST_PAGE = 1, 10, 100


@dataclass(frozen=True)
class Call:
    """One request that was let in: typed parameters, and the id in its path if there is one."""

    store: Store
    params: Params
    id: str = ""


def in_path(call: Call, kind: str, param: str = "id") -> Thing:
    """Return the object whose id stands in the path. Raises Refusal (404)."""
    found = call.store.find(kind, call.id)
    if found is None:
        raise missing_object(kind, call.id, param, NOT_FOUND)
    return found


def in_params(call: Call, kind: str, param: str) -> Thing | None:
    """Return the object that a parameter names, or None without that parameter. Raises Refusal."""
    wanted = call.params.get(param)
    if wanted is None:
        return None
    found = call.store.find(kind, wanted)
    if found is None:
        raise missing_object(kind, wanted, param)
    return found


def listed(call: Call, kind: str, url: str, filters: Iterable[str] = (), **fields: str) -> Thing:
    """Return a page of the objects of a kind, newest first, as far as cursor and limit say."""
    wanted = {name: call.params[name] for name in filters if name in call.params} | fields
    limit = call.params.get("limit", USUAL_PAGE)
    if not SMALLEST_PAGE <= limit <= LARGEST_PAGE:
        raise wrong_parameter("limit", "integer", limit)
    since, until = _window(call.params.get("created", {}))
    after, before = (_cursor(call, kind, name) for name in ("starting_after", "ending_before"))
    found = call.store.page(
        kind, wanted, since=since, until=until, after=after, before=before, limit=limit + 1
    )
    page = found[-limit:] if before else found[:limit]
    return {"object": "list", "data": page, "has_more": len(found) > limit, "url": url}


def _cursor(call: Call, kind: str, param: str) -> str | None:
    thing = in_params(call, kind, param)
    return thing["id"] if thing else None


def _window(created: dict[str, int] | int) -> tuple[int, int]:
    """Return the first and the last second that `created` allows."""
    if isinstance(created, int):
        return created, created
    since = max(created.get("gte", 0), created.get("gt", -1) + 1)
    return since, min(created.get("lte", ENDLESS), created.get("lt", ENDLESS) - 1)
