// @ts-check
/** Searching a published site: Pagefind finds the pages, and from each it is told at which second or paragraph. */

import { clock, parse } from "./address.js";
import { button, make } from "./elements.js";

const AT_ONCE = 10; // pages whose places are looked up and shown
const PLACES = 3; // of one page
const AROUND = 14; // words before and behind the one that was found

/** @typedef {{element: string, id: string, location: number}} Anchor */

const field = /** @type {HTMLInputElement} */ (document.getElementById("q"));
const count = /** @type {HTMLElement} */ (document.getElementById("count"));
const list = /** @type {HTMLElement} */ (document.querySelector(".hits ol"));
const parts = Number(/** @type {HTMLElement} */ (document.querySelector(".hits")).dataset.parts); // of the index
const asked = new URLSearchParams(location.search).get("q") || "";
field.value = asked;
if (asked) find(asked);
else field.focus();

/** @param {string} words */
async function find(words) {
  count.textContent = "Searching…";
  const results = await searched(words);
  if (!results) return;
  count.textContent = results.length === 1 ? "1 release" : results.length ? `${results.length.toLocaleString("en")} releases` : "Nothing found";
  show(results);
}

/** @param {string} words @returns {Promise<any[] | null>} null where nothing can be looked up */
async function searched(words) {
  if (location.protocol === "file:") { // browsers do not load what Pagefind consists of from there
    count.textContent = "A browser cannot search pages that lie in a folder. On a web server they can be searched; here, begin with the list of releases.";
    return null;
  }
  try {
    const pagefind = await import(new URL("pagefind/pagefind.js", document.baseURI).href);
    for (let part = 2; part <= parts; part += 1) await pagefind.mergeIndex(new URL(`pagefind/part-${part}/`, document.baseURI).href);
    return (await pagefind.search(words)).results;
  } catch {
    count.textContent = "The search index could not be loaded. Try again later.";
    return null;
  }
}

/** Show the next results. @param {any[]} results */
async function show(results) {
  const found = await Promise.all(results.slice(0, AT_ONCE).map((result) => result.data()));
  list.append(...found.map(hit));
  const rest = results.slice(AT_ONCE);
  if (!rest.length) return;
  const more = button(`Show more of the other ${rest.length.toLocaleString("en")}`, () => {
    more.remove();
    show(rest);
  });
  list.after(more);
}

/** @param {any} data of a page @returns {HTMLElement} */
function hit(data) {
  const page = data.raw_url.replace(/^\//, "");
  const words = data.raw_content.split(/\s+/);
  const facts = make("p", { class: "facts" }, make("a", { class: "name", href: page, dir: "auto" }, data.meta.title));
  for (const name of ["date", "issuer"]) if (data.meta[name]) facts.append(make("span", {}, data.meta[name]));
  const places = [...new Map(data.locations.map((/** @type {number} */ at) => [anchorOf(data.anchors, at)?.id || "", at]))].slice(0, PLACES);
  return make("li", { class: "hit" }, facts, ...places.map(([id, at]) => place(`${page}${id && "#"}${id}`, id, excerpt(words, data.locations, at))));
}

/** @param {Anchor[]} anchors @param {number} at @returns {Anchor | undefined} the last that a word stands behind */
function anchorOf(anchors, at) {
  return anchors.filter((one) => one.location <= at && parse(`#${one.id}`)).at(-1);
}

/** @param {string} address @param {string} id @param {(Node | string)[]} text @returns {HTMLElement} */
function place(address, id, text) {
  const where = parse(`#${id}`);
  const told = !where ? "" : "time" in where ? `said at ${clock(where.time)}` : "written";
  return make("p", { class: "text" }, make("a", { href: address, dir: "auto" }, ...text), " ", make("small", {}, told));
}

/** @param {string[]} words @param {number[]} found @param {number} at @returns {(Node | string)[]} */
function excerpt(words, found, at) {
  const from = Math.max(0, at - AROUND);
  const to = Math.min(words.length, at + AROUND);
  const marked = new Set(found);
  const text = words.slice(from, to).flatMap((word, n) => [marked.has(from + n) ? make("mark", {}, word) : word, " "]);
  return [from ? "… " : "", ...text, to < words.length ? "…" : ""];
}
