// Puts what is new into a page of the desk that is open; what is being typed is never touched.
"use strict";

const EVERY = 2000;
const NEAR = 48;
const title = document.title;
const live = document.getElementById("live");

function isAtEnd(log) {
  return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
}

function toEnd() {
  const log = live.querySelector("[role=log]");
  if (log) log.scrollTop = log.scrollHeight;
}

// A log only grows, so that a screen reader says what was added and nothing else.
function grow(log, anew) {
  const wasAtEnd = isAtEnd(log);
  const known = log.children.length;
  [...anew.children].slice(known).forEach((line) => log.append(line));
  if (wasAtEnd) log.scrollTop = log.scrollHeight;
}

function put(html) {
  const anew = new DOMParser().parseFromString(html, "text/html").getElementById("live");
  for (const part of anew.querySelectorAll("[data-part]")) {
    const old = live.querySelector(`[data-part="${part.dataset.part}"]`);
    if (part.getAttribute("role") === "log") grow(old, part);
    else if (old.innerHTML !== part.innerHTML) {
      const focused = old.contains(document.activeElement) && document.activeElement.getAttribute("href");
      old.replaceChildren(...part.childNodes);
      if (focused) old.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
    }
  }
  Object.assign(live.dataset, { seen: anew.dataset.seen, waits: anew.dataset.waits ?? 0 });
  count();
}

function count() {
  const waits = Number(live.dataset.waits ?? 0);
  document.title = waits ? `(${waits}) ${title}` : title;
}

function tell(id) {
  for (const each of document.querySelectorAll("[data-live-says]")) each.hidden = each.id !== id;
}

async function look() {
  let answer;
  try {
    const address = `${live.dataset.news}${live.dataset.news.includes("?") ? "&" : "?"}seen=${live.dataset.seen}`;
    answer = await fetch(address, { redirect: "manual" });
  } catch {
    tell("live-away");
    setTimeout(look, EVERY * 3);
    return;
  }
  if (answer.status === 200) put(await answer.text());
  else if (answer.status !== 204) return tell("live-over");
  tell("");
  setTimeout(look, EVERY);
}

toEnd();
count();
setTimeout(look, EVERY);
