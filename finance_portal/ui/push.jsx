// Turns notices on in this browser: asks for permission, subscribes, and tells the portal.
/** @jsxRuntime classic @jsx createElement */
import { createElement, useEffect, useState } from "react";

const WORKER = "/sw.js";
const SAID = {
  none: "{%This browser cannot show notices while the portal is closed.%}",
  denied: "{%This browser does not let us show notices. Allow it in the browser's settings.%}",
  failed: "{%This browser could not be reached. Nothing was changed. Please try again.%}",
  done: "{%This device shows our notices from now on.%}",
};

/** A button that adds this browser; `onDone` is called when the portal has it. */
export function PushSwitch({ action, serverKey, label, look, said, onDone }) {
  const [state, setState] = useState("");
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setState(first()), []);
  const add = async () => {
    if (isBusy) return;
    setBusy(true);
    const came = await subscribe(action, serverKey).catch(() => "failed");
    setState(came);
    setBusy(false);
    if (came === "done") onDone?.();
  };
  return (
    <div>
      <button
        type="button"
        className={look}
        disabled={state === "none"}
        aria-disabled={isBusy}
        onClick={add}
      >
        {label}
      </button>
      <p role="status" className={said}>
        {SAID[state] ?? ""}
      </p>
    </div>
  );
}

function first() {
  const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!can) return "none";
  return Notification.permission === "denied" ? "denied" : "";
}

async function subscribe(action, serverKey) {
  if ((await Notification.requestPermission()) !== "granted") return "denied";
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  const wanted = { userVisibleOnly: true, applicationServerKey: serverKey };
  const made = await pushManager.subscribe(wanted).catch(() => anew(pushManager, wanted));
  const { endpoint, keys } = made.toJSON();
  const answer = await fetch(action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth }),
  });
  return answer.ok ? "done" : "failed";
}

/** A subscription under an older key of ours gives way to a new one. */
async function anew(pushManager, wanted) {
  const old = await pushManager.getSubscription();
  await old?.unsubscribe();
  return pushManager.subscribe(wanted);
}
