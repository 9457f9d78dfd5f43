// The board, live: one stream for all pages of a browser, changes by number, polling where no stream is to be had.
//
// Browsers open six connections to one place; a stream a page would starve the seventh. So the page that holds the lock
// reads the stream and tells the others; when it closes, the next one takes over where it left off.

const SHARED = "slaclock-stream";
const POLL = 2000;
const QUIET = 9000;
const AGAIN = [500, 1000, 2000, 4000, 8000];

export class Live {
  constructor({ root, token = "", shared = true, tell }) {
    this.root = root;
    this.token = token;
    this.tell = tell;
    this.last = "";
    this.state = null;
    this.version = document.querySelector('meta[name="slaclock-version"]').content;
    const may = shared && "locks" in navigator && "BroadcastChannel" in self && "ReadableStream" in self;
    if (may) this.share(); else this.poll();
  }

  headers(more = {}) {
    return this.token ? { ...more, Authorization: `Bearer ${this.token}` } : more;
  }

  share() {
    const name = SHARED + (this.token ? `-${this.token}` : "");
    this.channel = new BroadcastChannel(name);
    this.leads = false;
    this.channel.onmessage = ({ data }) => {
      if (data.kind === "whole?") {
        if (this.leads && this.state) this.channel.postMessage(this.whole());
      } else if (!this.leads) {
        this.take(data, "live");
      }
    };
    this.channel.postMessage({ kind: "whole?" });
    setTimeout(() => { if (!this.leads && !this.state) this.once(); }, POLL);
    // whoever reads the stream may have been put to sleep: then each asks for himself
    setInterval(() => { if (!this.leads && this.silence() > QUIET) this.once(); }, POLL);
    navigator.locks.request(name, () => { this.leads = true; return this.follow(); });
  }

  whole() {
    return { ...this.state, kind: "snapshot", id: this.last, now: this.now() };
  }

  // Reads the stream for as long as this page lives, and begins again where it broke off.
  async follow() {
    for (let failed = 0; ;) {
      try {
        const answer = await fetch(`${this.root}/stream`, { headers: this.headers(this.last ? { "Last-Event-ID": this.last } : {}), cache: "no-store" });
        if (answer.status === 401 || answer.status === 403) { this.tell("ended"); return; }
        if (!answer.ok) throw new Error(String(answer.status));
        failed = 0;
        await this.read(answer.body.getReader());
      } catch {
        failed += 1;
        if (failed > 2 && await this.once()) failed = 0;
      }
      await new Promise((go) => setTimeout(go, AGAIN[Math.min(failed, AGAIN.length - 1)]));
    }
  }

  async read(reader) {
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop();
      for (const block of blocks) {
        const line = block.split("\n").find((each) => each.startsWith("data: "));
        if (!line) continue;
        const frame = JSON.parse(line.slice(6));
        this.take(frame, "live");
        this.channel.postMessage(frame.kind === "delta" ? this.whole() : frame);
      }
    }
  }

  async poll() {
    for (;;) {
      if (await this.once() === null) { this.tell("ended"); return; }
      await new Promise((go) => setTimeout(go, POLL));
    }
  }

  async once() {
    try {
      const answer = await fetch(`${this.root}/board`, { headers: this.headers(), cache: "no-store" });
      if (answer.status === 401 || answer.status === 403) return null;
      if (!answer.ok) return false;
      this.take(await answer.json(), "polling");
      if (this.channel && this.leads) this.channel.postMessage(this.whole());
      return true;
    } catch {
      return false;
    }
  }

  take(frame, how) {
    if (frame.kind === "whole?") return;
    this.served = frame.now;
    this.heard = performance.now();
    const changed = this.last !== "" && frame.id !== undefined && frame.id !== this.last;
    if (frame.kind === "snapshot") {
      if (frame.version !== this.version && this.reload(frame.version)) return;
      this.state = { version: frame.version, heartbeat: frame.heartbeat, board: frame.board };
      this.last = frame.id;
    } else if (frame.kind === "delta" && this.state) {
      const { figures, clocks, gone } = frame;
      const kept = Object.fromEntries(Object.entries(this.state.board.clocks).filter(([key]) => !gone.includes(key)));
      this.state.board = { ...this.state.board, ...figures, clocks: { ...kept, ...clocks } };
      this.last = frame.id;
    }
    if (this.state) this.tell(how, changed);
  }

  // The pages or what they show have changed: load this one again, but once for a version.
  reload(version) {
    if (sessionStorage.getItem("slaclock-version") === version) return false;
    sessionStorage.setItem("slaclock-version", version);
    location.reload();
    return true;
  }

  // Server time, counted on by this machine's steady clock: the time it shows may be wrong.
  now() {
    return this.served + (performance.now() - this.heard);
  }

  silence() {
    return this.heard === undefined ? Infinity : performance.now() - this.heard;
  }

  stale() {
    return this.state !== null && this.silence() > 2 * 1000 * this.state.heartbeat - 500;
  }
}

export function countdown(ms) {
  const sign = ms < 0 ? "−" : "";
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const two = (number) => String(number).padStart(2, "0");
  if (seconds >= 2 * 86400) return `${sign}${Math.floor(seconds / 86400)} d ${Math.floor(seconds % 86400 / 3600)} h`;
  const hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${sign}${hours}:${two(minutes)}:${two(seconds % 60)}` : `${sign}${minutes}:${two(seconds % 60)}`;
}
