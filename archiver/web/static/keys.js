// @ts-check
/** The keyboard: what each key does, and the help that lists them. */

import { button, make } from "./elements.js";

/** @typedef {{keys: string[], shown: string, does: string, run: () => void, shift?: boolean}} Key */

export class Keys {
  /** @param {Key[]} table */
  constructor(table) {
    this.table = [...table, { keys: ["?"], shown: "?", does: "This help", run: () => this.help() }];
    this.dialog = make("dialog", { "aria-labelledby": "keys" }, make("h2", { id: "keys" }, "Keys"), this._list());
    this.dialog.append(button("Close", () => this.dialog.close()));
    document.body.append(this.dialog);
    document.addEventListener("keydown", (event) => this._pressed(event));
  }

  help() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  _list() {
    const list = make("dl");
    for (const { shown, does } of this.table) {
      list.append(make("dt", {}, ...shown.split(" ").flatMap((key) => [make("kbd", {}, key), " "])), make("dd", {}, does));
    }
    return list;
  }

  /** @param {KeyboardEvent} event */
  _pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || this.dialog.open) return;
    if (typing(event.target) || (event.key === " " && pressing(event.target))) return;
    const fits = (/** @type {Key} */ one) => one.keys.includes(event.key) && (one.shift === undefined || one.shift === event.shiftKey);
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
