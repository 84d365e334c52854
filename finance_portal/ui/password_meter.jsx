// Tells how good a new password is while it is typed. It advises: the server alone decides.
/** @jsxRuntime classic @jsx createElement */
import { createElement, useEffect, useState } from "react";

const PAUSE_MS = 250;
const NOTHING = { score: 0, sentence: "", is_good: false, classes: {} };

/** A bar, chips and a sentence for the field `of`: what the server thinks of it. */
export function PasswordMeter({ of, userName, action, chips, looks, className }) {
  const [typed, setTyped] = useState("");
  const [advice, setAdvice] = useState(NOTHING);
  useEffect(() => {
    const field = document.getElementById(of);
    const read = () => setTyped(field.value);
    read();
    field.addEventListener("input", read);
    return () => field.removeEventListener("input", read);
  }, [of]);
  useEffect(() => {
    if (!typed) return setAdvice(NOTHING);
    const superseded = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await advise(action, typed, userName, superseded.signal);
      if (answer) setAdvice(answer);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      superseded.abort();
    };
  }, [typed, action, userName]);
  const full = advice.is_good ? looks.good : looks.weak;
  return (
    <div className={className}>
      <div className={looks.bar} aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} className={step <= advice.score ? full : looks.none} />
        ))}
      </div>
      <ul className={looks.chips}>
        {chips.map(({ rule, sign, meaning }) => (
          <li key={rule} className={advice.classes[rule] ? looks.met : looks.open}>
            <span aria-hidden="true">{sign}</span>
            <span className="sr-only">
              {meaning}: {advice.classes[rule] ? "{%yes%}" : "{%not yet%}"}
            </span>
          </li>
        ))}
      </ul>
      <p role="status" className={looks.sentence}>
        {advice.sentence}
      </p>
    </div>
  );
}

/** Ask what the server thinks of a password. Without an answer nothing is said. */
async function advise(action, password, userName, signal) {
  const name = document.getElementById(userName)?.value ?? "";
  const body = new URLSearchParams({ password, user_name: name });
  try {
    const answer = await fetch(action, { method: "POST", body, signal });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
