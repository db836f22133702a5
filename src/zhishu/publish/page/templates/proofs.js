// The side panel: what proves a number or a sentence, and any cell of a table taken apart down to records.
const panel = make("dialog", { className: "panel", "aria-labelledby": "panel-title" });

const heading = (text) => make("h3", {}, text);

const open = (...children) => {
  const top = make("div", { className: "panel-top" },
    make("p", {}, words.evidence),
    make("button", { type: "button", className: "panel-close", onclick: () => panel.close() }, words.close));
  panel.replaceChildren(top, make("div", { className: "panel-in" }, ...children));
  if (!panel.open) panel.showModal();
  panel.scrollTop = 0;
  const title = panel.querySelector("h2");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
};

const table = (columns, rows, { foot = null, label = "" } = {}) =>
  make("div", { className: "scroll", tabIndex: 0, role: "group", "aria-label": label },
    make("table", {},
      make("caption", { className: "unseen" }, label),
      make("thead", {}, make("tr", {}, ...columns.map(([title, right]) => make("th", { scope: "col", className: right ? "right" : "" }, title)))),
      make("tbody", {}, ...rows),
      foot && make("tfoot", {}, foot)));

const SHORT = 12;
const cell = (text, right) => {
  const short = (typeof text === "string" ? text : text.textContent).length <= SHORT;
  return make("td", { className: right ? "number short" : short ? "short" : "" }, text);
};
const stepButton = (text, action) => make("button", { type: "button", className: "step-into", onclick: action }, text);

// Evidence that the report gives.
const proofTable = (found, label) => {
  const book = books[found.level];
  const rows = found.rows.map((texts, at) => {
    const code = found.regions?.[at];
    return make("tr", {}, ...texts.map((text, column) => {
      const [, right, node] = found.columns[column];
      const leads = book && code && book.codes.includes(code) && node && nodeAt(book, node) >= 0;
      const inner = leads ? stepButton(text, () => showCell(book, code, node)) : text;
      return column === found.heading ? make("th", { scope: "row", className: text.length <= SHORT ? "short" : "" }, inner) : cell(inner, right);
    }));
  });
  return table(found.columns, rows, { label });
};

const showProof = (id) => {
  const found = proofs[id];
  if (!found) return;
  open(
    make("h2", { id: "panel-title" }, found.title),
    ...(found.formula ? [heading(words.formula), make("p", { className: "formula" }, found.formula)] : []),
    ...(found.cells.rows.length ? [heading(words.cells), proofTable(found.cells, found.title)] : []),
    ...(found.where ? [heading(words.where), make("p", { className: "where" }, found.where)] : []),
    ...(found.counted || found.records ? [heading(words.records)] : []),
    ...(found.counted ? [make("p", {}, fill(words.records_shown, found.counted, found.records?.rows.length ?? 0))] : []),
    ...(found.records ? [proofTable(found.records, words.records)] : []),
  );
};

// A cell of a table: region × node, taken apart.
const facts = (pairs) =>
  make("dl", { className: "facts" }, ...pairs.filter(Boolean).map(([name, value, small]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, value, small && make("small", {}, ` ${small}`)))));

const path = (book, code, id) => {
  const steps = [];
  for (let node = parentOf(book, id); node; node = parentOf(book, node.id)) steps.unshift(node);
  return make("ol", { className: "path", "aria-label": words.steps },
    make("li", {}, book.name),
    ...steps.map((node) => make("li", {}, stepButton(node.name, () => showCell(book, code, node.id)))));
};

const bar = (share) => {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.setAttribute("viewBox", "0 0 100 6");
  drawn.setAttribute("preserveAspectRatio", "none");
  drawn.setAttribute("aria-hidden", "true");
  for (const [name, width] of [["track", 100], ["fill", Math.max(0, Math.min(1, share)) * 100]]) {
    const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    box.setAttribute("class", name);
    box.setAttribute("width", width);
    box.setAttribute("height", 6);
    drawn.append(box);
  }
  return drawn;
};

const parts = (book, row, code, node) => {
  const at = nodeAt(book, node.id);
  const total = book.scores[row][at];
  const children = node.children.map((id) => ({ id, at: nodeAt(book, id) }));
  const points = children.map((child) => (book.scores[row][child.at] === null ? null : book.weights[child.at] * book.scores[row][child.at]));
  const most = Math.max(...points.map((value) => value ?? 0), 1e-12);
  const rows = children.map((child, place) =>
    make("tr", {},
      make("th", { scope: "row" }, stepButton(book.nodes[child.at].name, () => showCell(book, code, child.id))),
      cell(percent(book.weights[child.at]), true),
      cell(number(book.scores[row][child.at], 2), true),
      cell(plain(book.ranks[row][child.at]), true),
      ...(node.adds ? [make("td", { className: "number share", "data-points": points[place] ?? "" }, number(points[place], 2), bar((points[place] ?? 0) / most))] : [])));
  const columns = [[words.part, 0], [words.weight, 1], [words.score, 1], [words.rank, 1], ...(node.adds ? [[words.points, 1]] : [])];
  const foot = node.adds
    ? make("tr", {}, make("th", { scope: "row", colSpan: 4 }, words.sum), make("td", { className: "number sum" }, number(total, 2)))
    : null;
  return [
    heading(words.made_of),
    make("p", { className: "formula" }, node.adds ? words.adds : words.adds_not),
    table(columns, rows, { foot, label: words.made_of }),
  ];
};

const recordsOf = (node, code) => {
  if (!node.records) return [];
  const { source, columns, found } = node.records;
  const [count, ...rows] = found[code] ?? [0];
  return [
    heading(`${words.records}（${source}）`.replace(/（(.*)）/, language === "en" ? " ($1)" : "（$1）")),
    make("p", { "data-records": count }, count ? fill(words.records_shown, number(count), rows.length) : words.none_found),
    ...(rows.length ? [table(columns.map((column) => [column, 0]), rows.map((texts) => make("tr", {}, ...texts.map((text) => cell(text, false)))), { label: words.records })] : []),
  ];
};

const origin = (book, row, code, node) => {
  const column = indicators(book).indexOf(node);
  const at = nodeAt(book, node.id);
  const raw = book.raw[row][column];
  const prepared = (book.prepared ?? book.raw)[row][column];
  const comparable = book.normalised[row][column];
  const unit = node.unit ? ` ${node.unit}` : "";
  const ends = node.low === null ? MISSING : `${plain(node.low)} – ${plain(node.high)}${unit}`;
  const worked = book.formula && prepared !== null && node.high > node.low
    ? `(${plain(prepared)} − ${plain(node.low)}) ÷ (${plain(node.high)} − ${plain(node.low)}) = ${number(comparable, 4)}` : null;
  const lines = [
    node.measure && [words.measured, node.measure],
    [words.value, `${plain(raw)}${unit}`],
    prepared !== raw && [words.prepared, `${plain(prepared)}${unit}`],
    [words.range, ends],
    [words.method, book.normalising],
    [words.normalised, number(comparable, 4)],
    [words.effective, percent(book.effective[at])],
  ].filter(Boolean);
  return [
    heading(words.how),
    table([], lines.map(([name, text]) => make("tr", {}, make("th", { scope: "row" }, name), cell(text, true))), { label: words.how }),
    ...(worked ? [make("p", { className: "formula" }, worked)] : []),
    ...recordsOf(node, code),
  ];
};

const showCell = (book, code, id) => {
  const row = book.codes.indexOf(code), at = nodeAt(book, id);
  if (row < 0 || at < 0) return;
  const node = book.nodes[at];
  const low = book.lowest?.[row][at] ?? null, high = book.highest?.[row][at] ?? null;
  const place = node.children ? words.table_place : words.panel_place;
  open(
    path(book, code, id),
    make("h2", { id: "panel-title" }, `${book.names[row]} · ${node.name}`),
    facts([
      [words.score, number(book.scores[row][at], 2)],
      [words.rank, plain(book.ranks[row][at]), fill(words.of, book.codes.length)],
      low !== null && [words.interval, low === high ? plain(low) : fill(words.interval_of, plain(low), plain(high))],
      at > 0 && [words.effective, percent(book.effective[at])],
    ]),
    ...(node.children ? parts(book, row, code, node) : origin(book, row, code, node)),
    heading(words.where),
    make("p", { className: "where" }, fill(place, book.level, code, id)),
  );
};

// Cells that can be followed: one stop of the keyboard per table, arrows between cells, Enter opens.
const traced = (shown) => {
  const book = books[shown.dataset.level];
  if (!book) return;
  const nodes = [...shown.tHead.rows[0].cells].map((title) => title.dataset.node);
  if (!nodes.some((node) => node && nodeAt(book, node) >= 0)) return;
  let first = null;
  for (const row of shown.tBodies[0].rows) {
    if (!book.codes.includes(row.dataset.region)) continue;
    nodes.forEach((node, at) => {
      const found = row.cells[at];
      if (!node || found.tagName !== "TD" || nodeAt(book, node) < 0) return;
      found.classList.add("traced");
      found.tabIndex = -1;
      first ??= found;
    });
  }
  if (!first) return;
  first.tabIndex = 0;
  const show = (found) => showCell(book, found.parentElement.dataset.region, nodes[found.cellIndex]);
  shown.addEventListener("click", (event) => {
    const found = event.target.closest("td.traced");
    if (found && !getSelection().toString()) { focus(found); show(found); }
  });
  const focus = (found) => {
    for (const other of shown.querySelectorAll('td.traced[tabindex="0"]')) other.tabIndex = -1;
    found.tabIndex = 0;
    found.focus();
  };
  const beside = (found, key) => {
    const rows = [...shown.tBodies[0].rows].filter((row) => !row.hidden && row.querySelector(".traced"));
    const cells = [...found.parentElement.querySelectorAll(".traced")];
    const down = rows.indexOf(found.parentElement) + (key === "ArrowDown") - (key === "ArrowUp");
    const right = cells.indexOf(found) + (key === "ArrowRight") - (key === "ArrowLeft");
    return rows[down]?.querySelectorAll(".traced")[right];
  };
  shown.addEventListener("keydown", (event) => {
    const found = event.target.closest("td.traced");
    if (!found) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(found); }
    if (event.key.startsWith("Arrow")) {
      const next = beside(found, event.key);
      if (next) { event.preventDefault(); focus(next); }
    }
  });
};

const evidence = () => {
  document.body.append(panel);
  panel.addEventListener("click", (event) => event.target === panel && panel.close());
  document.addEventListener("click", (event) => {
    if (event.target.closest("a, dialog") || getSelection().toString()) return;
    const said = event.target.closest("[data-proof]");
    if (said) showProof(said.dataset.proof);
  });
  document.addEventListener("keydown", (event) => {
    const said = event.target.closest('span.proof[role="button"]');
    if (!said || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    showProof(said.dataset.proof);
  });
};
