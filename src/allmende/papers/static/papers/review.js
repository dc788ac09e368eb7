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

function openAt(place, { toType = place?.hasAttribute("data-to-type") } = {}) {
  if (!place) return;
  const details = place.querySelector("details");
  // A row is read closed; it opens where something is missing or wrong.
  if (details && toType) details.open = true;
  place.scrollIntoView({ block: "center" });
  const fields = [...place.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea, select")];
  const missing = place.hasAttribute("data-to-type") ? fields.find((each) => !each.value) : undefined;
  const field = fields.find((each) => each.ariaInvalid === "true") ?? missing ?? fields[0];
  (details && !details.open ? details.querySelector("summary") : field ?? place.querySelector("button"))?.focus({ preventScroll: true });
}

review?.addEventListener("focusin", (event) => {
  const mark = event.target.closest(".evidence");
  showInText(mark ? mark.dataset.keys.split(" ")[0] : event.target.closest("[data-fact]")?.dataset.fact);
});
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
    leaveText(mark);
  }
});

// --- what is left to look at -------------------------------------------------------------------------

const confirmButton = form?.querySelector("button[name=aktion][value=bestaetigen]");
const accepted = [];
let current = null;

function placesLeft() {
  return [...review.querySelectorAll(".is-unsure, .is-empty")];
}

// One pass leads through all places and ends at the button that confirms.
function nextOpen(step) {
  const active = document.activeElement?.closest("[data-fact], [data-section]");
  const from = active && review.contains(active) ? active : current;
  const direction = step > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const ahead = placesLeft().filter((place) => !from || (place !== from && !place.contains(from) && from.compareDocumentPosition(place) & direction));
  const place = step > 0 ? ahead[0] : ahead.at(-1);
  current = place ?? null;
  if (place) openAt(place);
  else (confirmButton ?? form.querySelector("button[name=aktion]"))?.focus();
}

function checkOf(place) {
  return place?.querySelector("input[type=checkbox][name=checked], input[type=checkbox][name$='-checked']");
}

function accept() {
  const place = document.activeElement?.closest("[data-fact]") ?? current;
  const box = checkOf(place);
  if (box && !box.checked) {
    box.click();
    accepted.push(place);
  }
  nextOpen(1);
}

// The last "stimmt so" first; then what was saved.
function undo() {
  const place = accepted.pop();
  if (!place) return press("rueckgaengig");
  const box = checkOf(place);
  if (box?.checked) box.click();
  current = place;
  openAt(place);
}

function press(action) {
  form.querySelector(`button[name=aktion][value=${action}]`)?.click();
}

function tellWhatIsLeft() {
  const left = review.querySelector("[data-left]");
  if (!left) return;
  const count = placesLeft().length;
  left.textContent = count ? left.dataset.left.replace("{count}", count) : left.dataset.nothingLeft;
}

review?.addEventListener("change", (event) => {
  const place = event.target.closest("[data-fact]");
  if (!place || event.target !== checkOf(place)) return;
  place.classList.toggle("is-unsure", !event.target.checked);
  tellWhatIsLeft();
});

// --- from a value to its place and back --------------------------------------------------------------

function leaveText(mark) {
  openAt(document.getElementById(mark.hash.slice(1)), { toType: true });
}

function changeSides() {
  const mark = document.activeElement?.closest(".evidence");
  if (mark) return leaveText(mark);
  marksOf(document.activeElement?.closest("[data-fact]")?.dataset.fact)[0]?.focus();
}

// --- the keyboard ------------------------------------------------------------------------------------

review?.querySelector("[data-next-open]")?.addEventListener("click", (event) => {
  event.preventDefault();
  nextOpen(1);
});
review?.querySelectorAll("[data-keys]").forEach((help) => help.removeAttribute("hidden"));

function actionOf(event) {
  const alt = event.altKey && !event.ctrlKey && !event.metaKey;
  const control = event.ctrlKey && !event.altKey;
  if (event.key === "F2") return changeSides;
  if (alt && event.key === "ArrowDown") return () => nextOpen(1);
  if (alt && event.key === "ArrowUp") return () => nextOpen(-1);
  if (alt && event.key === "Enter") return event.shiftKey ? () => press("geprueft") : accept;
  if (alt && event.key.toLowerCase() === "z") return undo;
  if (control && event.key === "s") return () => press("speichern");
  if (control && event.key === "Enter") return () => press("bestaetigen");
  return null;
}

document.addEventListener("keydown", (event) => {
  const action = form && actionOf(event);
  if (!action) return;
  event.preventDefault();
  action();
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
  if (summary && event.target.type !== "checkbox") summary.textContent = rowSummary(row) || "–";
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
