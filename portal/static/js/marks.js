// An open text of the bill closes with Escape or a press outside it; without this file a second press on its number does.
const openMarks = () => [...document.querySelectorAll(".mark[open]")];

document.addEventListener("click", ({ target }) => {
  for (const mark of openMarks()) if (!mark.contains(target)) mark.open = false;
});

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const mark of openMarks()) {
    mark.open = false;
    mark.querySelector("summary").focus();
  }
});
