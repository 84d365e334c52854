// What stands after the # of an address is never sent to a server, nor kept by this page.
import { createElement, useEffect, useRef } from "react";

let taken = ""; // for the other forms of the page: in memory alone, and gone with the page

/** A hidden field with the fragment of the address, which is then taken out of the history. */
export function FragmentField({ name }) {
  const field = useRef(null);
  useEffect(() => {
    const { hash, pathname } = window.location;
    if (hash) taken = hash.slice(1);
    field.current.value = taken;
    if (!hash) return;
    window.history.replaceState(window.history.state, "", pathname);
  }, []);
  return createElement("input", { type: "hidden", name, ref: field });
}
