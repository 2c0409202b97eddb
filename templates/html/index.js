"use strict";
// The search of the list: a document is shown if all words are in what the list says of it. It is
// found in the page each time, because `wikibrief serve` replaces the page under it.
{
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const search = () => {
    const field = document.getElementById("search");
    if (!field) return;
    field.closest("p").hidden = false;
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    const rows = [...document.querySelectorAll(".documents > li")];
    for (const row of rows) {
      row.folded ??= fold(row.textContent);
      row.hidden = !words.every(word => row.folded.includes(word));
    }
    const output = document.querySelector("output[for=search]");
    const found = rows.filter(row => !row.hidden).length;
    output.textContent = output.dataset.pattern.replace("{number}", found).replace("{all}", rows.length);
  };
  document.addEventListener("input", event => { if (event.target.id === "search") search(); });
  document.addEventListener("wikibrief:shown", search);
  search();
}
