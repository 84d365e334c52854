// What stands after the # of an address is never sent to a server, nor kept by this page.
import { createElement, useEffect, useRef } from "react";

/** A hidden field with the fragment of the address, which is then taken out of the history. */
export function FragmentField({ name }) {
  const field = useRef(null);
  useEffect(() => {
    const { hash, pathname } = window.location;
    if (!hash) return;
    field.current.value = hash.slice(1);
    window.history.replaceState(window.history.state, "", pathname);
  }, []);
  return createElement("input", { type: "hidden", name, ref: field });
}
