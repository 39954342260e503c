// What makes the page better with JavaScript: keys, the way from a mark to its claim and back, everything open in print.
"use strict";
document.documentElement.classList.add("js");

const entries = () => [...document.querySelectorAll(".entry")].filter((entry) => entry.getClientRects().length);
const summaryOf = (entry) => entry.querySelector("summary");
let current = null;
let closed = []; // what was opened for print alone

function marksOf(entry) {
  const sheet = entry.closest(".sheet") || document;
  return [...sheet.querySelectorAll(`.mark[data-claim="${entry.dataset.claim}"]`)];
}

function take(entry, scroll = true) {
  document.querySelectorAll(".current").forEach((each) => each.classList.remove("current"));
  current = entry;
  if (!entry) return;
  entry.classList.add("current");
  const marks = marksOf(entry);
  marks.forEach((mark) => mark.classList.add("current"));
  if (scroll && marks.length) show(marks[0]);
}

function show(element) {
  const box = element.getBoundingClientRect();
  if (box.top < 0 || box.bottom > window.innerHeight) element.scrollIntoView({ block: "center" });
}

// Beside the text the claims scroll on their own, so that the text stays where the reader is.
function bring(element) {
  const pane = element.closest(".findings");
  if (pane && getComputedStyle(pane).position === "sticky") {
    pane.scrollTop += element.getBoundingClientRect().top - pane.getBoundingClientRect().top - 8;
  } else {
    element.scrollIntoView({ block: "start" });
  }
}

function open(entry) {
  document.querySelectorAll(".entry > details[open]").forEach((each) => { if (each.parentElement !== entry) each.open = false; });
  entry.querySelector("details").open = true;
  take(entry, false);
  summaryOf(entry).focus({ preventScroll: true });
  bring(entry);
}

function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const entry = target && target.closest(".entry");
  if (entry && target.classList.contains("panel")) open(entry);
}

document.addEventListener("click", (event) => {
  const mark = event.target.closest(".mark[data-claim]");
  const back = event.target.closest(".back a");
  if (mark) {
    event.preventDefault();
    history.replaceState(null, "", mark.getAttribute("href"));
    follow();
  } else if (back) {
    event.preventDefault();
    toText(back.closest(".entry"));
  }
});

document.addEventListener("toggle", (event) => {
  const entry = event.target.closest && event.target.closest(".entry");
  if (entry && event.target.open && !closed.length) take(entry, false);
}, true);

function toText(entry) {
  const mark = entry && marksOf(entry)[0];
  if (!mark) return;
  mark.focus();
  show(mark);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=radio]), textarea, select, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    const entry = event.target.closest(".entry") || current;
    if (entry && entry.querySelector("details").open) {
      entry.querySelector("details").open = false;
      toText(entry);
    }
    return;
  }
  if (typing) return;
  const listed = entries();
  const at = listed.indexOf(current);
  if (event.key === "j" || event.key === "k") {
    const next = listed[event.key === "j" ? Math.min(at + 1, listed.length - 1) : Math.max(at - 1, 0)];
    if (!next) return;
    event.preventDefault();
    take(next);
    summaryOf(next).focus({ preventScroll: true });
    show(summaryOf(next));
  } else if (event.key === "Enter" && current && event.target === document.body) {
    open(current);
  }
});

window.addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  closed.forEach((each) => { each.open = true; });
});
window.addEventListener("afterprint", () => {
  closed.forEach((each) => { each.open = false; });
  closed = [];
});
window.addEventListener("hashchange", follow);
follow();
