// 工作台的键盘：J、K 上下，回车打开，Esc 合上，/ 搜索。没有脚本时，每一行就是一个链接。
"use strict";

const links = () => [...document.querySelectorAll("[data-rows] a[href]")];
const rowOf = (link) => link.closest("tr");
const chosen = () => links().findIndex((link) => rowOf(link).getAttribute("aria-selected") === "true");

function choose(link) {
  for (const other of links()) rowOf(other).removeAttribute("aria-selected");
  if (!link) return;
  rowOf(link).setAttribute("aria-selected", "true");
  rowOf(link).scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = links();
  if (!all.length) return;
  const now = chosen();
  const to = now < 0 ? 0 : Math.min(all.length - 1, Math.max(0, now + by));
  choose(all[to]);
  all[to].focus({ preventScroll: true });
}

function close() {
  const back = document.querySelector("#detail > .back");
  if (back) back.click();
}

const isTyping = (target) => target.matches("input, textarea, select, [contenteditable]");

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => document.querySelector("[data-find]")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    if (isTyping(event.target)) event.target.blur();
    else close();
    return;
  }
  if (isTyping(event.target) || !(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
});

// Several buttons stand below one form, some outside of it; the one that was pressed says where the form goes.
document.addEventListener("htmx:configRequest", (event) => {
  const button = event.detail.triggeringEvent?.submitter;
  if (button?.hasAttribute("formaction")) event.detail.path = button.getAttribute("formaction");
});

// A row that was clicked or opened by Enter is the chosen one; its paper is what a screen reader meets next.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.closest("[data-rows]")) choose(event.target);
});
// What did not work is said where the paper stands; what was typed stays.
function tell(sentence) {
  const pane = document.getElementById("detail");
  pane.querySelector("[data-told]")?.remove();
  const notice = document.createElement("div");
  notice.className = "notice bad";
  notice.dataset.told = "";
  notice.setAttribute("role", "alert");
  const words = document.createElement("span");
  words.textContent = sentence;
  notice.append(words);
  pane.prepend(notice);
  notice.scrollIntoView({ block: "nearest" });
}

function sentenceOf(answer) {
  try {
    return JSON.parse(answer).sentence;
  } catch {
    return "系统出了错，不是您的错。请过一会儿再试。";
  }
}

document.addEventListener("htmx:afterRequest", (event) => {
  const answer = event.detail.xhr;
  if (answer.status >= 400 && answer.status !== 422) tell(sentenceOf(answer.responseText));
});
document.addEventListener("htmx:sendError", () => tell("没有信号，没有送出去。写的都还在，有了信号再按一次。"));
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "detail") return;
  document.getElementById("office").classList.add("reading");
  if (matchMedia("(max-width: 45em)").matches) scrollTo(0, 0);
});
