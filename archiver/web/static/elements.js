// @ts-check
/** Making elements, and telling the reader in passing. */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {string} tag @param {Record<string, string>} [attributes] @param {...Node} children @returns {SVGElement} */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {string} label @param {() => void} action @param {Record<string, string>} [attributes] @param {Node} [icon] */
export function button(label, action, attributes = {}, icon) {
  const made = make("button", { type: "button", ...attributes }, icon || label);
  if (icon) made.setAttribute("aria-label", label);
  if (icon) made.title = label;
  made.addEventListener("click", action);
  return made;
}

const spoken = make("p", { class: "hear", role: "status" });
const seen = make("p", { class: "toast", hidden: "", "aria-hidden": "true" });
document.body.append(spoken, seen);
let fading = 0;

/** Tell those who listen to the page. @param {string} text */
export function say(text) {
  spoken.textContent = text;
}

/** Tell everybody, for a few seconds. @param {string} text */
export function tell(text) {
  say(text);
  seen.textContent = text;
  seen.hidden = false;
  clearTimeout(fading);
  fading = window.setTimeout(() => (seen.hidden = true), 3500);
}
