// @ts-check
/** What was heard where words were put right, written out beside them all: for those who cannot hover. */

import { button } from "./elements.js";

/** @param {HTMLElement} transcript @returns {(() => void) | null} shows and hides it; null where nothing was put right */
export function offer(transcript) {
  const made = transcript.querySelector(".made");
  if (!made || !transcript.querySelector(".s ins[data-heard]")) return null;
  const toggle = () => {
    const shown = transcript.classList.toggle("heard");
    own.setAttribute("aria-pressed", String(shown));
  };
  const own = button("Show what was heard", toggle, { "aria-pressed": "false" });
  made.append(" ", own);
  return toggle;
}
