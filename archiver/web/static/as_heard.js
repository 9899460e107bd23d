// @ts-check
/** The words as they were transcribed, beside those that were put right: for readers who cannot hover. */

import { button } from "./elements.js";

/** @param {HTMLElement} transcript @returns {(() => void) | null} shows and hides it; null where nothing was put right */
export function offer(transcript) {
  const made = transcript.querySelector(".made");
  if (!made || !transcript.querySelector(".s ins[data-heard]")) return null;
  const toggle = () => {
    const shown = transcript.classList.toggle("heard");
    own.setAttribute("aria-pressed", String(shown));
  };
  const own = button("Show the original words", toggle, { "aria-pressed": "false" });
  made.append(" ", own);
  return toggle;
}
