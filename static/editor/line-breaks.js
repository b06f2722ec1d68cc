// What the Enter key types in a list or a quotation.

const QUOTE = /^(?: {0,3}>(?!!) ?)+/; // ">!" opens a spoiler
const ITEM = /^( *)(?:([-*+])|(\d{1,9})([.)]))( +)(\[[ xX]\] +)?/;
const FENCE = /^ {0,3}(?:```|~~~)/;

const isInCode = (before) => before.split("\n").filter((line) => FENCE.test(line)).length % 2 === 1;

function nextMark([, indent, bullet, number, sign, space, box]) {
  return `${indent}${bullet ?? `${Number(number) + 1}${sign}`}${space}${box ? "[ ] " : ""}`;
}

// The line before position `from`, without the marks of a quotation.
const lineBefore = (value, from) => value.slice(0, from).split("\n").at(-2)?.replace(QUOTE, "") ?? "";

// The edit that Enter makes in a text with the selection `start` to `end`: {from, to, text}. A new
// line has the marks of its line. A line that has nothing but marks loses them, and an empty line
// separates it from the item before: otherwise what is typed next would belong to that item. Null
// elsewhere.
export function lineBreak(value, start, end) {
  const from = value.slice(0, start).lastIndexOf("\n") + 1;
  const next = value.indexOf("\n", end);
  const line = value.slice(from, next < 0 ? value.length : next);
  const quote = QUOTE.exec(line)?.[0] ?? "";
  const item = ITEM.exec(line.slice(quote.length));
  const marks = quote.length + (item?.[0].length ?? 0);
  if (!marks || start - from < marks || isInCode(value.slice(0, from))) return null;
  if (!line.slice(marks).trim()) {
    const kept = item ? quote : "";
    const gap = lineBefore(value, from).trim() ? `${kept.trimEnd()}\n` : "";
    return { from, to: from + line.length, text: gap + kept };
  }
  return { from: start, to: end, text: `\n${quote}${item ? nextMark(item) : ""}` };
}
