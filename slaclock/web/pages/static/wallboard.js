// Six tiles, painted from what the board last told and from server time: a clock that runs out turns its tile at that
// instant, whether or not anybody says so.

import { Live, countdown } from "./live.js";

const main = document.getElementById("content");
const words = main.dataset;
const tv = words.tv === "yes";
const MOODS = { well: `✓ ${words.well}`, look: `◆ ${words.look}`, act: `▲ ${words.act}`, none: "" };

function token() {
  if (!tv) return "";
  if (location.hash.length > 1) {
    sessionStorage.setItem("slaclock-tv", decodeURIComponent(location.hash.slice(1)));
    history.replaceState(null, "", location.pathname + location.search);
  }
  return sessionStorage.getItem("slaclock-tv") ?? "";
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function paint(id, figure, below, mood) {
  const tile = document.getElementById(id);
  set(tile.querySelector(".figure"), figure);
  if (below !== undefined) set(tile.querySelector(".below"), below);
  set(tile.querySelector(".state"), MOODS[mood]);
  if (tile.dataset.mood !== mood) tile.dataset.mood = mood;
}

function paintAll() {
  const now = live.now(), board = live.state.board;
  const clocks = Object.values(board.clocks);
  const risk = clocks.filter((each) => each.risk <= now && now <= each.due).length;
  const late = board.breached + clocks.filter((each) => each.due < now).length;
  const next = clocks.filter((each) => each.due >= now).sort((one, other) => one.due - other.due)[0];
  paint("risk", String(risk), undefined, risk ? "look" : "well");
  paint("breached", String(late), undefined, late ? "act" : "well");
  if (next) paint("next", countdown(next.due - now), `${next.ticket} · ${next.metric}`, next.risk <= now ? "look" : "well");
  else paint("next", "—", words.none, "well");
  const { value, n, formula, goal, metric } = board.level;
  const asked = goal === null ? "" : ` · ${words.goal} ${Math.round(goal * 100)} %`;
  const reached = value === null || goal === null ? "none" : value >= goal ? "well" : "act";
  paint("level", value === null ? "—" : `${Math.round(value * 100)} %`, `${metric} · ${formula} · n = ${n} · ${words.today}${asked}`, reached);
  if (board.waiting) paint("waiting", countdown(now - board.waiting.since), board.waiting.ticket, "none");
  else paint("waiting", "—", words.nobody, "well");
  if (board.kept) paint("kept", String(board.kept.kept), `${words.judged} ${board.kept.of}`, board.kept.kept < board.kept.of ? "look" : "well");
  else paint("kept", "—", `${words.judged} 0`, "none");
}

let how = "connecting";

function pulse() {
  const stale = live.stale();
  const state = how === "ended" ? "ended" : stale ? "stale" : live.state && !live.state.board.alive ? "silent" : live.state ? "live" : "connecting";
  const said = {
    ended: words.ended,
    stale: `▲ ${words.stale}: ${words.staleSince} ${countdown(live.silence())}`,
    silent: `▲ ${words.silent}`,
    live: how === "polling" ? words.polling : words.live,
    connecting: words.connecting,
  }[state];
  const line = document.getElementById("pulse");
  if (line.dataset.state !== state) line.dataset.state = state;
  main.dataset.pulse = state;
  set(document.getElementById("pulse-words"), said);
}

const live = new Live({
  root: document.body.dataset.root,
  token: token(),
  tell: (way) => { how = way; if (live?.state) paintAll(); pulse(); },
});

setInterval(() => { if (live.state && how !== "ended") paintAll(); pulse(); }, 200);
