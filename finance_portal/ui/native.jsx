// What needs the browser itself. No handler ever sends code to run: the CSP forbids it.
import { useEffect, useState } from "react";

const SHOWN_FOR_MS = 8000;

/** Leave this page for `to` by a real navigation, as soon as it is set. */
export function HardNav({ to }) {
  useEffect(() => {
    if (to) window.location.replace(to);
  }, [to]);
  return null;
}

/** Go to sign-in when the session is over; unless the borrower ended it, say where to return. */
export function SessionWatch({ over, signIn }) {
  useEffect(() => {
    if (!over) return;
    const query = new URLSearchParams({ over });
    if (over !== "signed-out") query.set("next", window.location.pathname);
    window.location.replace(`${signIn}?${query}`);
  }, [over, signIn]);
  useEffect(() => {
    // A page kept by the back button may show what its session no longer may see.
    const refresh = (event) => event.persisted && window.location.reload();
    window.addEventListener("pageshow", refresh);
    return () => window.removeEventListener("pageshow", refresh);
  }, []);
  return null;
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
      <button type="button" aria-label={dismiss} onClick={() => setShown(null)}>
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
