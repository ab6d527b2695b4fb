// Keeps a progress bar true while work goes on elsewhere; without this the page has a link that shows it anew.
const box = document.querySelector("[data-progress-url]");
const bar = box.querySelector("progress");
const text = box.querySelector("[role=status]");
let told = bar.value;

setInterval(async () => {
  if (document.hidden) return;
  const answer = await fetch(box.dataset.progressUrl).catch(() => null);
  if (!answer?.ok) return;
  const { percent, text: words, situation } = await answer.json();
  if (situation !== box.dataset.situation) return location.reload();
  bar.value = percent;
  // A screen reader says what changes here: every tenth is enough.
  if (Math.abs(percent - told) < 10) return;
  told = percent;
  text.textContent = words;
}, 2000);
