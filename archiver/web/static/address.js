// @ts-check
/** What addresses say: `#t=92.5` a second, `#t=92.5,97.1` a stretch, `#p4` a paragraph. */

/**
 * @param {string} hash
 * @returns {{time: number, until: number | null} | {paragraph: number} | null}
 */
export function parse(hash) {
  const time = /^#t=(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?$/.exec(hash.replace(/%2c/i, ","));
  if (time) return { time: Number(time[1]), until: time[2] ? Number(time[2]) : null };
  const paragraph = /^#p(\d+)$/.exec(hash);
  return paragraph && { paragraph: Number(paragraph[1]) };
}

/** @param {number} seconds @returns {string} to the hundredth, without needless zeros */
export function second(seconds) {
  return String(Math.round(seconds * 100) / 100);
}

/** @type {Map<string, string>} */
const said = new Map();

/** Say in every address from now on what the page shows, since another page might be the first choice one day.
 * @param {string} name @param {string} value */
export function always(name, value) {
  said.set(name, value);
}

/** @param {string} fragment without `#` @returns {string} this page's address with another fragment, to be given away */
export function address(fragment) {
  const lasting = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=canonical]"));
  return lasting ? `${lasting.href}#${fragment}` : here(fragment);
}

/** @param {string} fragment @returns {string} */
function here(fragment) {
  const url = new URL(location.href);
  for (const [name, value] of said) url.searchParams.set(name, value);
  url.hash = fragment;
  return url.href;
}

/** Put a fragment into the address bar, without a step in the history. @param {string} fragment */
export function mark(fragment) {
  history.replaceState(null, "", here(fragment));
}

/** @param {number} seconds @returns {string} like `01:32` or `2:01:32` */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
