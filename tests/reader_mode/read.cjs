// Standard input: a JSON list of HTML pages. Standard output: a list of what reader mode makes of
// each: title, byline, excerpt, content (HTML) and textContent; null for what it finds no article in.
const { Readability } = require("@mozilla/readability");
const { parseHTML } = require("linkedom");

const pages = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const read = (html) => new Readability(parseHTML(html).document).parse();
process.stdout.write(JSON.stringify(pages.map(read)));
