// The sidebar: found in by typing, reached by Ctrl+K, and a drawer on narrow screens.

const find = () => document.getElementById("find");

// Shows only what is called like this; while someone looks for something, folds stand open.
export function sift() {
  const wanted = find()?.value.trim().toLowerCase() ?? "";
  let found = 0;
  for (const entry of document.querySelectorAll(".places .entry")) {
    entry.hidden = !entry.querySelector(".name").textContent.toLowerCase().includes(wanted);
    found += entry.hidden ? 0 : 1;
  }
  for (const group of document.querySelectorAll(".places > :is(section, details)")) {
    group.hidden = !group.querySelector(".entry:not([hidden])");
    if (group.matches("details") && (wanted || group.querySelector("[aria-current]"))) {
      group.open = true;
    }
  }
  document.querySelector(".places > .none").hidden = found > 0;
}

function typed(event) {
  if (event.target !== find()) {
    return;
  }
  if (event.key === "Enter") {
    document.querySelector(".places .entry:not([hidden])")?.click();
  }
  if (event.key === "Enter" || event.key === "Escape") {
    find().value = "";
    sift();
  }
}

export function fold(isOpen) {
  document.body.classList.toggle("with-sidebar", isOpen);
  document.getElementById("drawer").setAttribute("aria-expanded", String(document.body.matches(".with-sidebar")));
}

export function start() {
  document.addEventListener("input", ({ target }) => target === find() && sift());
  document.addEventListener("keydown", typed);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      fold(true);
      find()?.focus();
    }
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("#drawer, #shade")) {
      fold();
    }
  });
}
