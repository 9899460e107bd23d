// Names that are too many to choose from are offered by what is typed of them.

const WAIT = 150; // milliseconds without a key, before anything is asked

for (const input of document.querySelectorAll("input[data-names]")) {
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => offer(input, input.value), WAIT);
  });
}

async function offer(input, typed) {
  const address = new URL(input.dataset.names, document.baseURI);
  address.searchParams.set("typed", typed);
  const answer = await fetch(address);
  if (!answer.ok || input.value !== typed) return;
  const options = (await answer.json()).map(({ value, releases }) => new Option(`${value} (${releases})`, value));
  input.list.replaceChildren(...options);
}
