// Fills the blanks of a sentence with what only the browser knows.
const BLANK = /\{(\w+)\}/g;

/** Put values into the blanks of a sentence. A page that is built ahead keeps the mark instead:
 * tools/speaking.py puts the same values into the sentence of each language. */
export function fill(sentence, values) {
  if (typeof document === "undefined") return kept(sentence, values);
  return sentence.replace(BLANK, (blank, name) => values[name] ?? blank);
}

function kept(sentence, values) {
  const more = Object.entries(values).map(([name, value]) => `%|${name}=${value}`);
  return `${sentence.slice(0, -2)}${more.join("")}%}`;
}
