// @ts-check
/** The menu of citations: the same in several forms, to be copied. */

import { button, make, tell } from "./elements.js";

export class CiteMenu {
  /** @param {{name: string, write: () => string}[]} forms */
  constructor(forms) {
    this.forms = forms;
    this.shown = forms[0];
    this.area = make("textarea", { readonly: "", "aria-labelledby": "cite-title", rows: "7" });
    this.about = make("p", { class: "about" });
    this.dialog = make("dialog", { class: "cite", "aria-labelledby": "cite-title" },
      make("h2", { id: "cite-title" }, "Cite"),
      this.about,
      this._choice(),
      this.area,
      make("div", { class: "acts" }, button("Copy", () => this._copy(), { class: "main" }), button("Close", () => this.dialog.close())),
    );
    document.body.append(this.dialog);
  }

  /** @param {string} about what is cited, in short */
  open(about) {
    this.about.textContent = about;
    this._write();
    if (!this.dialog.open) this.dialog.showModal();
    /** @type {HTMLElement} */ (this.dialog.querySelector("button.main")).focus();
  }

  _choice() {
    const choice = make("fieldset", { class: "forms" }, make("legend", { class: "hear" }, "Form"));
    this.forms.forEach((form, number) => {
      const radio = make("input", { type: "radio", name: "form", ...(number ? {} : { checked: "" }) });
      radio.addEventListener("change", () => {
        this.shown = form;
        this._write();
      });
      choice.append(make("label", {}, radio, make("span", {}, form.name)));
    });
    return choice;
  }

  _write() {
    this.area.value = this.shown.write();
  }

  async _copy() {
    try {
      await navigator.clipboard.writeText(this.area.value);
      this.dialog.close();
      tell(`${this.shown.name} copied`);
    } catch {
      this.area.select(); // no permission, or no secure connection: the reader's own keys copy it
      tell("Selected: copy it with your own keys");
    }
  }
}
