// Its own file, so that only the page with messages loads it.
import { useEffect } from "react";

/** Call `onSeen` with `number` as soon as the page is looked at; bring what is newest into view. */
export function Seen({ number, end, onSeen }) {
  useEffect(() => {
    if (!number) return undefined;
    const see = () => document.hidden || onSeen(number);
    document.getElementById(end)?.scrollIntoView({ block: "nearest" });
    see();
    document.addEventListener("visibilitychange", see);
    return () => document.removeEventListener("visibilitychange", see);
  }, [number]);
  return null;
}
