// @ts-check
/** Citing: links and citations of what is spoken now, or of what the reader selects. */

import { address, clock, second } from "./address.js";
import { asBibtex, asCsl, asSentence } from "./citation.js";
import { CiteMenu } from "./cite_menu.js";
import { Clip } from "./clip.js";
import { button, make, tell } from "./elements.js";
import { rangeOfWords, wordOf } from "./text.js";

const SETTLED = 200; // milliseconds without a change or scrolling, after which a selection is made

/**
 * @typedef {{text: string, fragment: string, place: string, time: string, voice: string}} Quote
 *   what is cited; its place in the release, or when it is said and by whom
 * @type {Quote}
 */
const NOTHING = { text: "", fragment: "", place: "", time: "", voice: "" };

export class Cite {
  /** @param {import("./player.js").Player | null} player @param {import("./reading.js").Reading} reading */
  constructor(player, reading) {
    this.player = player;
    this.reading = reading;
    /** @type {Quote | null} */
    this.selected = null;
    /** @type {Quote} */
    this.cited = { ...NOTHING };
    this.forms = new CiteMenu([
      { name: "Citation", write: () => asSentence(this._cited(this.cited)) },
      { name: "Link", write: () => address(this.cited.fragment) },
      { name: "CSL-JSON", write: () => asCsl(this._cited(this.cited)) },
      { name: "BibTeX", write: () => asBibtex(this._cited(this.cited)) },
    ]);
    this.offer = make("div", { class: "offer", role: "group", "aria-label": "What you selected", hidden: "" },
      button("Copy link", () => this.copyLink()),
      button("Copy citation", () => this.copy()),
      button("Cite…", () => this.menu()),
    );
    if (player) this.offer.append(button("Listen", () => this._hear()));
    this.clip = new Clip(player && player.root);
    this.offer.append(this.clip.link);
    this.offer.addEventListener("pointerdown", (event) => event.preventDefault()); // or the selection would go
    document.body.append(this.offer);
    let settling = 0;
    const settle = () => {
      clearTimeout(settling);
      settling = window.setTimeout(() => this._offer(), SETTLED);
    };
    document.addEventListener("selectionchange", settle);
    window.addEventListener("scroll", () => {
      this.offer.hidden = true;
      settle();
    }, { passive: true });
  }

  /** Copy a citation of what is selected, else of the sentence spoken now. */
  copy() {
    const quote = this.selected || this._spoken();
    if (quote) copied(asSentence(this._cited(quote)), "Citation copied");
    else tell("Nothing is spoken here: select the words to cite");
  }

  /** Save the clip of what is selected, else of the sentence spoken now. */
  save() {
    const quote = this.selected || this._spoken();
    if (quote) this.clip.save(quote.fragment);
    else tell("Nothing is spoken here: select the words to save");
  }

  /** Select the sentence that is spoken now; where sentences are selected, the next one with them. */
  select() {
    const selection = getSelection();
    const selected = selection && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const last = /** @type {HTMLElement | undefined} */ (selected && parentOf(selected.endContainer).closest(".said")?.parentElement);
    const number = last ? Number(last.dataset.n) + 1 : this.player ? this.reading.sentenceAt(this.player.time) : -1;
    const said = this.reading.elements[number]?.querySelector(".said");
    if (!said || !selection) return;
    const range = (last && selected) || document.createRange();
    if (!last) range.setStart(said, 0);
    range.setEnd(said, said.childNodes.length);
    selection.removeAllRanges();
    selection.addRange(range);
    said.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  copyLink() {
    const quote = this.selected || this._spoken();
    if (quote) copied(address(quote.fragment), "Link copied");
  }

  /** Open the menu on what is selected, else on a passage, else on the sentence spoken now, else on all of it. */
  menu(passage = this._spoken()) {
    this.cited = this.selected || passage || { ...NOTHING };
    const { text, place, time } = this.cited;
    this.forms.open([place, time, text && `“${text}”`].filter(Boolean).join(" ") || this.reading.release.title);
  }

  /** Open the menu on a passage. @param {import("./reading.js").Passage} passage */
  passage({ first, last, start, end }) {
    const sentences = this.reading.elements.slice(first, last + 1);
    const text = sentences.map((one) => one.querySelector(".said")?.textContent || "").join(" ");
    this.selected = null;
    this.menu(this._said(text, first, start, end));
  }

  /** @param {Quote} quote @returns {import("./citation.js").Cited} */
  _cited(quote) {
    const { release, recording, transcript, named } = this.reading;
    const archive = document.querySelector(".site .home")?.textContent || "";
    const published = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".facts .published"));
    const sources = { release: { ...release, url: published && published.href }, recording, transcript, archive };
    const said = { ...quote, named: named.includes(quote.voice) };
    return { sources, said, address: address(quote.fragment), accessed: new Date() };
  }

  /** @returns {Quote | null} */
  _spoken() {
    const number = this.player ? this.reading.sentenceAt(this.player.time) : -1;
    if (number < 0) return null;
    const text = this.reading.elements[number].querySelector(".said")?.textContent || "";
    return this._said(text, number, this.reading.starts[number], this.reading.ends[number]);
  }

  /** @param {string} text @param {number} sentence @param {number} start @param {number} end @returns {Quote} */
  _said(text, sentence, start, end) {
    const voice = this.reading.voiceOf(sentence);
    return { text: tidy(text), fragment: `t=${second(start)},${second(end)}`, place: "", time: `${clock(start)}–${clock(end)}`, voice };
  }

  _hear() {
    const time = Number(/^t=([\d.]+)/.exec(this.selected?.fragment || "")?.[1]);
    if (!this.player || Number.isNaN(time)) return;
    this.player.seek(time);
    this.player.play();
  }

  _offer() {
    const selection = getSelection();
    const range = selection && !selection.isCollapsed && selection.rangeCount ? selection.getRangeAt(0) : null;
    this.selected = range && tidy(String(selection)) ? this._fromSpeech(range) || this._fromRelease(range) : null;
    this.offer.hidden = !this.selected;
    if (!range || !this.selected) return;
    const hear = this.offer.children[3];
    if (hear instanceof HTMLElement) hear.hidden = !this.selected.fragment.startsWith("t=");
    this.clip.aim(this.selected.fragment);
    const box = range.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.offer;
    this.offer.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
    const below = box.bottom + 8;
    this.offer.style.top = `${box.top > height + 16 ? box.top - height - 8 : Math.min(below, innerHeight - height - 8)}px`;
  }

  /** @param {Range} range @returns {Quote | null} */
  _fromSpeech(range) {
    const parts = this.reading.elements
      .map((element) => ({ number: Number(element.dataset.n), text: within(element.querySelector(".said"), range) }))
      .filter((part) => part.text);
    if (!parts.length) return null;
    const [first, last] = [parts[0].number, parts[parts.length - 1].number];
    const start = this._time(range.startContainer, range.startOffset, first, "starts");
    const end = this._time(range.endContainer, range.endOffset - 1, last, "ends");
    const quote = this._said(parts.map((part) => part.text).join(" "), first, start, end);
    const several = parts.some((part) => this.reading.voiceOf(part.number) !== quote.voice);
    return several ? { ...quote, text: this._byVoice(parts), voice: "" } : quote;
  }

  /** What several people said, each named where he begins. @param {{number: number, text: string}[]} parts */
  _byVoice(parts) {
    let speaking = "";
    const named = parts.map(({ number, text }) => {
      const voice = this.reading.voiceOf(number) || "Somebody";
      const begins = voice !== speaking;
      speaking = voice;
      return begins ? `${voice}: ${text}` : text;
    });
    return named.join(" ");
  }

  /**
   * @param {Node} node @param {number} offset @param {number} sentence @param {"starts" | "ends"} side
   * @returns {number} when the word at one end of a selection begins or ends
   */
  _time(node, offset, sentence, side) {
    const said = this.reading.elements[sentence].querySelector(".said");
    const words = this.reading.words(sentence);
    const inside = said && node.nodeType === Node.TEXT_NODE && said.contains(node);
    const word = inside ? wordOf(said, node, Math.max(0, offset)) : -1;
    return words[side][word] ?? this.reading[side][sentence];
  }

  /** @param {Range} range @returns {Quote | null} */
  _fromRelease(range) {
    const parts = [...document.querySelectorAll(".para")]
      .map((element) => ({ id: element.id, text: within(element.querySelector(".written"), range) }))
      .filter((part) => part.text);
    if (!parts.length) return null;
    const names = parts.map((part) => this.reading.paragraphs[part.id.slice(1)]);
    const place = [...new Set([names[0], names[names.length - 1]])].join(" to ");
    return { text: parts.map((part) => part.text).join(" "), fragment: parts[0].id, place, time: "", voice: "" };
  }

  /** The words of a stretch of time. @param {number} start @param {number} end @returns {Range[]} */
  stretch(start, end) {
    const found = [];
    for (let number = 0; number < this.reading.starts.length; number += 1) {
      if (this.reading.ends[number] <= start || this.reading.starts[number] >= end) continue;
      const said = this.reading.elements[number].querySelector(".said");
      const { starts, ends } = this.reading.words(number);
      const inside = [...starts.keys()].filter((word) => ends[word] > start + 0.005 && starts[word] < end - 0.005);
      if (!said || !inside.length) continue;
      const range = rangeOfWords(said, inside[0], inside[inside.length - 1] + 1);
      if (range) found.push(range);
    }
    return found;
  }
}

/** What of an element's text lies in a range. @param {Element | null} element @param {Range} range @returns {string} */
function within(element, range) {
  if (!element || !range.intersectsNode(element)) return "";
  const own = document.createRange();
  own.selectNodeContents(element);
  if (range.compareBoundaryPoints(Range.START_TO_START, own) > 0) own.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, own) < 0) own.setEnd(range.endContainer, range.endOffset);
  return tidy(String(own));
}

/** @param {Node} node @returns {Element} */
function parentOf(node) {
  return /** @type {Element} */ (node instanceof Element ? node : node.parentElement);
}

/** @param {string} text */
function tidy(text) {
  return text.replace(/\s+/g, " ").trim();
}

/** @param {string} text @param {string} done */
async function copied(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    tell(done);
  } catch {
    byHand(text); // no permission, or no secure connection
  }
}

/** @param {string} text */
function byHand(text) {
  const area = make("textarea", { readonly: "", "aria-label": "To copy" });
  area.value = text;
  const dialog = make("dialog", { "aria-label": "To copy" }, area, button("Close", () => dialog.close()));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  area.select();
}
