// @ts-check
/** The waveform: how loud the recording is from start to end, what was played in ink. */

const BAR = 2; // pixels, and one between two
const STEP = 3;

export class Wave {
  /** @param {HTMLCanvasElement} canvas @param {import("./reading.js").Reading} reading */
  constructor(canvas, reading) {
    this.canvas = canvas;
    this.peaks = reading.peaks;
    this.share = 0;
    this.reached = -1;
    new ResizeObserver(() => this.draw()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** @param {number} share of the recording that was played, 0 to 1 */
  played(share) {
    this.share = share;
    if (Math.floor((share * this.canvas.clientWidth) / STEP) !== this.reached) this.draw();
  }

  draw() {
    const { canvas, peaks } = this;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    const context = canvas.getContext("2d");
    if (!width || !context) return;
    const dense = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * dense);
    canvas.height = Math.round(height * dense);
    context.scale(dense, dense);
    const style = getComputedStyle(canvas);
    const [played, rest] = [style.getPropertyValue("--ink"), style.getPropertyValue("--unplayed")];
    const bars = Math.floor(width / STEP);
    this.reached = Math.floor((this.share * width) / STEP);
    for (let bar = 0; bar < bars; bar += 1) {
      const from = Math.floor((bar / bars) * peaks.length);
      const to = Math.max(from + 1, Math.floor(((bar + 1) / bars) * peaks.length));
      const loud = peaks.length ? Math.max(...peaks.slice(from, to)) / 100 : 0;
      const tall = Math.max(1, loud * (height - 2));
      context.fillStyle = bar < this.reached ? played : rest;
      context.fillRect(bar * STEP, (height - tall) / 2, BAR, tall);
    }
  }
}
