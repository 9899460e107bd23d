// @ts-check
/** A citation in the forms that people and programs want: a sentence, CSL-JSON, BibTeX. */

/**
 * @typedef {{title: string, number: string | null, issuer: string | null, date: string | null, day: string | null,
 *   url: string | null, language: string | null}} Release day: the date as people write it
 * @typedef {{label: string | null, sha256: string | null}} Recording
 * @typedef {{id: number, day: string, made: string}} Transcript made: by whom or what, in words
 * @typedef {{release: Release, recording: Recording | null, transcript: Transcript | null, archive: string}} Sources
 * @typedef {{text: string, voice: string, named: boolean, place: string, time: string}} Said
 *   what is cited: the words; who says them, whether that is a name, and when; or their place in the release
 * @typedef {{sources: Sources, said: Said, address: string, accessed: Date}} Cited
 */

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** @param {Cited} cited @returns {string} the publisher's address first, then what it was and where it is kept */
export function asSentence({ sources, said, address, accessed }) {
  const { release } = sources;
  const who = [said.voice, `“${release.title}”`, release.number, release.issuer, said.place].filter(Boolean).join(", ");
  const published = [release.url, release.day].filter(Boolean).join(", ");
  const kept = `${address}, accessed on ${day(accessed)}`;
  const told = [who, published, ...(said.time ? evidence(sources, said) : []), kept].filter(Boolean);
  return `${said.text ? `“${said.text}” ` : ""}${told.join(". ")}.`;
}

/** @param {Cited} cited @returns {string} as Zotero and other reference managers read it (https://citationstyles.org) */
export function asCsl(cited) {
  const { sources, said, address, accessed } = cited;
  const { release, archive } = sources;
  const item = {
    id: key(cited),
    type: said.time ? "speech" : "webpage",
    title: release.title,
    author: author(cited) ? [{ literal: author(cited) }] : undefined,
    publisher: release.issuer || undefined,
    number: release.number || undefined,
    issued: release.date ? { "date-parts": [parts(release.date)] } : undefined,
    accessed: { "date-parts": [parts(iso(accessed))] },
    URL: release.url || address,
    archive,
    archive_location: address,
    language: release.language || undefined,
    note: note(cited) || undefined,
  };
  return JSON.stringify([item], null, 2);
}

/** @param {Cited} cited @returns {string} */
export function asBibtex(cited) {
  const { sources, said, address, accessed } = cited;
  const { release } = sources;
  const [year, month] = release.date ? parts(release.date) : [];
  const fields = [
    ["author", author(cited) && `{${latex(author(cited))}}`],
    ["title", `{${latex(release.title)}}`],
    ["howpublished", said.time ? latex(`${sources.recording?.label || "Recording"}, ${said.time}`) : null],
    ["number", release.number && latex(release.number)],
    ["organization", release.issuer && latex(release.issuer)],
    ["year", year],
    ["month", month && MONTHS[month - 1]],
    ["url", verbatim(release.url || address)],
    ["urldate", iso(accessed)],
    ["note", latex([note(cited), `Archived at ${address}`].filter(Boolean).join(" "))],
  ];
  const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = ${name === "month" ? value : `{${value}}`},\n`);
  return `@misc{${key(cited)},\n${lines.join("")}}`;
}

/** @param {Sources} sources @param {Said} said @returns {string[]} the recording by its hash, and the transcript's version */
function evidence({ recording, transcript }, said) {
  const hash = recording?.sha256 ? ` of the recording with SHA-256 ${recording.sha256}` : "";
  const version = transcript && `Transcript ${transcript.id} of ${transcript.day}, ${transcript.made}`;
  return [[recording?.label, `${said.time}${hash}`].filter(Boolean).join(", "), version || ""];
}

/** @param {Cited} cited */
function note({ sources, said }) {
  const quoted = [said.text && `“${said.text}”`, said.place].filter(Boolean).join(", ");
  return [quoted, ...(said.time ? evidence(sources, said).map((one) => one && `${one}.`) : [])].filter(Boolean).join(" ");
}

/** @param {Cited} cited */
function author({ sources, said }) {
  return said.named ? said.voice : sources.release.issuer || "";
}

/** @param {Cited} cited @returns {string} `nato2006statement` */
function key({ sources }) {
  const { issuer, date, title } = sources.release;
  const words = [issuer || "", (date || "").slice(0, 4), /[\p{L}\p{N}]{4,}/u.exec(title)?.[0] || ""];
  return words.join("").normalize("NFD").toLowerCase().replace(/[^a-z0-9]/g, "") || "briefing";
}

/** @param {string} date ISO 8601 @returns {number[]} year, and month and day where they are known */
function parts(date) {
  return date.split("-").map(Number);
}

/** @param {Date} date @returns {string} the day here */
function iso(date) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** @param {Date} date @returns {string} `27 November 2026`, in the page's language */
export function day(date) {
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}

/** @param {string} text @returns {string} with what means something to LaTeX written so that it means itself */
function latex(text) {
  /** @type {Record<string, string>} */
  const written = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  return text.replace(/[\\{}$&#^_~%]/g, (sign) => written[sign] || `\\${sign}`);
}

/** @param {string} address @returns {string} which BibTeX must not take for the end of its field */
function verbatim(address) {
  return address.replace(/[{}\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
