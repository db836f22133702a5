// Nothing above runs until here; without the script the page is a plain document.
document.documentElement.classList.add("live");
for (const block of document.querySelectorAll(".table")) saving(block);
for (const block of document.querySelectorAll(".table.long")) sortable(block);
for (const figure of document.querySelectorAll("figure")) { saving(figure); figureParts(figure); figureViews(figure); }
document.body.append(tip);
for (const shown of document.querySelectorAll("main table[data-level]")) traced(shown);
evidence();
finder();
contents();
document.querySelector(".follow").hidden = false;
