// Posts a form by fetch: what was typed stays, and what is wrong stands beside its field.
// Until this script runs the browser posts the form itself, and is answered by a redirect.
import { createElement, useEffect, useRef } from "react";

const PASSKEYS = "/external/finance_portal/ui/auth_form/passkey.js";
const LOST = "{%We could not reach the server. Nothing was changed. Please try again.%}";
const FAILED = "{%Something went wrong on our side. Please try again.%}";
const SLOW = "{%Too many tries. Please wait a minute, then try again.%}";

/** A form that is answered by JSON: go, errors, show or passkey (see auth_form.py). */
export function AuthForm({ onDone, refusals, ...props }) {
  const self = useRef(null);
  const isBusy = useRef(false);
  useEffect(() => {
    const query = new URLSearchParams(window.location.search);
    for (const field of self.current.querySelectorAll("[data-query]")) {
      field.value = query.get(field.name) ?? "";
    }
    const code = refusals && query.get("error");
    if (code) tell(self.current, { error: refusals[code] ?? FAILED });
  }, []);
  const submit = async (event) => {
    event.preventDefault();
    if (isBusy.current) return;
    const form = self.current;
    const button = event.nativeEvent.submitter;
    isBusy.current = true;
    form.setAttribute("aria-busy", "true");
    const rest = wait(button);
    tell(form, {});
    const answer = await ask(form.getAttribute("action"), new FormData(form, button));
    if (answer.go) return window.location.assign(answer.go);
    isBusy.current = false;
    form.removeAttribute("aria-busy");
    form.dispatchEvent(new Event("answered"));
    rest();
    tell(form, answer);
    if (answer.error || Object.keys(answer.errors ?? {}).length) return mend(form);
    form.reset();
    show(answer);
    onDone?.();
  };
  return createElement("form", {
    ...props,
    ref: self,
    method: "post",
    onSubmit: submit,
    onInvalidCapture: refuse,
    onClick: showPassword,
    onKeyUp: tellCapsLock,
    onInput: keepDigits,
  });
}

function showPassword({ target }) {
  const button = target.closest("[aria-pressed]");
  if (!button) return;
  const isShown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", isShown);
  button.previousSibling.type = isShown ? "text" : "password";
}

function tellCapsLock(event) {
  const place = document.getElementById(`${event.target.id}-caps`);
  if (place) place.textContent = event.getModifierState("CapsLock") ? "{%Caps Lock is on.%}" : "";
}

/** A code is often pasted with spaces. */
function keepDigits({ target }) {
  if (target.autocomplete === "one-time-code") target.value = target.value.replace(/\D/g, "");
}

/** The browser's own bubble goes away by itself; these words stay, and look like all others. */
function refuse(event) {
  const field = event.target;
  const { form, name, dataset, validationMessage } = field;
  event.preventDefault();
  if (field !== form.querySelector("input:invalid")) return;
  tell(form, { errors: { [name]: dataset.missing ?? validationMessage } });
  mend(form);
}

async function ask(action, fields) {
  const answer = await post(action, fields);
  if (!answer.passkey) return answer;
  const script = await import(/* @vite-ignore */ PASSKEYS).catch(() => null);
  if (!script) return { error: LOST };
  try {
    const credential = await script.answerPasskey(answer.passkey, answer.kind);
    const more = Object.entries({ ...answer.fields, credential });
    for (const [name, words] of more) fields.set(name, words);
  } catch (error) {
    return { error: error.message };
  }
  return post(answer.then, fields);
}

async function post(action, fields) {
  try {
    const answer = await fetch(action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: fields.has("file") ? fields : new URLSearchParams(fields),
    });
    const unread = { error: answer.status === 429 ? SLOW : FAILED };
    return await answer.json().catch(() => unread);
  } catch {
    return { error: LOST };
  }
}

/** Make a button say that it works; the answer makes it stop. */
function wait(button) {
  if (!button) return () => {};
  const words = button.textContent;
  button.setAttribute("aria-disabled", "true");
  if (button.dataset.busy) button.textContent = button.dataset.busy;
  return () => {
    button.setAttribute("aria-disabled", "false");
    if (button.dataset.busy) button.textContent = words;
  };
}

/** Write each sentence beside its field, and what belongs to no field above them all. */
function tell(form, { error = "", errors = {}, say = "" }) {
  const left = { ...errors };
  const slots = [...form.querySelectorAll("[data-error]")];
  for (const slot of slots) {
    const name = slot.dataset.error;
    write(slot, left[name] ?? "");
    delete left[name];
    for (const field of form.querySelectorAll(`[name="${name}"]`)) {
      field.setAttribute("aria-invalid", String(!slot.hidden));
    }
  }
  write(form.querySelector("[data-alert]"), [error, ...Object.values(left)].join(" ").trim());
  write(form.querySelector("[data-say]"), say);
}

function write(place, words) {
  place.lastChild.textContent = words;
  place.hidden = !words;
}

/** Lead to what is wrong. A code is typed anew, everything else stays. */
function mend(form) {
  const code = form.querySelector("[autocomplete=one-time-code]");
  if (code) code.value = "";
  (form.querySelector("[aria-invalid=true]") ?? code)?.focus();
}

/** Put what was sent into its places, for as long as it may be seen. */
function show({ show: sent = {}, reveal, hide_after: seconds }) {
  const section = document.getElementById(reveal);
  const put = (isShown) => {
    for (const [id, words] of Object.entries(sent)) {
      const place = document.getElementById(id);
      place[{ IMG: "src", INPUT: "value" }[place.tagName] ?? "textContent"] = isShown ? words : "";
    }
    if (section) section.hidden = !isShown;
  };
  put(true);
  section?.focus();
  if (seconds) setTimeout(put, seconds * 1000, false);
}
