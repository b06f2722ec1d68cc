// What the Enter key types in a list or a quotation.

const QUOTE = /^(?: {0,3}>(?!!) ?)+/; // ">!" opens a spoiler
const ITEM = /^( *)(?:([-*+])|(\d{1,9})([.)]))( +)(\[[ xX]\] +)?/;
const FENCE = /^ {0,3}(?:```|~~~)/;

const isInCode = (before) => before.split("\n").filter((line) => FENCE.test(line)).length % 2 === 1;

function nextMark([, indent, bullet, number, sign, space, box]) {
  return `${indent}${bullet ?? `${Number(number) + 1}${sign}`}${space}${box ? "[ ] " : ""}`;
}

// The edit that Enter makes in a text with the selection `start` to `end`: {from, to, text}. A new
// line has the marks of its line; a line that has nothing but marks loses them. Null elsewhere.
export function lineBreak(value, start, end) {
  const from = value.slice(0, start).lastIndexOf("\n") + 1;
  const next = value.indexOf("\n", end);
  const line = value.slice(from, next < 0 ? value.length : next);
  const quote = QUOTE.exec(line)?.[0] ?? "";
  const item = ITEM.exec(line.slice(quote.length));
  const marks = quote.length + (item?.[0].length ?? 0);
  if (!marks || start - from < marks || isInCode(value.slice(0, from))) return null;
  if (!line.slice(marks).trim()) {
    return { from: from + (item ? quote.length : 0), to: from + line.length, text: "" };
  }
  return { from: start, to: end, text: `\n${quote}${item ? nextMark(item) : ""}` };
}
