// A page that keeps itself fresh: when the board changes, and every half minute, it fetches itself and takes over what is
// new. What was unfolded stays unfolded, who was somewhere with the keyboard stays there.

import { Live, countdown } from "./live.js";

const QUIET = 2000, ALWAYS = 30000, REACHED = "a, button, summary, [tabindex]";
let fetched = performance.now(), waiting = false, again = false, base = Number(document.getElementById("renewed").dataset.now);
let since = performance.now();

async function renew() {
  if (waiting || document.hidden) { again = true; return; }
  waiting = true;
  again = false;
  await new Promise((go) => setTimeout(go, Math.max(QUIET - (performance.now() - fetched), 0)));
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (answer.redirected && answer.url.includes("/sign-in")) { location.reload(); return; }
    if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch { /* the next change comes */ }
  fetched = performance.now();
  waiting = false;
  if (again) renew();
}

function take(page) {
  const old = document.getElementById("renewed"), fresh = page.getElementById("renewed");
  if (!fresh) return;
  base = Number(fresh.dataset.now);
  since = performance.now();
  const open = [...old.querySelectorAll("details")].map((each) => each.open);
  const held = [...old.querySelectorAll(REACHED)].indexOf(document.activeElement);
  old.replaceWith(document.adoptNode(fresh));
  [...fresh.querySelectorAll("details")].forEach((each, place) => { each.open = open[place] ?? false; });
  if (held >= 0) fresh.querySelectorAll(REACHED)[held]?.focus({ preventScroll: true });
}

function count() {
  const now = base + (performance.now() - since);
  for (const each of document.querySelectorAll("[data-due]")) {
    const text = countdown(Number(each.dataset.due) - now);
    if (each.textContent !== text) each.textContent = text;
  }
}

setInterval(count, 500);
setInterval(renew, ALWAYS);
document.addEventListener("visibilitychange", () => { if (!document.hidden) renew(); });
new Live({ root: document.body.dataset.root, tell: (how, changed) => { if (changed) renew(); } });
