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
    hooks: dict[str, VarData | None] = {
        f"const [{variable}, set_{variable}] = useState('')": None,
        f"useEffect(() => {{ set_{variable}(new URLSearchParams(window.location.search)"
        f".get({name!r}) ?? '') }}, [])": None,
    }
    imports = {"react": [rx.ImportVar("useState"), rx.ImportVar("useEffect")]}
    return rx.Var(variable, _var_data=VarData(hooks=hooks, imports=imports)).to(str)
