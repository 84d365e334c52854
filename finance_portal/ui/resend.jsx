// A button with a pause before it: a code takes a while to arrive.
/** @jsxRuntime classic @jsx createElement */
import { createElement, useEffect, useState } from "react";

/** A button that can be pressed again only after a while; `sends` counts what was sent. */
export function Resend({ label, pause, seconds, sends, onSend, ready, paused }) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const end = Date.now() + seconds * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [seconds, sends]);
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return (
    <button
      type="button"
      className={left ? paused : ready}
      aria-disabled={left > 0}
      onClick={() => left || onSend()}
    >
      {left ? `${pause} ${time}` : label}
    </button>
  );
}
