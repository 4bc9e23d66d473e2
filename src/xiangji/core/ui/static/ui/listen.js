// 朗读: reads the main part sentence by sentence with the browser's own voice. Without a Chinese voice there is no button.
"use strict";

const button = document.querySelector("[data-listen]");
const speech = window.speechSynthesis;
const marks = window.Highlight && window.CSS && CSS.highlights ? new Highlight() : null;

const voice = () => speech.getVoices().find((one) => one.lang.toLowerCase().startsWith("zh"));

function sentences(root) {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.textContent.trim() && !node.parentElement.closest("[hidden], svg, .unseen, script")
      ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (const part of node.textContent.matchAll(/[^。！？；]+[。！？；]?/g)) {
      if (!part[0].trim()) continue;
      const range = document.createRange();
      range.setStart(node, part.index);
      range.setEnd(node, part.index + part[0].length);
      found.push(range);
    }
  }
  return found;
}

function stop() {
  speech.cancel();
  if (marks) marks.clear();
  button.setAttribute("aria-pressed", "false");
  button.lastElementChild.textContent = "朗读";
}

function read(queue) {
  const range = queue.shift();
  if (!range) return stop();
  const utterance = new SpeechSynthesisUtterance(range.toString());
  utterance.voice = voice();
  utterance.lang = "zh-CN";
  utterance.onend = () => button.getAttribute("aria-pressed") === "true" && read(queue);
  if (marks) {
    marks.clear();
    marks.add(range);
  }
  range.startContainer.parentElement.scrollIntoView({ block: "nearest" });
  speech.speak(utterance);
}

function offer() {
  if (voice()) button.hidden = false;
}

if (button && speech) {
  if (marks) CSS.highlights.set("listen", marks);
  speech.addEventListener("voiceschanged", offer);
  offer();
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return stop();
    button.setAttribute("aria-pressed", "true");
    button.lastElementChild.textContent = "停下";
    read(sentences(document.getElementById("main")));
  });
  window.addEventListener("pagehide", () => speech.cancel());
}
