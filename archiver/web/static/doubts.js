// @ts-check
/** Doubtful words: the way from one to the next, to be heard. */

import { say } from "./elements.js";
import { light, wordOf } from "./text.js";

export class Doubts {
  /** @param {HTMLElement} transcript @param {import("./reading.js").Reading} reading */
  constructor(transcript, reading) {
    this.reading = reading;
    this.words = [...transcript.querySelectorAll(".said i")];
  }

  /** @param {number} time @returns {number | null} when the next one after a time is said, after the last the first again */
  next(time) {
    if (!this.words.length) return null;
    const found = this.words.findIndex((one) => this._time(one) > time + 0.02);
    const number = Math.max(0, found);
    const range = document.createRange();
    range.selectNodeContents(this.words[number]);
    light("quoted", [range]);
    say(`Doubtful ${number + 1} of ${this.words.length}: ${this.words[number].textContent}`);
    return this._time(this.words[number]);
  }

  /** @param {Element} word */
  _time(word) {
    const said = /** @type {Element} */ (word.closest(".said"));
    const sentence = Number(/** @type {HTMLElement} */ (said.parentElement).dataset.n);
    const { starts } = this.reading.words(sentence);
    return starts[wordOf(said, /** @type {Node} */ (word.firstChild), 0)] ?? this.reading.starts[sentence];
  }
}
