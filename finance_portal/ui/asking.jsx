// Its own file, so that only the pages that ask again load it.
import { useEffect } from "react";

/** Call `onAsk` every `after` seconds while the page is visible; never for 0. */
export function AskAgain({ after, onAsk }) {
  useEffect(() => {
    if (!after) return undefined;
    const ask = () => document.hidden || onAsk();
    const timer = setInterval(ask, after * 1000);
    return () => clearInterval(timer);
  }, [after]);
  return null;
}
