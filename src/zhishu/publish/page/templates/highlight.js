// One region lit up in every table, chart and map; a bar at the foot walks through its places.
const lit = { code: null, places: [], at: -1 };

const placesOf = (code) => [...document.querySelectorAll("main figure, main .table")].filter((block) => block.querySelector(".lit"));

const rowRegion = (figure, mark) => figure.querySelector("details.data tbody").rows[mark.dataset.row]?.dataset.region ?? "";

const light = (code) => {
  for (const old of document.querySelectorAll(".lit")) old.classList.remove("lit");
  for (const drawing of document.querySelectorAll(".searching")) drawing.classList.remove("searching");
  lit.code = code;
  if (code) {
    for (const row of document.querySelectorAll("main tr[data-region]")) row.classList.toggle("lit", row.dataset.region === code);
    for (const figure of document.querySelectorAll("figure:has(tr.lit)")) {
      for (const mark of figure.querySelectorAll("[data-row]")) {
        if (rowRegion(figure, mark) !== code) continue;
        mark.classList.add("lit");
        mark.closest(".drawing").classList.add("searching");
      }
    }
  }
  lit.places = code ? placesOf(code) : [];
  lit.at = -1;
  placeBar();
};

const go = (step) => {
  if (!lit.places.length) return;
  lit.at = lit.at < 0 ? (step > 0 ? 0 : lit.places.length - 1) : (lit.at + step + lit.places.length) % lit.places.length;
  const place = lit.places[lit.at];
  place.scrollIntoView({ block: "start" });
  const row = place.querySelector(".scroll.tall tr.lit");
  if (row) row.closest(".scroll").scrollTop = row.offsetTop - 120;
  placeBar();
};

const placeBar = () => {
  document.querySelector(".place-bar")?.remove();
  const region = regions.get(lit.code);
  if (!region) return;
  const { book, row } = region;
  const count = lit.places.length;
  const place = !count ? words.no_places : lit.at < 0 ? fill(words.places_in_all, count) : fill(words.places, lit.at + 1, count);
  const told = `${words.rank} ${plain(book.ranks[row][0])} · ${words.total} ${number(book.scores[row][0], 2)}`;
  document.body.append(
    make("section", { className: "place-bar", "aria-label": region.name },
      make("strong", {}, region.name),
      make("span", { className: "muted" }, told),
      make("button", { type: "button", onclick: () => showCell(book, region.code, book.nodes[0].id) }, words.profile),
      make("span", { className: "muted", role: "status" }, place),
      make("button", { type: "button", className: "to-previous", onclick: () => step(-1) }, words.previous),
      make("button", { type: "button", className: "to-next", onclick: () => step(1) }, words.next),
      make("button", { type: "button", className: "to-clear", onclick: () => { light(null); document.querySelector(".finder input").value = ""; } }, words.clear)),
  );
};

const step = (by) => {
  go(by);
  document.querySelector(by > 0 ? ".to-next" : ".to-previous")?.focus({ preventScroll: true });
};

const finder = () => {
  const form = document.querySelector(".finder");
  if (!form || !regions.size) return;
  const input = form.elements.region;
  form.querySelector("datalist").append(...[...regions.values()].map((region) => make("option", { value: region.name })));
  const find = (final) => {
    const region = regionNamed(input.value);
    const exact = region && [region.name, region.short].some((name) => name.toLowerCase() === input.value.trim().toLowerCase());
    input.setCustomValidity("");
    if (!input.value.trim()) return lit.code && light(null);
    if (!region && final) {
      input.setCustomValidity(fill(words.unknown_region, input.value.trim()));
      input.reportValidity();
      return;
    }
    if (region && (exact || final)) {
      if (lit.code !== region.code) light(region.code);
      if (final) go(1);
    }
  };
  input.addEventListener("input", () => find(false));
  form.addEventListener("submit", (event) => { event.preventDefault(); find(true); });
  form.hidden = false;
};
