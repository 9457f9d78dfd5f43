// One tag on any page: <script src="https://…/widget/widget.js" data-channel="email" async></script>
// Puts a frame where the tag stands, or into the element that data-into names; what that element holds stays until there
// is something to show. Nothing of the page reaches into the frame, and nothing of the frame into the page.
"use strict";
(() => {
  const tag = document.currentScript;
  if (!tag) return;
  const base = new URL(".", tag.src);
  const url = new URL("frame", base);
  for (const name of ["channel", "priority", "locale", "zone", "theme"]) {
    const value = tag.getAttribute("data-" + name);
    if (value) url.searchParams.set(name, value);
  }
  const token = tag.getAttribute("data-token");
  if (token) url.hash = "token=" + encodeURIComponent(token);

  const frame = document.createElement("iframe");
  const style = { all: "initial", display: "block", width: "100%", height: "0", border: "0", "max-width": "100%" };
  for (const name in style) frame.style.setProperty(name, style[name], "important");
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin");
  frame.setAttribute("referrerpolicy", "no-referrer");
  frame.setAttribute("title", tag.getAttribute("data-title") || "");
  frame.src = url.href;

  const selector = tag.getAttribute("data-into");
  const into = selector ? document.querySelector(selector) : null;
  const fallback = into ? [...into.childNodes] : [];
  let shown = false;
  addEventListener("message", (event) => {
    const told = event.source === frame.contentWindow && event.origin === base.origin && event.data && event.data.slaclock;
    if (!told || !(told.height > 0)) return;
    frame.style.setProperty("height", Math.min(told.height, 2000) + "px", "important");
    if (!tag.getAttribute("data-title")) frame.setAttribute("title", String(told.title).slice(0, 500));
    if (!shown) for (const node of fallback) node.remove();
    shown = true;
  });
  if (into) into.append(frame);
  else tag.after(frame);
})();
