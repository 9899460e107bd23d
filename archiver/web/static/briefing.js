// @ts-check
/** The briefing page: puts its parts together. Each module has one subject; this one knows who must tell whom. */

import { always, mark, parse, second } from "./address.js";
import { Cite } from "./cite.js";
import { Connectors } from "./connectors.js";
import { Doubts } from "./doubts.js";
import { Follow } from "./follow.js";
import { offer } from "./as_heard.js";
import { Keys } from "./keys.js";
import { Least } from "./least.js";
import { button } from "./elements.js";
import { flash, listen, toggle } from "./moments.js";
import { Player } from "./player.js";
import { sign } from "./printed.js";
import { Reading } from "./reading.js";
import { light, textAt, wordOf } from "./text.js";
import { Why } from "./why.js";

const STEP = 5; // seconds that an arrow key goes

const reading = new Reading(JSON.parse(document.getElementById("reading")?.textContent || "{}"));
const pane = /** @type {HTMLElement} */ (document.querySelector(".pane"));
const root = /** @type {HTMLElement | null} */ (document.querySelector(".player"));
const player = root && new Player(root, reading);
const cite = new Cite(player, reading);
pane.addEventListener("click", (event) => {
  const asked = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".acts .cite"));
  if (asked) cite.passage(reading.passages[Number(asked.dataset.p)]);
});
listen(pane);
/** @type {import("./keys.js").Key[]} */
const table = [
  { keys: ["/"], shown: "/", does: "Search the archive", run: () => document.getElementById("q")?.focus() },
];
const transcript = /** @type {HTMLElement} */ (document.querySelector(".transcript"));
const heard = offer(transcript);
if (heard) table.unshift({ keys: ["h"], shown: "h", does: "Show or hide the original words where they were put right", run: heard });
if (player) table.unshift(...withPlayer(player));
if (document.querySelector(".choices a[href*='recording=']") && reading.recording) always("recording", String(reading.recording.id));
const keys = new Keys(table);
sign();
player?.extras.append(button("Cite", () => cite.menu(), { title: "A citation of what is selected, else of what is spoken" }), button("?", () => keys.help(), { "aria-label": "Keys", title: "Keys" }));

performance.mark("ready"); // what `scripts/bench-browser` waits for

/** @param {Player} player @returns {import("./keys.js").Key[]} */
function withPlayer(player) {
  const follow = new Follow(player, reading);
  const connectors = new Connectors(reading, follow);
  const why = new Why(reading);
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector(".sure"));
  if (form) new Least(form, reading, () => {
    why.hide();
    connectors.renew();
    player.renew();
  });
  pane.addEventListener("click", () => connectors.ask());

  /** @param {number} time @param {boolean} [play] @param {boolean} [glide] */
  const go = (time, play = true, glide = true) => {
    player.seek(time);
    if (play) player.play();
    follow.attach(glide);
  };
  /** @param {1 | -1} step */
  const passage = (step) => {
    const found = player.passage(step);
    if (!found) return;
    go(found.start, player.playing);
    mark(`t=${second(found.start)}`);
    follow.announce(found);
  };
  /** @param {1 | -1} step */
  const word = (step) => {
    const sentence = Math.max(0, reading.sentenceAt(player.time));
    const { starts } = reading.words(sentence);
    const near = reading.wordAt(sentence, player.time) + step;
    const over = near < 0 || near >= starts.length;
    const other = Math.min(Math.max(0, sentence + step), reading.starts.length - 1);
    player.seek(over ? (step > 0 ? reading.starts[other] : (reading.words(other).starts.at(-1) ?? reading.starts[other])) : starts[near]);
    follow.attach();
  };
  /** @param {number} seconds */
  const step = (seconds) => {
    player.seek(player.time + seconds);
    if (follow.attached) follow.attach();
  };
  const arrive = () => {
    const asked = parse(location.hash);
    if (!asked) return;
    if ("paragraph" in asked) open(asked.paragraph);
    else stand(asked.time, asked.until ?? asked.time);
  };
  /** A paragraph with its moments, and beside it the first of them. @param {number} number */
  const open = (number) => {
    const paragraph = document.getElementById(`p${number}`);
    if (!paragraph) return;
    toggle(paragraph, true);
    const first = reading.passages.find((one) => one.paragraph === number);
    if (first && follow.besides) go(first.start, false, false);
    else if (first) player.seek(first.start);
    show(paragraph);
    if (!first && follow.besides) pane.closest(".columns")?.scrollIntoView({ behavior: "instant" });
  };
  /** A stretch of the recording, and beside it the paragraph that is talked about. @param {number} start @param {number} end */
  const stand = (start, end) => {
    go(start, false, false);
    if (end > start) light("quoted", cite.stretch(start, end));
    const first = reading.passages.find((one) => one.start < Math.max(end, start + 0.01) && one.end > start);
    if (first && follow.besides) follow.showParagraph(document.getElementById(`p${first.paragraph}`));
  };
  /** @param {HTMLElement} paragraph brought into view */
  const show = (paragraph) => {
    if (follow.besides) follow.showParagraph(paragraph);
    else follow.show(paragraph);
    flash(paragraph);
  };

  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest?.("a[href^='#']");
    const asked = link && parse(link.getAttribute("href") || "");
    if (!link || !asked || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    mark((link.getAttribute("href") || "").slice(1));
    if ("paragraph" in asked) {
      const paragraph = document.getElementById(`p${asked.paragraph}`);
      if (paragraph) show(paragraph);
    } else {
      const passage = reading.passages[Number(/** @type {HTMLElement} */ (link).dataset.p ?? -1)];
      go(passage ? passage.start : asked.time);
    }
  });
  transcript.addEventListener("click", (event) => {
    const { clientX, clientY, target } = /** @type {MouseEvent} */ (event);
    const said = /** @type {Element} */ (target).closest(".said");
    const place = said && getSelection()?.isCollapsed !== false && textAt(clientX, clientY);
    if (!said || !place || !said.contains(place.node)) return;
    const sentence = Number(/** @type {HTMLElement} */ (said.parentElement).dataset.n);
    const { starts } = reading.words(sentence);
    const time = starts[wordOf(said, place.node, place.offset)] ?? reading.starts[sentence];
    mark(`t=${second(time)}`);
    go(time);
  });
  const doubts = new Doubts(transcript, reading);
  const doubtful = () => {
    const time = doubts.next(player.time);
    if (time === null) return;
    go(time, player.playing);
    mark(`t=${second(time)}`);
  };
  const next = /** @type {HTMLElement | null} */ (transcript.querySelector(".made .doubtful"));
  if (next) {
    next.hidden = false;
    next.addEventListener("click", doubtful);
  }
  player.slider.addEventListener("change", () => follow.attach());
  player.root.addEventListener("next", () => passage(1));
  player.root.addEventListener("previous", () => passage(-1));
  window.addEventListener("hashchange", arrive);
  arrive();
  return [
    { keys: [" "], shown: "Space", does: "Play, pause", run: () => player.toggle() },
    { keys: ["ArrowLeft"], shown: "←", does: `Back ${STEP} seconds`, run: () => step(-STEP), shift: false },
    { keys: ["ArrowRight"], shown: "→", does: `Forward ${STEP} seconds`, run: () => step(STEP), shift: false },
    { keys: ["ArrowLeft"], shown: "Shift ←", does: "The previous word", run: () => word(-1), shift: true },
    { keys: ["ArrowRight"], shown: "Shift →", does: "The next word", run: () => word(1), shift: true },
    { keys: ["n"], shown: "n", does: "The next passage on a paragraph", run: () => passage(1) },
    { keys: ["p"], shown: "p", does: "The previous passage", run: () => passage(-1) },
    ...(next ? [{ keys: ["d"], shown: "d", does: "The next doubtful word", run: doubtful }] : []),
    { keys: ["b"], shown: "b", does: "Back to the spoken word", run: () => follow.attach() },
    { keys: ["s"], shown: "s", does: "Select the spoken sentence, then the next one with it", run: () => cite.select() },
    ...(cite.clip.allowed ? [{ keys: ["x"], shown: "x", does: "Save the clip of what is selected, else of what is spoken", run: () => cite.save() }] : []),
    { keys: ["c"], shown: "c", does: "Copy a citation of what is selected, else of what is spoken", run: () => cite.copy() },
  ];
}
