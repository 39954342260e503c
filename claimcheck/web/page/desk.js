// What makes the page of `serve` better with JavaScript: it waits without reloading, takes a dropped file, says it is busy.
"use strict";

const waiting = document.querySelector("[data-state]");
async function ask() {
  try {
    const answer = await fetch(waiting.dataset.state, { headers: { accept: "application/json" } });
    if ((await answer.json()).state !== "waiting") return location.reload();
  } catch { /* the server may be busy: ask again */ }
  setTimeout(ask, 700);
}
if (waiting) setTimeout(ask, 300);

const text = document.querySelector(".ask textarea");
const file = document.querySelector(".ask input[type=file]");
if (text && file) {
  text.addEventListener("dragover", (event) => { event.preventDefault(); text.classList.add("over"); });
  text.addEventListener("dragleave", () => text.classList.remove("over"));
  text.addEventListener("drop", (event) => {
    text.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    file.files = event.dataTransfer.files;
  });
  const field = document.querySelector("#url");
  text.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text").trim();
    if (field && !text.value && /^https?:\/\/\S+$/.test(pasted)) {
      event.preventDefault();
      field.value = pasted;
      field.focus();
    }
  });
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.target.method === "get") return;
  setTimeout(() => { button.disabled = true; if (button.classList.contains("main")) button.textContent = "Checking …"; }, 0);
});
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
