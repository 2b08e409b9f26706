// Tables that sort by their headings and keep the rows that hold the words typed. The listeners are the page's, so that
// they serve tables which come later too; a page that has them takes no second set.
(() => {
  const page = document.documentElement;
  if (page.classList.contains("ma-scripted")) return;
  page.classList.add("ma-scripted");
  const words = new Intl.Collator("en", { numeric: true });

  function sort(heading) {
    const table = heading.closest("table"), column = heading.cellIndex, number = heading.classList.contains("n");
    const sign = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const rows = [...table.tBodies[0].rows].map((row) => [row.cells[column].textContent.trim(), row]);
    const compare = number ? (a, b) => a - b : words.compare;
    rows.sort(([a], [b]) => (a === "") - (b === "") || sign * compare(a, b)); // unknown stays at the end
    table.tBodies[0].append(...rows.map(([, row]) => row));
    for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
  }

  function search(box) {
    const wanted = box.value.toLowerCase().split(/\s+/), part = box.closest(".ma-sortable");
    const rows = [...part.querySelector("tbody").rows];
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => text.includes(word));
    }
    const shown = rows.filter((row) => !row.hidden).length;
    part.querySelector(".ma-shown").textContent = box.value.trim() ? `${shown} of these hold the words.` : "";
  }

  // In an explorer the row's button writes its statement into the field that opens the reading view.
  function open(button) {
    const field = button.closest(".ma-explorer")?.querySelector(".ma-open input");
    if (!field) return;
    field.value = button.value;
    for (const happened of ["input", "change"]) field.dispatchEvent(new Event(happened, { bubbles: true }));
  }

  // A link to a place in a folded article unfolds it; some browsers do so by themselves.
  function unfold() {
    const place = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const folded = place && place.closest("details:not([open])");
    if (folded) folded.open = true, place.scrollIntoView();
  }

  document.addEventListener("click", (event) => {
    const heading = event.target.closest(".ma-sortable th button"), statement = event.target.closest("button.ma-link");
    if (heading) sort(heading.parentNode);
    if (statement) open(statement);
  });
  document.addEventListener("input", (event) => event.target.closest(".ma-search") && search(event.target));
  // JupyterLab takes arrow keys and letters for its own; in an explorer they are the control's.
  document.addEventListener("focusin", ({ target }) => {
    if (target.closest?.(".ma-explorer")) target.setAttribute("data-lm-suppress-shortcuts", "true");
  });
  addEventListener("hashchange", unfold);
  unfold();
})();
