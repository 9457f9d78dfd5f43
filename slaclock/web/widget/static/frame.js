// Runs inside the frame, on our own page: asks in the visitor's language and zone, and again when the words change.
"use strict";
(() => {
  const page = new URLSearchParams(location.search);
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  const place = document.getElementById("promise");
  const asked = new URLSearchParams();
  for (const name of ["channel", "priority"]) if (page.get(name)) asked.set(name, page.get(name));
  asked.set("locale", page.get("locale") || navigator.language || "en");
  const zone = page.get("zone") || here();
  if (zone) asked.set("zone", zone);
  const theme = page.get("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  let waits = 5;

  function here() {
    try {
      return Intl.DateTimeFormat().resolvedOptions().timeZone;
    } catch {
      return null; // without one the desk's zone is named
    }
  }

  async function ask() {
    try {
      const headers = token ? { Authorization: "Widget " + token } : {};
      const answer = await fetch("promise?" + asked, { headers, credentials: "omit", signal: AbortSignal.timeout(10_000) });
      if (answer.status === 401) return; // the token has run out: what was said stays
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      document.documentElement.lang = told.language;
      document.documentElement.dir = told.direction;
      if (place.textContent !== told.text) place.textContent = document.title = told.text;
      waits = 5;
      tell();
      later(told.again);
    } catch {
      later((waits = Math.min(waits * 2, 300)));
    }
  }

  function later(seconds) {
    setTimeout(ask, seconds * 1000 * (0.9 + Math.random() / 5)); // not everybody in the same second
  }

  function tell() {
    if (parent === window || !place.textContent) return;
    parent.postMessage({ slaclock: { height: Math.ceil(place.getBoundingClientRect().height), title: place.textContent } }, "*");
  }

  addEventListener("resize", tell);
  tell();
  ask();
})();
