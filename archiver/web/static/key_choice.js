// @ts-check
/** Which keys of one letter a reader wants: none, ours, or others; kept in this browser (WCAG 2.1.4). */

const KEPT = "briefing-archive-keys";

/** @typedef {{off: boolean, instead: Record<string, string>}} Choice instead: another letter for one of ours */

/** @returns {Choice} */
export function chosenKeys() {
  try {
    return { off: false, instead: {}, ...JSON.parse(localStorage.getItem(KEPT) || "{}") };
  } catch {
    return { off: false, instead: {} }; // a browser that keeps nothing, or something else was kept there
  }
}

/** @param {Choice} choice @returns {boolean} whether the browser kept it */
export function keepKeys(choice) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(choice));
    return true;
  } catch {
    return false;
  }
}

/** @param {Choice} choice @param {string} key @returns {string | null} what is to be pressed for a key of ours, if anything */
export function keyFor(choice, key) {
  if (key.length > 1 || key === " ") return key;
  return choice.off ? null : choice.instead[key] || key;
}
