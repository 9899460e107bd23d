// @ts-check
/** Paragraphs: their moments, opened by their button or a click on their text. */

/** @param {Element} paragraph @param {boolean} [open] the other way round, unless told */
export function toggle(paragraph, open) {
  const own = paragraph.querySelector("button.tell");
  const list = own && document.getElementById(own.getAttribute("aria-controls") || "");
  if (!own || !list) return;
  list.hidden = open === undefined ? !list.hidden : !open;
  own.setAttribute("aria-expanded", String(!list.hidden));
}

/** Make somebody look at a paragraph. @param {Element} paragraph */
export function flash(paragraph) {
  paragraph.classList.remove("found");
  requestAnimationFrame(() => paragraph.classList.add("found"));
}

/** @param {HTMLElement} pane */
export function listen(pane) {
  pane.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const paragraph = target.closest(".para");
    const selecting = !(getSelection()?.isCollapsed ?? true);
    if (paragraph && (target.closest("button.tell") || (target.closest(".text") && !selecting))) toggle(paragraph);
  });
}
