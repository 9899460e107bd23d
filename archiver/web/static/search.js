// Hits play where they stand, one at a time; a short button takes the place of each player until it is wanted.

import { chosenKeys, keyFor } from "./key_choice.js";

const players = [...document.querySelectorAll(".hit audio")];

for (const player of players) {
  const button = document.createElement("button");
  const from = player.getAttribute("aria-label");
  button.type = "button";
  button.className = "listen";
  button.textContent = "Listen";
  button.setAttribute("aria-label", `Listen: ${from}`);
  button.addEventListener("click", () => {
    player.hidden = false;
    button.remove();
    player.focus();
    player.play().catch(() => say(player));
  });
  player.hidden = true;
  player.before(button);
  player.addEventListener("play", () => players.forEach((other) => other === player || other.pause()));
  player.addEventListener("error", () => say(player));
}

// What the browser cannot play can still be downloaded.
function say(player) {
  if (player.error === null || player.nextElementSibling.matches(".unplayable")) return;
  const note = document.createElement("a");
  note.className = "unplayable";
  note.href = player.src;
  note.download = "";
  note.textContent = "This browser cannot play it; download the recording";
  player.after(note);
}

const slash = keyFor(chosenKeys(), "/");
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (event.key === slash && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("q").select();
  }
});
