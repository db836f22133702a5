// What every other part reads: the data inside the page, words, and how numbers and elements are made.
const data = JSON.parse(document.getElementById("page-data").textContent);
const { words, proofs, books } = data;
const language = document.documentElement.lang;
const MISSING = "—";

const fill = (pattern, ...values) => values.reduce((text, value) => text.replace("{}", () => value), pattern);

const number = (value, digits = 0) =>
  value === null || value === undefined
    ? MISSING
    : value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

const plain = (value) =>
  value === null || value === undefined ? MISSING : value.toLocaleString("en-US", { maximumFractionDigits: 2 });

const percent = (value) => (value === null ? MISSING : `${number(value * 100, 2)}%`);

const make = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
};

const nodeAt = (book, id) => book.nodes.findIndex((node) => node.id === id);
const parentOf = (book, id) => book.nodes.find((node) => node.children?.includes(id));
const indicators = (book) => book.nodes.filter((node) => !node.children);

// A region is known by its code at every level that has it.
const regions = new Map();
for (const book of Object.values(books)) {
  book.codes.forEach((code, row) => {
    if (!regions.has(code)) regions.set(code, { code, name: book.names[row], short: book.short[row], book, row });
  });
}
const regionNamed = (text) => {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return null;
  const all = [...regions.values()];
  const called = (region) => [region.name, region.short].map((name) => name.toLowerCase());
  return (
    all.find((region) => called(region).includes(wanted)) ??
    all.find((region) => called(region).some((name) => name.startsWith(wanted))) ??
    null
  );
};
