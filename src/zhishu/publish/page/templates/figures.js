// Figures: words beside the pointer or the keyboard's mark, chart or data, saving as SVG.
const tip = make("div", { className: "tip", hidden: true, role: "status" });

const tipFor = (row, headings) => {
  const cells = [...row.cells];
  const heading = cells.find((cell) => cell.tagName === "TH") ?? cells[0];
  const list = make("dl");
  cells.forEach((cell, at) => {
    const text = cell.querySelector(".chip")?.textContent ?? cell.textContent;
    if (cell !== heading && text.trim()) list.append(make("dt", {}, headings[at]?.textContent ?? ""), make("dd", {}, text));
  });
  return [make("strong", {}, heading.textContent), list];
};

const placeTip = (x, y) => {
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - width - 8))}px`;
  tip.style.top = `${y + 18 + height > innerHeight ? Math.max(8, y - height - 12) : y + 18}px`;
};

const figureParts = (figure) => {
  const table = figure.querySelector("details.data table");
  const headings = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  let near = [];

  const leave = () => {
    for (const mark of near) mark.classList.remove("near");
    near = [];
    tip.hidden = true;
  };

  const touch = (drawing, at, x, y) => {
    leave();
    const row = rows[at];
    if (!row) return;
    near = [...drawing.querySelectorAll(`[data-row="${at}"]`)];
    for (const mark of near) mark.classList.add("near");
    tip.replaceChildren(...tipFor(row, headings));
    tip.hidden = false;
    const box = near[0]?.getBoundingClientRect();
    placeTip(x ?? box.right, y ?? box.top);
  };

  for (const drawing of figure.querySelectorAll(".drawing")) {
    const marked = [...new Set([...drawing.querySelectorAll("[data-row]")].map((mark) => Number(mark.dataset.row)))].sort((a, b) => a - b);
    if (!marked.length) continue;
    let at = -1;
    drawing.tabIndex = 0;
    drawing.setAttribute("aria-description", words.marks);
    drawing.addEventListener("pointermove", (event) => {
      const mark = event.target.closest("[data-row]");
      if (mark) touch(drawing, Number(mark.dataset.row), event.clientX, event.clientY);
      else leave();
    });
    drawing.addEventListener("pointerleave", leave);
    drawing.addEventListener("blur", leave);
    drawing.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-row]");
      const code = mark && rows[mark.dataset.row]?.dataset.region;
      if (code && regions.has(code)) light(lit.code === code ? null : code);
    });
    drawing.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (by) {
        at = (at + by + marked.length) % marked.length;
        touch(drawing, marked[at]);
        event.preventDefault();
      } else if (event.key === "Enter" && at >= 0) {
        const code = rows[marked[at]].dataset.region;
        if (code && regions.has(code)) light(lit.code === code ? null : code);
      } else if (event.key === "Escape") leave();
    });
  }
};

const figureViews = (figure) => {
  const buttons = [...figure.querySelectorAll("[data-view]")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const wanted = button.dataset.view === "data";
      figure.classList.toggle("as-data", wanted);
      figure.querySelector("details.data").open = wanted;
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
    });
  }
  figure.querySelector('[data-save="svg"]').addEventListener("click", () => {
    const shown = [...figure.querySelectorAll(".drawing")].find((drawing) => drawing.offsetParent) ?? figure.querySelector(".drawing");
    const drawn = shown.querySelector("svg").cloneNode(true);
    const [, , width, height] = drawn.getAttribute("viewBox").split(" ");
    drawn.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    drawn.setAttribute("width", width);
    drawn.setAttribute("height", height);
    for (const mark of drawn.querySelectorAll("[data-row]")) { mark.removeAttribute("data-row"); mark.classList.remove("lit", "near"); }
    save(`${data.name}-${figure.id}.svg`, new XMLSerializer().serializeToString(drawn), "image/svg+xml;charset=utf-8");
  });
};
