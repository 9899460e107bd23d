// @ts-check
/** Why a sentence is linked to a paragraph, and the original words where they were put right: shown on hover and on focus. */

import { make } from "./elements.js";
import { light, rangeOf, rangeOfWords } from "./text.js";

const LEAVE = 180; // milliseconds in which the pointer can get from the word to what it brought up
const MOST = 6; // differences that are told

export class Why {
  /** @param {import("./reading.js").Reading} reading */
  constructor(reading) {
    this.reading = reading;
    this.panel = make("div", { class: "why", id: "why", role: "tooltip", hidden: "" });
    document.body.append(this.panel);
    this.leaving = 0;
    /** @type {HTMLElement | null} whose title is away while the panel shows it */
    this.titled = null;
    this.title = "";
    /** @type {Element | null} */
    this.about = null;
    /** @type {Element | null} what was told about when a finger came down */
    this.known = null;
    for (const [into, out] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
      document.addEventListener(into, (event) => this._enter(/** @type {Element} */ (event.target), event));
      document.addEventListener(out, (event) => this._leave(event));
    }
    this._touch();
    window.addEventListener("scroll", () => this.hide(), { passive: true });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hide();
    });
  }

  /** @param {Element} target @param {Event} event */
  _enter(target, event) {
    if (!(target instanceof Element)) return;
    if (this.panel.contains(target)) {
      clearTimeout(this.leaving);
      return;
    }
    const tie = target.closest(".s .tie");
    const band = target.closest("[data-passage]");
    const right = target.closest(".s ins");
    const about = tie || band || right;
    if (tie && event instanceof PointerEvent && event.pointerType !== "mouse" && event.type === "pointerover") return;
    if (!about || (about === this.about && about === this.titled)) {
      if (about) clearTimeout(this.leaving);
      return;
    }
    if (tie) this._tie(tie);
    else if (band) this._band(/** @type {SVGElement} */ (band));
    else if (right) this._right(/** @type {HTMLElement} */ (right));
    this._place(about, event);
  }

  /** A finger cannot rest on a link without following it: its first touch tells, its second follows. */
  _touch() {
    let byFinger = false;
    document.addEventListener("pointerdown", (event) => {
      byFinger = event.pointerType === "touch" || event.pointerType === "pen";
      this.known = this.about;
      const target = /** @type {Element} */ (event.target);
      if (byFinger && this.about && !this.about.contains(target) && !this.panel.contains(target)) this.hide();
    });
    document.addEventListener("click", (event) => {
      const tie = byFinger && /** @type {Element} */ (event.target).closest?.(".s .tie");
      if (!tie || tie === this.known) return;
      event.preventDefault();
      event.stopPropagation();
      this._enter(tie, event);
      this.panel.append(make("p", { class: "again" }, `Touch ${this._name(tie)} again to go there.`));
      this._place(tie, event);
    }, true);
  }

  /** @param {Element} tie */
  _name(tie) {
    return this.reading.paragraphs[(tie.getAttribute("href") || "").slice(2)] || "it";
  }

  /** @param {Event} event */
  _leave(event) {
    if (event instanceof PointerEvent && event.pointerType !== "mouse") return; // a finger that is lifted leaves nothing
    clearTimeout(this.leaving);
    this.leaving = window.setTimeout(() => this.hide(), LEAVE);
  }

  _restore() {
    if (this.titled) this.titled.title = this.title;
    this.titled = null;
  }

  hide() {
    if (!this.about) return;
    this._restore();
    this.about.removeAttribute("aria-describedby");
    this.about = null;
    this.panel.hidden = true;
    light("same", []);
  }

  /** @param {Element} element */
  _tie(element) {
    const sentence = Number(/** @type {HTMLElement} */ (element.closest(".s")).dataset.n);
    const place = [...(element.parentElement?.querySelectorAll(".tie") || [])].indexOf(element);
    this._show(this.reading.ties.filter((tie) => tie.sentence === sentence).slice(place, place + 1));
  }

  /** @param {SVGElement} band */
  _band(band) {
    const { first, last, paragraph, relation } = this.reading.passages[Number(band.dataset.passage)];
    const own = (/** @type {import("./reading.js").Tie} */ tie) =>
      tie.sentence >= first && tie.sentence <= last && tie.paragraph === paragraph && tie.relation === relation;
    this._show(this.reading.ties.filter(own));
  }

  /** @param {import("./reading.js").Tie[]} ties of one paragraph */
  _show(ties) {
    const [{ paragraph, relation, told }] = ties;
    const how = relation === "verbatim" ? "read out" : "said in other words";
    const unlike = ties.flatMap((tie) => tie.unlike);
    const colour = document.getElementById(`p${paragraph}`)?.className.match(/\bc\d+/)?.[0] || "";
    this.panel.className = `why ${colour}`;
    this.panel.replaceChildren(
      make("p", {}, make("b", {}, this.reading.paragraphs[paragraph]), ` ${how}. `, ties.length > 1 ? `${ties.length} sentences. ` : "", told),
    );
    if (unlike.length) {
      const more = unlike.length > MOST ? [`and ${unlike.length - MOST} more`] : [];
      this.panel.append(make("ul", {}, ...[...unlike.slice(0, MOST), ...more].map((text) => make("li", {}, text))));
    }
    light("same", ties.flatMap((tie) => this._same(tie)));
  }

  /** @param {import("./reading.js").Tie} tie @returns {Range[]} the matched words on both sides */
  _same(tie) {
    const said = this.reading.elements[tie.sentence].querySelector(".said");
    const written = document.querySelector(`#p${tie.paragraph} .written`);
    if (!said || !written) return [];
    return tie.same.flatMap(([first, last, begin, end]) => {
      const spoken = rangeOfWords(said, first, last);
      return spoken ? [spoken, rangeOf(written, begin, end)] : [];
    });
  }

  /** @param {HTMLElement} element */
  _right(element) {
    const told = element.title;
    this._restore();
    this.titled = element;
    this.title = told;
    element.removeAttribute("title"); // or the browser would show it a second time
    this.panel.className = "why";
    this.panel.replaceChildren(make("p", {}, told.charAt(0).toUpperCase() + told.slice(1)));
    light("same", []);
  }

  /** @param {Element} about @param {Event} event */
  _place(about, event) {
    clearTimeout(this.leaving);
    if (this.about !== about) this.about?.removeAttribute("aria-describedby");
    this.about = about;
    about.setAttribute("aria-describedby", "why");
    this.panel.hidden = false;
    const box = about.getClientRects()[0] || about.getBoundingClientRect();
    const at = about instanceof SVGElement && event instanceof PointerEvent
      ? { left: event.clientX + 12, top: event.clientY - 10, bottom: event.clientY + 10 }
      : box;
    const { offsetWidth: width, offsetHeight: height } = this.panel;
    const above = at.top - height - 6;
    this.panel.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
    this.panel.style.top = `${above > 8 ? above : at.bottom + 6}px`;
  }
}
