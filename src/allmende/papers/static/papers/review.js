// Comforts of the review page: shows each value in its place, adds rows, knows the keyboard. Works without too.
"use strict";

const review = document.querySelector("[data-review]");
const form = review?.querySelector("form");

// --- a value and its place ---------------------------------------------------------------------------

function marksOf(key) {
  return key ? [...review.querySelectorAll(".evidence")].filter((mark) => mark.dataset.keys.split(" ").includes(key)) : [];
}

function showInText(key) {
  review.querySelectorAll(".evidence.is-active").forEach((mark) => mark.classList.remove("is-active"));
  const marks = marksOf(key);
  marks.forEach((mark) => mark.classList.add("is-active"));
  const pane = review.querySelector(".source-text");
  // Only the pane moves; stacked on a small screen there is no pane to move.
  if (marks.length && pane.scrollHeight > pane.clientHeight + 1) {
    const offset = marks[0].getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTop += offset - pane.clientHeight / 3;
  }
}

function openAt(id, { focus }) {
  const place = document.getElementById(id);
  if (!place) return;
  place.querySelector("details")?.setAttribute("open", "");
  place.scrollIntoView({ block: "center" });
  const field = place.querySelector("input:not([type=hidden], [type=checkbox]), textarea, select");
  if (focus) (field ?? place.querySelector("summary, button"))?.focus({ preventScroll: true });
}

review?.addEventListener("focusin", (event) => showInText(event.target.closest("[data-fact]")?.dataset.fact));
review?.addEventListener("mouseover", (event) => {
  const fact = event.target.closest("[data-fact]");
  if (fact && !review.contains(document.activeElement)) showInText(fact.dataset.fact);
});
review?.addEventListener("click", (event) => {
  const show = event.target.closest("[data-show]");
  const pane = review.querySelector(".source-text");
  if (show && pane.scrollHeight > pane.clientHeight + 1) {
    event.preventDefault();
    showInText(show.dataset.show);
  }
  const mark = event.target.closest(".evidence");
  if (mark) {
    event.preventDefault();
    openAt(mark.hash.slice(1), { focus: true });
  }
});

// --- what is left to look at -------------------------------------------------------------------------

let last = -1;

function nextOpen(step) {
  const places = [...review.querySelectorAll(".is-unsure, .is-empty")];
  if (!places.length) return;
  last = (last + step + places.length) % places.length;
  openAt(places[last].id, { focus: true });
}

review?.querySelector("[data-next-open]")?.addEventListener("click", (event) => {
  event.preventDefault();
  nextOpen(1);
});
review?.querySelector("[data-keys]")?.removeAttribute("hidden");
document.addEventListener("keydown", (event) => {
  if (!form) return;
  const press = (action) => form.querySelector(`button[name=aktion][value=${action}]`)?.click();
  if (event.altKey && event.key === "ArrowDown") nextOpen(1);
  else if (event.altKey && event.key === "ArrowUp") nextOpen(-1);
  else if (event.ctrlKey && event.key === "s") press("speichern");
  else if (event.ctrlKey && event.key === "Enter") press("bestaetigen");
  else return;
  event.preventDefault();
});

// --- rows --------------------------------------------------------------------------------------------

form?.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add]");
  if (!add) return;
  event.preventDefault();
  const section = add.closest("[data-section]");
  const count = section.querySelector(`input[name="rows-${section.dataset.section}"]`);
  const holder = document.createElement("ol");
  holder.append(section.querySelector("[data-empty-row]").content.cloneNode(true));
  for (const element of holder.querySelectorAll("[id], [name], [for], [aria-describedby]")) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace("__n__", count.value));
    }
  }
  count.value = String(Number(count.value) + 1);
  const row = holder.firstElementChild;
  section.querySelector("[data-rows]").append(row);
  section.querySelector("[data-none]")?.remove();
  row.querySelector("input:not([type=hidden]), textarea, select")?.focus();
});

form?.addEventListener("change", (event) => {
  const row = event.target.closest(".fact");
  if (row && event.target.name?.endsWith("-remove")) row.classList.toggle("is-removed", event.target.checked);
  const summary = row?.querySelector("[data-summary]");
  if (summary) summary.textContent = rowSummary(row) || "–";
  isChanged = true;
});

function rowSummary(row) {
  return [...row.querySelectorAll("input, textarea, select")]
    .filter((field) => !["hidden", "checkbox"].includes(field.type) && field.value)
    .map((field) => (field.selectedOptions ? field.selectedOptions[0].textContent : field.value))
    .join(" · ");
}

// --- nothing typed is lost by leaving ----------------------------------------------------------------

let isChanged = false;
form?.addEventListener("input", () => { isChanged = true; });
form?.addEventListener("submit", () => { isChanged = false; });
window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
