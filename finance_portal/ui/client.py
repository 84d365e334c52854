"""What happens in the browser alone, compiled into the page: nothing here is evaluated later."""

from typing import Any

import reflex as rx
from reflex.vars import VarData


def local(code: str, *needs: rx.Var[Any]) -> Any:
    """Return an event trigger that runs at once, without the queue of events.

    In the code, `e` is the event. `needs` are the vars whose hooks the code uses.
    """
    data = VarData.merge(*[var._get_all_var_data() for var in needs])  # noqa: SLF001 - no public way
    return rx.Var(f"((e) => {{ {code} }})", _var_data=data).to(rx.EventChain)


def query(name: str) -> rx.Var[str]:
    """Return a parameter of the page's address; "" while the page is not yet alive."""
    variable = f"query_{name}"
    return _state(
        variable,
        "''",
        f"set_{variable}(new URLSearchParams(window.location.search).get({name!r}) ?? '')",
    ).to(str)


def is_offline() -> rx.Var[bool]:
    """Tell whether the device has no network at all; it knows that before any socket does."""
    return _state(
        "offline",
        "false",
        "const look = () => set_offline(!navigator.onLine); look();"
        " window.addEventListener('online', look); window.addEventListener('offline', look);"
        " return () => { window.removeEventListener('online', look);"
        " window.removeEventListener('offline', look) }",
    ).to(bool)


def own_time(instant: str | rx.Var[str]) -> rx.Var[str]:
    """Return an instant (ISO 8601) on the borrower's own clock: "Mon, Nov 30, 4:00 PM PST".

    It is written in the language of the page, as they write it in this country.
    """
    how = (
        "{weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit',"
        " timeZoneName: 'short'}"
    )
    at = rx.Var.create(instant)
    locale = "`${document.documentElement.lang}-US`"
    said = f"({at!s} ? new Date({at!s}).toLocaleString({locale}, {how}) : '')"
    return rx.Var(said, _var_data=at._get_all_var_data()).to(str)  # noqa: SLF001 - no public way


def _state(name: str, first: str, effect: str) -> rx.Var[Any]:
    """Return a value that the browser keeps for itself, set by an effect when the page is alive."""
    hooks: dict[str, VarData | None] = {
        f"const [{name}, set_{name}] = useState({first})": None,
        f"useEffect(() => {{ {effect} }}, [])": None,
    }
    imports = {"react": [rx.ImportVar("useState"), rx.ImportVar("useEffect")]}
    return rx.Var(name, _var_data=VarData(hooks=hooks, imports=imports))
