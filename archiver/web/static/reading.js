// @ts-check
/** What the page says of the transcript: when sentences and words are said, and which passages there are. */

/**
 * @typedef {{paragraph: number, relation: string, first: number, last: number, start: number, end: number,
 *   span: [number, number]}} Passage
 * @typedef {{sentence: number, paragraph: number, relation: string, told: string, unlike: string[],
 *   same: [number, number, number, number][]}} Tie
 * @typedef {{starts: Float64Array, ends: Float64Array}} Times
 */

const HOLD = 0.6; // seconds for which the last word stays lit in a pause
const HOLD_SENTENCE = 3;

/** @param {ArrayLike<number>} starts @param {number} time @returns {number} the last that begins by then, or -1 */
export function lastBefore(starts, time) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export class Reading {
  /** @param {any} data */
  constructor(data) {
    this.release = data.release;
    this.recording = data.recording;
    this.transcript = data.transcript;
    /** @type {string[]} of those who speak, as people gave them */
    this.named = data.named;
    this.duration = data.duration;
    /** @type {number[]} */
    this.peaks = data.peaks;
    /** @type {number[]} */
    this.starts = data.starts;
    /** @type {number[]} */
    this.ends = data.ends;
    /** @type {[number, string][]} who speaks from which sentence on */
    this.voices = data.voices;
    /** @type {Record<string, string>} */
    this.paragraphs = data.paragraphs;
    this.relink(data);
    /** @type {HTMLElement[]} */
    this.elements = Array.from(document.querySelectorAll(".s"));
    /** @type {Map<number, Times>} */
    this.timed = new Map();
  }

  /** Have other links. @param {any} data */
  relink(data) {
    /** @type {Passage[]} */
    this.passages = data.passages.map((/** @type {any[]} */ row) => {
      const [paragraph, relation, first, last, start, end, ...span] = row;
      return { paragraph, relation, first, last, start, end, span };
    });
    /** @type {Tie[]} */
    this.ties = data.ties;
  }

  /** @param {number} sentence @returns {string} who says it, or nothing */
  voiceOf(sentence) {
    return this.voices[lastBefore(this.voices.map(([first]) => first), sentence)]?.[1] || "";
  }

  /** @param {number} time @returns {number} the sentence being said, or -1 */
  sentenceAt(time) {
    const number = lastBefore(this.starts, time + 0.005);
    return number >= 0 && time < this.ends[number] + HOLD_SENTENCE ? number : -1;
  }

  /** @param {number} sentence @param {number} time @returns {number} the word being said, or -1 */
  wordAt(sentence, time) {
    const { starts, ends } = this.words(sentence);
    const number = lastBefore(starts, time + 0.005);
    return number >= 0 && time < ends[number] + HOLD ? number : -1;
  }

  /** @param {number} time @returns {Passage[]} what is being talked about */
  passagesAt(time) {
    return this.passages.filter((one) => one.start <= time + 0.005 && time < one.end);
  }

  /**
   * When each word of a sentence is said; a word that nobody timed has the time of the one before.
   * @param {number} sentence @returns {Times}
   */
  words(sentence) {
    let known = this.timed.get(sentence);
    if (!known) {
      known = unpacked(this.elements[sentence].dataset.w, this.starts[sentence]);
      this.timed.set(sentence, known);
    }
    return known;
  }
}

/** @param {string | undefined} marks @param {number} begin @returns {Times} */
function unpacked(marks, begin) {
  const list = marks ? marks.split(" ") : [];
  const starts = new Float64Array(list.length);
  const ends = new Float64Array(list.length);
  let reached = Math.round(begin * 100);
  list.forEach((mark, number) => {
    const timed = /^(-?\d+)\+(-?\d+)$/.exec(mark);
    if (timed) {
      starts[number] = (reached + Number(timed[1])) / 100;
      reached += Number(timed[1]) + Number(timed[2]);
      ends[number] = reached / 100;
    } else {
      starts[number] = number ? starts[number - 1] : begin;
      ends[number] = number ? ends[number - 1] : begin;
    }
  });
  return { starts, ends };
}
