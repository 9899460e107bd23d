// @ts-check
/** The keyboard: what each key does, and the help that lists them and lets the reader choose others. */

import { button, make, tell } from "./elements.js";
import { chosenKeys, keepKeys, keyFor } from "./key_choice.js";

/** @typedef {{keys: string[], shown: string, does: string, run: () => void, shift?: boolean}} Key */

export class Keys {
  /** @param {Key[]} table */
  constructor(table) {
    this.table = [...table, { keys: ["?"], shown: "?", does: "This help", run: () => this.help() }];
    this.choice = chosenKeys();
    this.dialog = make("dialog", { "aria-labelledby": "keys" }, make("h2", { id: "keys" }, "Keys"), this._switch(), this._list());
    this.dialog.append(
      make("div", { class: "acts" }, button("Close", () => this.dialog.close(), { class: "main" }), button("Our letters again", () => this._reset())),
    );
    document.body.append(this.dialog);
    document.addEventListener("keydown", (event) => this._pressed(event));
  }

  help() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  _switch() {
    this.on = make("input", { type: "checkbox" });
    this.on.checked = !this.choice.off;
    this.on.addEventListener("change", () => this._keep({ ...this.choice, off: !this.on?.checked }));
    return make("label", { class: "switch" }, this.on, " Keys of one letter do something");
  }

  _list() {
    const list = make("dl");
    /** @type {Map<string, HTMLInputElement>} */
    this.letters = new Map();
    for (const { keys, shown, does } of this.table) {
      const term = keys[0].length === 1 && keys[0] !== " " ? this._letter(keys[0], does) : shown.split(" ").flatMap((key) => [make("kbd", {}, key), " "]);
      list.append(make("dt", {}, ...[term].flat()), make("dd", {}, does));
    }
    return list;
  }

  /** @param {string} key @param {string} does */
  _letter(key, does) {
    const field = make("input", { class: "letter", size: "1", "aria-label": `Key for: ${does}`, autocomplete: "off" });
    field.value = this.choice.instead[key] || key;
    field.addEventListener("focus", () => field.select());
    field.addEventListener("input", () => this._other(key, field));
    this.letters?.set(key, field);
    return field;
  }

  /** @param {string} key @param {HTMLInputElement} field */
  _other(key, field) {
    const typed = [...field.value.trim()].at(-1) || key;
    const taken = this.table.find((one) => one.keys[0] !== key && keyFor({ ...this.choice, off: false }, one.keys[0]) === typed);
    if (taken) tell(`${typed} is taken: ${taken.does}`);
    else this._keep({ ...this.choice, instead: { ...this.choice.instead, [key]: typed } });
    field.value = this.choice.instead[key] || key;
    field.select();
  }

  _reset() {
    this._keep({ off: false, instead: {} });
    if (this.on) this.on.checked = true;
    for (const [key, field] of this.letters || []) field.value = key;
  }

  /** @param {import("./key_choice.js").Choice} choice */
  _keep(choice) {
    this.choice = choice;
    if (!keepKeys(choice)) tell("This browser keeps no settings: the keys are so until you leave the page");
  }

  /** @param {KeyboardEvent} event */
  _pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || this.dialog.open) return;
    if (typing(event.target) || (event.key === " " && pressing(event.target))) return;
    const fits = (/** @type {Key} */ one) =>
      one.keys.some((key) => keyFor(this.choice, key) === event.key) && (one.shift === undefined || one.shift === event.shiftKey);
    const found = this.table.find(fits);
    if (!found) return;
    event.preventDefault();
    found.run();
  }
}

/** @param {EventTarget | null} target */
function typing(target) {
  return target instanceof Element && target.matches("input:not([type=range]), textarea, select, [contenteditable]");
}

/** @param {EventTarget | null} target @returns whether the space bar means the control itself */
function pressing(target) {
  return target instanceof Element && target.matches("button, summary");
}
