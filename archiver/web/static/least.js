// @ts-check
/** How sure the links must be that are shown: chosen on the page, counted out by the server, kept in the address. */

import { say, tell } from "./elements.js";
import { toggle } from "./moments.js";

const LEADING_ON = ".site a, .title a, .made a"; // links that keep the choice

export class Least {
  /**
   * @param {HTMLFormElement} form @param {import("./reading.js").Reading} reading
   * @param {() => void} changed called when other links are shown
   */
  constructor(form, reading, changed) {
    this.form = form;
    this.reading = reading;
    this.changed = changed;
    this.select = /** @type {HTMLSelectElement} */ (form.querySelector("select"));
    this.shown = this.select.value;
    this.asking = new AbortController();
    /** @type {HTMLElement} */ (form.querySelector("button")).hidden = true; // a choice is enough
    this.select.addEventListener("change", () => this._ask());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this._ask();
    });
  }

  async _ask() {
    this.asking.abort();
    const { signal } = (this.asking = new AbortController());
    const least = this.select.value;
    this.form.setAttribute("aria-busy", "true");
    const page = await this._fetched(least, signal);
    if (signal.aborted) return; // another choice was made since
    this.form.removeAttribute("aria-busy");
    if (page) {
      this._show(page, least);
      return;
    }
    this.select.value = this.shown;
    tell("The server did not answer: the links are as they were");
  }

  /** @param {string} least @param {AbortSignal} signal @returns {Promise<Document | null>} null without an answer */
  async _fetched(least, signal) {
    try {
      const answer = await fetch(this._address(least), { signal });
      return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    } catch {
      return null;
    }
  }

  /** @param {string} least */
  _address(least) {
    const url = new URL(location.href);
    if (least) url.searchParams.set("least", least);
    else url.searchParams.delete("least");
    return url.href;
  }

  /** Take over from the page with the other links what differs. @param {Document} page @param {string} least */
  _show(page, least) {
    const sentences = page.querySelectorAll(".s");
    if (sentences.length !== this.reading.elements.length) { // it was transcribed again meanwhile
      location.assign(this._address(least));
      return;
    }
    sentences.forEach((fresh, number) => replaceAfter(this.reading.elements[number], fresh, ".said"));
    for (const fresh of page.querySelectorAll(".para")) paragraph(fresh);
    document.querySelector(".ribbon")?.replaceChildren(...(page.querySelector(".ribbon")?.childNodes || []));
    const links = page.querySelectorAll(LEADING_ON);
    document.querySelectorAll(LEADING_ON).forEach((link, number) => link.setAttribute("href", links[number].getAttribute("href") || ""));
    const kept = /** @type {HTMLInputElement} */ (document.querySelector(".find input[name=least]"));
    kept.value = least;
    kept.disabled = !least;
    this.reading.relink(JSON.parse(page.getElementById("reading")?.textContent || "{}"));
    this.shown = least;
    history.replaceState(null, "", this._address(least));
    this.changed();
    const [told, fresh] = [this.form, page].map((one) => /** @type {Element} */ (one.querySelector("#shown")));
    told.textContent = fresh.textContent;
    say(fresh.textContent || "");
  }
}

/** Of a paragraph what stands below its text; its moments stay open. @param {Element} fresh */
function paragraph(fresh) {
  const own = /** @type {Element} */ (document.getElementById(fresh.id));
  const open = own.querySelector("button.tell")?.getAttribute("aria-expanded") === "true";
  replaceAfter(own, fresh, ".text");
  if (open) toggle(own, true);
}

/** @param {Element} own @param {Element} fresh @param {string} kept the part after which both may differ */
function replaceAfter(own, fresh, kept) {
  own.className = fresh.className;
  const [before, after] = [own, fresh].map((one) => followers(one, kept));
  if (before.length === after.length && before.every((node, n) => node.isEqualNode(after[n]))) return;
  for (const node of before) node.remove();
  own.append(...after);
}

/** @param {Element} element @param {string} kept @returns {Element[]} the children that come after one */
function followers(element, kept) {
  const children = [...element.children];
  return children.slice(children.findIndex((child) => child.matches(kept)) + 1);
}
