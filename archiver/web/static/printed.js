// @ts-check
/** What stands on paper below a page: its address, and the day on which it was printed. */

import { address } from "./address.js";
import { day } from "./citation.js";
import { make } from "./elements.js";

/** Have it there whenever the page is printed. */
export function sign() {
  const line = make("p", { class: "printed" });
  document.querySelector("main")?.append(line);
  window.addEventListener("beforeprint", () => {
    line.textContent = `${address(location.hash.slice(1))}, printed on ${day(new Date())}`;
  });
}
