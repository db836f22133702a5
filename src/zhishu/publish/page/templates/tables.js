// Long tables: sort by a heading, filter by name and tier.
const sortable = (block) => {
  const body = block.querySelector("tbody");
  const rows = [...body.rows];
  const headings = [...block.querySelectorAll("thead th")];
  const tools = block.querySelector("form");
  const count = block.querySelector("output");
  const nothing = block.querySelector(".nothing");
  const order = new Map(rows.map((row, place) => [row, place]));

  const value = (row, column) => row.cells[column].dataset.v ?? row.cells[column].textContent;

  const compare = (column) => (first, second) => {
    const a = value(first, column), b = value(second, column);
    const x = Number(a), y = Number(b);
    const numeric = a !== "" && b !== "" && !Number.isNaN(x) && !Number.isNaN(y);
    const missing = (a === "") - (b === "");
    return missing || (numeric ? x - y : a.localeCompare(b, language));
  };

  const sort = (column) => {
    const heading = headings[column];
    const score = heading.matches(".score, .number, .share");
    const now = heading.getAttribute("aria-sort");
    const down = now ? now === "ascending" : score;
    for (const other of headings) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const by = compare(column);
    const lacks = (row) => value(row, column) === "";
    const sorted = [...rows].sort((a, b) =>
      lacks(a) || lacks(b) ? by(a, b) : (down ? -by(a, b) : by(a, b)) || order.get(a) - order.get(b));
    body.append(...sorted);
  };

  const filter = () => {
    const wanted = tools.elements.text.value.trim().toLowerCase();
    const tier = tools.elements.tier ? tools.elements.tier.value : "";
    let shown = 0;
    for (const row of rows) {
      const names = [...row.querySelectorAll("th, td:not([data-v])")].map((cell) => cell.textContent).join(" ");
      const mark = row.querySelector(".tier");
      const fits = names.toLowerCase().includes(wanted) && (tier === "" || mark?.dataset.v === tier);
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    nothing.hidden = shown > 0;
    count.textContent = count.dataset.form.replace("{}", shown).replace("{}", rows.length);
  };

  const sortedAlready = rows.every((row, at) => at === 0 || compare(0)(rows[at - 1], row) <= 0);
  if (sortedAlready) headings[0].setAttribute("aria-sort", "ascending");
  headings.forEach((heading, column) => heading.querySelector("button").addEventListener("click", () => sort(column)));
  tools.addEventListener("input", filter);
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.hidden = false;
};

// Saving a table as CSV: what a spreadsheet would run as a formula is kept as text.
const csvCell = (cell) => {
  const raw = cell.dataset.v !== undefined && cell.dataset.v !== "" && !cell.matches(".tier, .interval") ? cell.dataset.v : cell.textContent;
  const text = raw.trim();
  const safe = /^[=+\-@\t]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const csv = (table) =>
  "\ufeff" + [...table.rows].filter((row) => !row.hidden).map((row) => [...row.cells].map(csvCell).join(",")).join("\r\n") + "\r\n";

const save = (name, text, type) => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = make("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
};

const saving = (block) => {
  const name = `${data.name}-${block.id}`;
  block.querySelector('[data-save="csv"]').addEventListener("click", () =>
    save(`${name}.csv`, csv(block.querySelector("table")), "text/csv;charset=utf-8"));
  block.querySelector(".actions").hidden = false;
};
