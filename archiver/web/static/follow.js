// @ts-check
/** Following the voice: the sentence, word and paragraph now spoken are lit, and kept in view until the reader scrolls. */

import { button, say } from "./elements.js";
import { light, rangeOfWords } from "./text.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const KEYS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);
const OURS = 900; // milliseconds that a smooth scroll of ours takes at most
const THEIRS = 600; // milliseconds in which a reader who scrolls is left alone, whatever begins to be spoken
const GLIMPSE = 120; // pixels
const JUMPS = 5; // frames in which a jump over what was never laid out is put right
const FAR = 1.5; // windows; further away, gliding there would only blur

export class Follow {
  /** @param {import("./player.js").Player} player @param {import("./reading.js").Reading} reading */
  constructor(player, reading) {
    this.player = player;
    this.reading = reading;
    this.pane = /** @type {HTMLElement} */ (document.querySelector(".pane"));
    this.sentence = -1;
    this.word = -1;
    /** @type {Set<number>} */
    this.paragraphs = new Set();
    this.attached = true;
    this.oursUntil = 0;
    this.theirsUntil = 0;
    /** @type {(() => void)[]} */
    this.listeners = [];
    this.back = button("Back to the spoken word", () => this.attach(), { class: "back", hidden: "" });
    player.root.append(this.back);
    player.onMove((time) => this.move(time));
    window.addEventListener("scroll", () => this._scrolled(), { passive: true });
    for (const kind of ["wheel", "touchmove"]) {
      window.addEventListener(kind, () => this._byHand(), { passive: true });
    }
    window.addEventListener("keydown", (event) => {
      if (KEYS.has(event.key)) this._byHand();
    });
  }

  /** @param {() => void} listener called when another sentence or paragraph is lit */
  onChange(listener) {
    this.listeners.push(listener);
  }

  /** @param {number} time */
  move(time) {
    const sentence = this.reading.sentenceAt(time);
    const said = new Set(this.reading.passagesAt(time).map((one) => one.paragraph));
    const other = sentence !== this.sentence;
    if (other) this._lightSentence(sentence);
    if (other || said.size !== this.paragraphs.size || [...said].some((one) => !this.paragraphs.has(one))) {
      this._lightParagraphs(said);
      for (const listener of this.listeners) listener();
    }
    const word = sentence < 0 ? -1 : this.reading.wordAt(sentence, time);
    if (other || word !== this.word) this._lightWord(sentence, word);
    if (other && this.player.playing) this._keepInView();
  }

  /** Go to what is spoken now, and stay with it. @param {boolean} [near] whether to glide where it is near */
  attach(near = true) {
    this.attached = true;
    this.back.hidden = true;
    this.show(this.reading.elements[this.sentence], near);
    this._showParagraph();
  }

  /**
   * @param {Element | undefined} element of the transcript, brought to the middle of the window
   * @param {boolean} [near] whether to glide where it is near
   */
  show(element, near = true) {
    if (!element) return;
    const box = element.getBoundingClientRect();
    const glide = near && !calm.matches && Math.abs(box.top) < FAR * innerHeight;
    this.oursUntil = performance.now() + OURS;
    element.scrollIntoView({ block: "center", behavior: glide ? "smooth" : "instant" });
    if (!glide) this._settle(element, JUMPS);
  }

  /** What lies between was never laid out, so a jump may miss. @param {Element} element @param {number} jumps at most */
  _settle(element, jumps) {
    requestAnimationFrame(() => {
      const before = element.getBoundingClientRect().top;
      element.scrollIntoView({ block: "center", behavior: "instant" });
      const missed = Math.abs(element.getBoundingClientRect().top - before) > 1;
      if (missed && jumps > 1) this._settle(element, jumps - 1);
    });
  }

  /** Whether the release scrolls beside the transcript, and not with it. */
  get besides() {
    return getComputedStyle(this.pane).overflowY === "auto";
  }

  /** @param {Element | null} paragraph @param {number} [enough] pixels of it that are enough to be seen; else all of it */
  showParagraph(paragraph, enough = Infinity) {
    if (!paragraph) return;
    const outer = this.pane.getBoundingClientRect();
    const box = paragraph.getBoundingClientRect();
    if (this.pane.scrollHeight <= this.pane.clientHeight + 1 || box.height === 0) return;
    const seen = Math.min(box.bottom, outer.bottom) - Math.max(box.top, outer.top);
    if (seen >= Math.min(box.height, enough)) return;
    const top = this.pane.scrollTop + box.top - outer.top - Math.max(8, (outer.height - box.height) / 3);
    const glide = !calm.matches && Math.abs(top - this.pane.scrollTop) < FAR * outer.height;
    this.pane.scrollTo({ top, behavior: glide ? "smooth" : "instant" });
  }

  _showParagraph() {
    const [first] = this.paragraphs;
    // Who reads down a long list of its moments keeps the place there.
    if (first) this.showParagraph(document.getElementById(`p${first}`), GLIMPSE);
  }

  _keepInView() {
    if (!this.attached || this.sentence < 0 || performance.now() < this.theirsUntil) return;
    const box = this.reading.elements[this.sentence].getBoundingClientRect();
    const bottom = innerHeight - this.player.root.offsetHeight;
    if (box.top < 0.12 * bottom || box.bottom > 0.72 * bottom) this.show(this.reading.elements[this.sentence]);
    this._showParagraph();
  }

  _byHand() {
    this.oursUntil = 0;
    this.theirsUntil = performance.now() + THEIRS;
  }

  _scrolled() {
    if (performance.now() < this.oursUntil || this.sentence < 0) return;
    const box = this.reading.elements[this.sentence].getBoundingClientRect();
    const seen = box.bottom > 0 && box.top < innerHeight - this.player.root.offsetHeight;
    this.attached = seen;
    this.back.hidden = seen || this.player.time === 0;
  }

  /** @param {number} sentence */
  _lightSentence(sentence) {
    this.reading.elements[this.sentence]?.removeAttribute("aria-current");
    this.reading.elements[sentence]?.setAttribute("aria-current", "true");
    this.sentence = sentence;
  }

  /** @param {Set<number>} said */
  _lightParagraphs(said) {
    for (const one of this.paragraphs) document.getElementById(`p${one}`)?.removeAttribute("aria-current");
    for (const one of said) document.getElementById(`p${one}`)?.setAttribute("aria-current", "true");
    this.paragraphs = said;
  }

  /** @param {number} sentence @param {number} word */
  _lightWord(sentence, word) {
    this.word = word;
    const said = sentence < 0 ? null : this.reading.elements[sentence].querySelector(".said");
    const range = said && word >= 0 ? rangeOfWords(said, word, word + 1) : null;
    light("spoken", range ? [range] : []);
  }

  /** @param {import("./reading.js").Passage} passage */
  announce(passage) {
    const { passages, paragraphs } = this.reading;
    const how = passage.relation === "verbatim" ? "read out" : "in other words";
    say(`Passage ${passages.indexOf(passage) + 1} of ${passages.length}: ${paragraphs[passage.paragraph]}, ${how}`);
  }
}
