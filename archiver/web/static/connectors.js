// @ts-check
/** The bands between the columns, from a paragraph to where it is talked about, for what is in view. */

import { draw } from "./elements.js";
import { rangeOf } from "./text.js";

const THIN = 3; // pixels that a band is thick at least
const wide = matchMedia("(min-width: 60rem)");

export class Connectors {
  /**
   * @param {import("./reading.js").Reading} reading @param {import("./follow.js").Follow} follow
   */
  constructor(reading, follow) {
    this.reading = reading;
    this.follow = follow;
    this.between = /** @type {HTMLElement} */ (document.querySelector(".between"));
    this.pane = /** @type {HTMLElement} */ (document.querySelector(".pane"));
    this.svg = draw("svg");
    this.between.append(this.svg);
    /** @type {Map<number, SVGElement>} */
    this.bands = new Map();
    /** @type {Set<Element>} */
    this.seen = new Set();
    /** @type {Map<Element, number[]>} which passages a sentence is part of */
    this.owners = new Map();
    this.inView = new IntersectionObserver((entries) => this._entered(entries), { rootMargin: "20px" });
    this._watch();
    this.renew();
  }

  /** Draw again in the next frame. */
  ask() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      if (wide.matches) this._draw();
    });
  }

  /** Draw the passages that there are now. */
  renew() {
    this.inView.disconnect();
    for (const band of this.bands.values()) band.remove();
    this.bands.clear();
    this.seen.clear();
    this.owners.clear();
    this.reading.passages.forEach((passage, number) => {
      for (let sentence = passage.first; sentence <= passage.last; sentence += 1) {
        const element = this.reading.elements[sentence];
        this.owners.set(element, [...(this.owners.get(element) || []), number]);
      }
    });
    for (const element of this.owners.keys()) this.inView.observe(element);
    this.ask();
  }

  /** @param {IntersectionObserverEntry[]} entries */
  _entered(entries) {
    for (const entry of entries) {
      if (entry.isIntersecting) this.seen.add(entry.target);
      else this.seen.delete(entry.target);
    }
    this.ask();
  }

  _watch() {
    window.addEventListener("scroll", () => this.ask(), { passive: true });
    this.pane.addEventListener("scroll", () => this.ask(), { passive: true });
    window.addEventListener("resize", () => this.ask());
    const resized = new ResizeObserver(() => this.ask());
    for (const element of this.pane.children) resized.observe(element);
    this.follow.onChange(() => this.ask());
  }

  _draw() {
    const frame = this.between.getBoundingClientRect();
    const pane = this.pane.getBoundingClientRect();
    const bottom = Math.min(innerHeight, this.follow.player.root.getBoundingClientRect().top);
    /** @type {Map<number, [number, number]>} */
    const right = new Map();
    for (const element of this.seen) {
      const side = within(element.getBoundingClientRect(), 0, bottom);
      for (const number of side ? this.owners.get(element) || [] : []) {
        const [above, below] = right.get(number) || [Infinity, -Infinity];
        right.set(number, [Math.min(above, side[0]), Math.max(below, side[1])]);
      }
    }
    // A band leads to nothing that is out of view. All is measured before anything is drawn.
    const left = new Map([...right.keys()].map((number) => [number, this._left(number, pane.top, Math.min(pane.bottom, bottom))]));
    for (const [number, side] of right) {
      const other = left.get(number);
      if (other) this._band(number, frame, other, side);
    }
    for (const [number, band] of this.bands) {
      if (!left.get(number)) {
        band.remove();
        this.bands.delete(number);
      }
    }
  }

  /** @param {number} number @param {number} top @param {number} bottom @returns where a passage is seen in the release */
  _left(number, top, bottom) {
    const { paragraph, span } = this.reading.passages[number];
    const text = document.querySelector(`#p${paragraph} .written`);
    return text && within(rangeOf(text, ...span).getBoundingClientRect(), top, bottom);
  }

  /** @param {number} number @param {DOMRect} frame @param {[number, number]} left @param {[number, number]} right */
  _band(number, frame, left, right) {
    const { paragraph, relation } = this.reading.passages[number];
    let band = this.bands.get(number);
    if (!band) {
      const colour = document.getElementById(`p${paragraph}`)?.className.match(/\bc\d+/)?.[0] || "";
      band = draw("path", { class: `${colour} ${relation}`, "data-passage": String(number) });
      this.bands.set(number, band);
      this.svg.append(band);
    }
    const [a, b, c, d] = [...left, ...right].map((y) => Math.round(y - frame.top));
    const [bottomLeft, bottomRight] = [Math.max(b, a + THIN), Math.max(d, c + THIN)];
    const width = frame.width;
    const half = width / 2;
    band.setAttribute("d", `M0 ${a}C${half} ${a} ${half} ${c} ${width} ${c}V${bottomRight}C${half} ${bottomRight} ${half} ${bottomLeft} 0 ${bottomLeft}Z`);
    band.classList.toggle("now", this.follow.paragraphs.has(paragraph) && this._spoken(number));
  }

  /** @param {number} number */
  _spoken(number) {
    const { first, last } = this.reading.passages[number];
    return first <= this.follow.sentence && this.follow.sentence <= last;
  }
}

/**
 * @param {DOMRect} box @param {number} top @param {number} bottom
 * @returns {[number, number] | null} what of its height lies between two lines of the window
 */
function within(box, top, bottom) {
  return box.bottom <= top || box.top >= bottom ? null : [Math.max(box.top, top), Math.min(box.bottom, bottom)];
}
