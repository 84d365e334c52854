"""The one middleware before every event, whatever brought it. What is not allowed is refused."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import reflex as rx
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import (
    BaseState,
    FrontendEventExceptionState,
    OnLoadInternalState,
    State,
    StateUpdate,
)
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext
from sqlalchemy.exc import SQLAlchemyError

from finance_portal import clock
from finance_portal.language import say, sentence, speak
from finance_portal.services.client_tokens import NOBODY, ClientTokens
from finance_portal.services.pre_auth import PreAuths, PreAuthView, is_on_the_way
from finance_portal.services.sessions import Sessions, SignedIn
from finance_portal.ui import arguments
from finance_portal.ui.arguments import ArgumentsRefused, ArgumentsUnchecked
from finance_portal.ui.session import Policy, policy_of, set_principal, set_way
from finance_portal.ui.session_state import Flash, SessionState

logger = logging.getLogger(__name__)

DENIED = Policy("denied")
PASSIVE = Policy("public", passive=True, reason="The framework draws and reconnects pages by it.")
FRAMEWORK: dict[tuple[type[BaseState], str], Policy] = {
    (State, "hydrate_and_load"): PASSIVE,
    (State, "hydrate"): Policy("internal", passive=True),
    (State, "set_is_hydrated"): Policy("internal", passive=True),
    (OnLoadInternalState, "on_load_internal"): Policy(
        "public", reason="The browser went to another page: this is activity."
    ),
    (OnLoadInternalState, "set_is_hydrated"): Policy("internal", passive=True),
    (FrontendEventExceptionState, "handle_frontend_exception"): PASSIVE,
}

CONFIRM = "confirm:"  # with a purpose: leave for its step-up, and come back
REFUSED = sentence("That did not work. Please reload the page and try again.")
UNREACHABLE = sentence(
    "We cannot reach our records just now. Nothing was changed. Please try again."
)


class UnguardedHandlers(Exception):
    """Handlers that any browser could call, or whose arguments nobody checks."""


class Guard(Middleware):
    """Refuses every event that its handler's policy does not allow."""

    def __init__(self, sessions: Sessions, pre_auths: PreAuths, tokens: ClientTokens) -> None:
        self._sessions = sessions
        self._pre_auths = pre_auths
        self._tokens = tokens

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Return None to let the event through, anything else to stop it."""
        del state
        context = EventContext.get()
        set_principal(None)
        set_way(None)
        policy = policy_for(event.name)
        is_chained = context.parent_txid is not None
        if policy.access == "denied" or (policy.access == "internal" and not is_chained):
            return _refusal(event, policy.access)
        if (ref := self._tokens.ref_of(context.token)) is None:
            return _refusal(event, "token not ours")
        speak(self._tokens.language_of(context.token))
        await self._name_tab(app, context.token)
        try:
            return await self._judge(event, policy, ref, is_activity=not is_chained)
        except SQLAlchemyError:
            logger.exception("event refused: no database")
            return _told(flash=Flash.of("error", say(UNREACHABLE)))

    async def _judge(
        self, event: Event, policy: Policy, ref: str, *, is_activity: bool
    ) -> StateUpdate | None:
        now = clock.now()
        who, way = await self._recognise(ref, now)
        if ref != NOBODY and not is_on_the_way(ref) and who is None:
            return _refusal(event, "session over", session_over="expired")
        if why := _missing(policy, who, way, now):
            return _refusal(event, why, session_over=why)
        try:
            handler = RegistrationContext.get().event_handlers[event.name].handler
            taken = arguments.checked(handler.fn, event.payload)
            _refuse_storage(policy, taken)
        except ArgumentsRefused as refusal:
            return _refusal(event, str(refusal), flash=Flash.of("error", say(REFUSED)))
        event.payload.update(taken)
        set_principal(who)
        set_way(way)
        if who and is_activity and not policy.passive:
            await asyncio.to_thread(self._sessions.touch, who.session_id, now=now)
        return None

    async def _recognise(
        self, ref: str, now: datetime
    ) -> tuple[SignedIn | None, PreAuthView | None]:
        if ref == NOBODY:
            return None, None
        if is_on_the_way(ref):
            return None, await asyncio.to_thread(self._pre_auths.of_ref, ref, now=now)
        return await asyncio.to_thread(self._sessions.of_ref, ref, now=now), None

    async def _name_tab(self, app: rx.App, token: str) -> None:
        """Tell a duplicated tab the name that it has been given, for when it reconnects."""
        if (name := self._tokens.new_name(token)) and (sockets := app.event_namespace):
            await sockets.emit("new_token", name, to=sockets.token_to_sid.get(token))


def _missing(policy: Policy, who: SignedIn | None, way: PreAuthView | None, now: datetime) -> str:
    """Return why the browser has to leave, as SessionWatch understands it; "" when nothing is."""
    if policy.access == "borrower" and who is None:
        return "login"
    if policy.access == "pre_auth" and way is None:
        return "way"
    if policy.fresh and who and not who.is_fresh(policy.fresh, now=now):
        return f"{CONFIRM}{policy.fresh}"
    return ""


def _refuse_storage(policy: Policy, taken: dict[str, Any]) -> None:
    """Raise ArgumentsRefused for vars out of a browser's storage: none of ours is kept there."""
    if policy is PASSIVE and taken.get("vars"):
        raise ArgumentsRefused("vars: none of ours is kept in a browser")


def policy_for(name: str) -> Policy:
    """Return the policy of an event by its full name. What is unknown is denied."""
    if (registered := RegistrationContext.get().event_handlers.get(name)) is None:
        return DENIED
    return _policy(registered.handler.fn, registered.states) or DENIED


def check_policies() -> None:
    """Raise UnguardedHandlers unless every handler of ours says who may trigger it.

    To be called when every page has been added, before anything is served.
    """
    found = []
    for name, registered in RegistrationContext.get().event_handlers.items():
        function = registered.handler.fn
        if _is_framework(function):
            continue
        if policy_of(function) is None:
            found.append(say("{name}: it declares no policy", name=name))
        try:
            arguments.model_of(function)
        except ArgumentsUnchecked as error:
            found.append(f"{name}: {error}")
    if found:
        raise UnguardedHandlers("\n".join(["The portal does not start:", *found]))


def note_browser_error(exception: Exception) -> None:
    """Log what a browser says went wrong there: one short line, whatever was sent."""
    logger.warning("browser error: %s", ascii(str(exception))[:300])


def _policy(function: Callable[..., Any], states: tuple[type[BaseState], ...]) -> Policy | None:
    if (declared := policy_of(function)) is not None:
        return declared
    return FRAMEWORK.get((states[0], function.__name__)) if states else None


def _is_framework(function: Callable[..., Any]) -> bool:
    module = getattr(function, "func", function).__module__
    return module.partition(".")[0] in {"reflex", "reflex_base", "reflex_components_core"}


def _refusal(event: Event, why: str, **told: object) -> StateUpdate:
    known = event.name in RegistrationContext.get().event_handlers
    logger.info("event refused: %s: %s", event.name if known else "unknown", why)
    return _told(**told)


def _told(**told: object) -> StateUpdate:
    """Return an update that shows these vars of SessionState without touching the state."""
    if not told:
        return StateUpdate()
    vars_sent = {name + FIELD_MARKER: value for name, value in told.items()}
    return StateUpdate(delta={SessionState.get_full_name(): vars_sent})
