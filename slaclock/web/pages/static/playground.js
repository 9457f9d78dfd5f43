// Shows what was chosen at once, without leaving the page.

const form = document.getElementById("play");
let asked = 0;

form.addEventListener("change", show);
form.addEventListener("submit", (event) => { event.preventDefault(); show(); });

async function show() {
  const mine = ++asked;
  const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
  const answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (mine !== asked) return;
  if (!answer.ok || answer.redirected) { location.assign(address); return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("played").replaceWith(document.adoptNode(page.getElementById("played")));
  history.replaceState(null, "", address);
}
