// @ts-check
/** Clips: what is selected as an MP3, where the server cuts them. */

import { parse } from "./address.js";
import { make, tell } from "./elements.js";

export class Clip {
  /** @param {HTMLElement | null} player */
  constructor(player) {
    this.address = player?.dataset.clips || "";
    this.longest = Number(player?.dataset.longest);
    this.link = make("a", { download: "", hidden: "" }, "Clip");
  }

  /** Whether this server cuts any. */
  get allowed() {
    return Boolean(this.address);
  }

  /** Be about a stretch of the recording, or about nothing. @param {string} fragment like `t=92.5,97.1` */
  aim(fragment) {
    const asked = parse(`#${fragment}`);
    const [start, end] = asked && "time" in asked ? [asked.time, asked.until ?? asked.time] : [0, 0];
    const fits = end > start && end - start <= this.longest;
    this.link.hidden = !this.allowed || !fits;
    this.link.href = fits ? `${this.address}&from=${start}&to=${end}` : "";
    return fits;
  }

  /** Download it. @param {string} fragment */
  save(fragment) {
    if (this.aim(fragment)) this.link.click();
    else tell(`A clip is of what is said, and of ${this.longest / 60} minutes at most`);
  }
}
