// @ts-check
/** Words of an element as ranges, so that they can be lit and pointed at without an element for each. */

/** @param {Element} element @returns {[number, number][]} where each word begins and ends in its text */
export function wordsOf(element) {
  return Array.from((element.textContent || "").matchAll(/\S+/g), (found) => [found.index, found.index + found[0].length]);
}

/** @param {Element} element @param {number} begin @param {number} end @returns {Range} */
export function rangeOf(element, begin, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let passed = 0;
  let placed = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.nodeValue?.length || 0;
    if (!placed && begin < passed + length) {
      range.setStart(node, begin - passed);
      placed = true;
    }
    if (placed && end <= passed + length) {
      range.setEnd(node, end - passed);
      break;
    }
    passed += length;
  }
  return range;
}

/** @param {Element} element @param {number} first @param {number} last past the last @returns {Range | null} */
export function rangeOfWords(element, first, last) {
  const words = wordsOf(element);
  return words[first] && words[last - 1] ? rangeOf(element, words[first][0], words[last - 1][1]) : null;
}

/**
 * Which word of an element a place of the document is in, or follows.
 * @param {Element} element @param {Node} node @param {number} offset @returns {number} -1 before the first
 */
export function wordOf(element, node, offset) {
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(node, offset);
  const place = before.toString().length;
  return wordsOf(element).findLastIndex(([begin]) => begin <= place);
}

/** @param {number} x @param {number} y @returns {{node: Node, offset: number} | null} the text under a point */
export function textAt(x, y) {
  const page = /** @type {any} */ (document);
  if (page.caretPositionFromPoint) {
    const found = page.caretPositionFromPoint(x, y);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  const range = page.caretRangeFromPoint(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}

/** Light ranges by name; where the browser cannot, nothing is lit. @param {string} name @param {Range[]} ranges */
export function light(name, ranges) {
  if (!("highlights" in CSS)) return;
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
}
