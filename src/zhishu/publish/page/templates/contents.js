// The table of contents: the section being read is marked; on a narrow screen it opens over the page.
const contents = () => {
  const list = document.getElementById("contents");
  const button = document.querySelector(".contents-button");
  const links = new Map([...list.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const sections = [...document.querySelectorAll("main section[id]")].filter((section) => links.has(section.id));
  let current = null;

  const mark = () => {
    const line = innerHeight * 0.3;
    const read = sections.filter((section) => section.getBoundingClientRect().top <= line).at(-1) ?? null;
    if (read === current) return;
    current = read;
    for (const link of links.values()) link.removeAttribute("aria-current");
    const link = read && links.get(read.id);
    if (!link) return;
    link.setAttribute("aria-current", "true");
    const box = list.getBoundingClientRect(), place = link.getBoundingClientRect();
    if (place.top < box.top + 40 || place.bottom > box.bottom - 40) list.scrollTop += place.top - box.top - box.height / 3;
  };

  const open = (wanted) => {
    list.classList.toggle("open", wanted);
    button.setAttribute("aria-expanded", String(wanted));
  };

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  button.hidden = false;
  button.addEventListener("click", () => {
    open(!list.classList.contains("open"));
    if (list.classList.contains("open")) list.querySelector("a")?.focus();
  });
  list.addEventListener("click", (event) => event.target.closest("a") && open(false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !list.classList.contains("open")) return;
    open(false);
    button.focus();
  });
  mark();
};
