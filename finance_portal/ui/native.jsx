// What needs the browser itself. No handler ever sends code to run: the CSP forbids it.
import { useEffect, useState } from "react";

const SHOWN_FOR_MS = 8000;

/** A form that says from which page it was sent, so that it is answered with that page. */
export function FormOfPage(props) {
  const remember = (event) => {
    event.target.elements.next.value = window.location.pathname + window.location.search;
  };
  return (
    <form {...props} method="post" onSubmit={remember}>
      <input type="hidden" name="next" />
      {props.children}
    </form>
  );
}

/** Leave this page for `to` by a real navigation, as soon as it is set. */
export function HardNav({ to }) {
  useEffect(() => {
    if (to) window.location.replace(to);
  }, [to]);
  return null;
}

/** Leave when the session is over: to sign-in, or to a step-up, and say where to return. */
export function SessionWatch({ over, signIn, confirm, home }) {
  useEffect(() => {
    if (!over) return;
    const { pathname, search } = window.location;
    if (over === "renewed") return reload();
    if (over === "shared") return window.location.replace(home);
    const purpose = over.split("confirm:")[1];
    const query = new URLSearchParams(purpose ? { for: purpose } : { over });
    if (over !== "signed-out") query.set("next", pathname + search);
    window.location.replace(`${purpose ? confirm : signIn}?${query}`);
  }, [over, signIn, confirm, home]);
  useEffect(() => {
    // A page kept by the back button may show what its session no longer may see.
    const refresh = (event) => event.persisted && window.location.reload();
    window.addEventListener("pageshow", refresh);
    return () => window.removeEventListener("pageshow", refresh);
  }, []);
  return null;
}

/** Read the page anew; where a form is being posted (auth_form.jsx) its answer says what is next. */
function reload() {
  const posting = document.querySelector("form[aria-busy=true]");
  const anew = () => window.location.reload();
  return posting ? posting.addEventListener("answered", anew, { once: true }) : anew();
}

/** Show and announce each message once; an error stays until it is dismissed. */
export function FlashBridge({ flash, dismiss, looks, className }) {
  const [shown, setShown] = useState(null);
  useEffect(() => {
    if (flash?.text) setShown(flash);
  }, [flash?.n]);
  const isError = shown?.level === "error";
  useEffect(() => {
    if (!shown || isError) return undefined;
    const timer = setTimeout(() => setShown(null), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [shown, isError]);
  const message = shown && (
    <div className={looks?.[shown.level]} data-testid="flash" data-level={shown.level}>
      <span>{shown.text}</span>
      <button
        type="button"
        aria-label={dismiss}
        className="grid size-6 shrink-0 cursor-pointer place-items-center"
        onClick={() => setShown(null)}
      >
        ×
      </button>
    </div>
  );
  return (
    <div className={className}>
      <div role="status">{isError ? null : message}</div>
      <div role="alert">{isError ? message : null}</div>
    </div>
  );
}
