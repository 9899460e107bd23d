// @ts-check
/** The player: its buttons, its line with waveform and ribbon, and what time it is. */

import { clock } from "./address.js";
import { button, draw, make, tell } from "./elements.js";
import { Wave } from "./wave.js";

const ICONS = {
  play: "M6 3l14 9-14 9z",
  pause: "M5 3h5v18H5zM14 3h5v18h-5z",
  previous: "M4 4h3v16H4zM20 4v16L8 12z",
  next: "M17 4h3v16h-3zM4 4v16l12-8z",
};
const PLACES = 3000; // of the line; in a long recording nothing has to be drawn for seconds
const SPEEDS = ["0.75", "1", "1.25", "1.5", "2"];

/** @param {string} path */
function icon(path) {
  return draw("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, draw("path", { d: path }));
}

export class Player {
  /** @param {HTMLElement} root @param {import("./reading.js").Reading} reading */
  constructor(root, reading) {
    this.root = root;
    this.reading = reading;
    this.audio = root.querySelector("audio");
    this.silentTime = 0; // where one is when there is no sound to play
    /** @type {((time: number) => void)[]} */
    this.listeners = [];
    const line = /** @type {HTMLElement} */ (root.querySelector(".line"));
    new ResizeObserver(() => {
      document.documentElement.style.setProperty("--player", `${root.offsetHeight}px`);
    }).observe(root);
    this.wave = new Wave(/** @type {HTMLCanvasElement} */ (root.querySelector(".wave")), reading);
    this.slider = make("input", { type: "range", min: "0", max: String(reading.duration), step: "0.01", value: "0" });
    this.slider.setAttribute("aria-label", "Place in the recording");
    this.aim = make("span", { class: "aim", hidden: "" });
    this.head = make("span", { class: "head" });
    line.append(this.slider, this.head, this.aim);
    this.line = line;
    this.now = make("b");
    this.place = -1; // on the line
    this.shown = -1; // second on the clock
    this.playButton = button("Play", () => this.toggle(), { class: "toggle" }, icon(ICONS.play));
    this.extras = make("div", { class: "extras" });
    this._controls();
    this._listen();
    root.classList.add("ready");
    this.moved();
  }

  get time() {
    return this.audio ? this.audio.currentTime : this.silentTime;
  }

  get playing() {
    return this.audio !== null && !this.audio.paused;
  }

  /** @param {(time: number) => void} listener called at every move of the time, in an animation frame while it plays */
  onMove(listener) {
    this.listeners.push(listener);
  }

  /** @param {number} seconds */
  seek(seconds) {
    const time = Math.min(Math.max(0, seconds), this.reading.duration);
    if (this.audio) this.audio.currentTime = time;
    this.silentTime = time;
    this.moved();
  }

  play() {
    this.audio?.play().catch((problem) => {
      // Paused again at once, or the browser waits for a first click.
      if (problem.name !== "AbortError" && problem.name !== "NotAllowedError") tell("The sound cannot be played");
    });
  }

  toggle() {
    if (this.playing) this.audio?.pause();
    else this.play();
  }

  /** The passage after or before the present one. @param {1 | -1} step @returns {import("./reading.js").Passage | null} */
  passage(step) {
    const { passages } = this.reading;
    const time = this.time;
    return (step > 0
      ? passages.find((one) => one.start > time + 0.05)
      : passages.findLast((one) => one.start < time - 1.5)) || null;
  }

  /** Tell again what is talked about now: the links have changed. */
  renew() {
    this._tell(this.time);
    this.moved();
  }

  moved() {
    const time = this.time;
    const share = this.reading.duration ? time / this.reading.duration : 0;
    const place = Math.round(share * PLACES);
    if (place !== this.place) {
      this.place = place;
      this.head.style.transform = `translateX(${(place / PLACES) * 100}%)`;
      this.wave.played(share);
    }
    if (Math.floor(time) !== this.shown) this._tell(time);
    for (const listener of this.listeners) listener(time);
  }

  /** @param {number} time */
  _tell(time) {
    this.shown = Math.floor(time);
    this.now.textContent = clock(time);
    this.slider.value = String(time);
    this.slider.setAttribute("aria-valuetext", [clock(time), ...this.about(time)].join(", "));
  }

  /** @param {number} time @returns {string[]} the paragraphs that are talked about then */
  about(time) {
    return [...new Set(this.reading.passagesAt(time).map((one) => this.reading.paragraphs[one.paragraph]))];
  }

  _controls() {
    const ask = (/** @type {string} */ name) => () => this.root.dispatchEvent(new Event(name));
    const clocks = make("span", { class: "clock" }, this.now, make("span", {}, ` / ${clock(this.reading.duration)}`));
    const previous = button("Previous passage", ask("previous"), {}, icon(ICONS.previous));
    const next = button("Next passage", ask("next"), {}, icon(ICONS.next));
    const controls = make("div", { class: "controls" }, previous, ...(this.audio ? [this.playButton] : []), next, clocks);
    if (this.audio) this.extras.append(this._speeds());
    this.root.prepend(controls);
    this.root.append(this.extras);
  }

  _speeds() {
    const select = make("select", { "aria-label": "Speed" });
    for (const speed of SPEEDS) select.append(make("option", speed === "1" ? { value: speed, selected: "" } : { value: speed }, `${speed}×`));
    select.addEventListener("change", () => {
      if (this.audio) this.audio.playbackRate = Number(select.value);
    });
    return select;
  }

  _listen() {
    this.slider.addEventListener("input", () => this.seek(Number(this.slider.value)));
    this.line.addEventListener("pointermove", (event) => this._aim(event));
    this.line.addEventListener("pointerleave", () => (this.aim.hidden = true));
    const tick = () => {
      this.moved();
      if (this.playing) requestAnimationFrame(tick);
    };
    this.audio?.addEventListener("play", () => {
      this._button("Pause", ICONS.pause);
      requestAnimationFrame(tick);
    });
    this.audio?.addEventListener("pause", () => this._button("Play", ICONS.play));
    this.audio?.addEventListener("seeked", () => this.moved());
  }

  /** @param {string} label @param {string} path */
  _button(label, path) {
    this.playButton.setAttribute("aria-label", label);
    this.playButton.title = label;
    this.playButton.querySelector("path")?.setAttribute("d", path);
  }

  /** @param {PointerEvent} event */
  _aim(event) {
    const box = this.line.getBoundingClientRect();
    const share = Math.min(Math.max(0, (event.clientX - box.left) / box.width), 1);
    const time = share * this.reading.duration;
    this.aim.hidden = false;
    this.aim.textContent = [clock(time), ...this.about(time)].join(" · ");
    const room = this.aim.offsetWidth / 2;
    this.aim.style.left = `${Math.min(Math.max(room, share * box.width), box.width - room)}px`;
  }
}
