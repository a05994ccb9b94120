// Says in passing what went wrong or arrived elsewhere, and reads new messages out to those who listen.

const SHOWN_FOR = 8000;

export function notice(words, href = "") {
  const box = document.createElement("div");
  box.className = href ? "notice news" : "notice";
  const said = document.createElement(href ? "a" : "span");
  said.textContent = words;
  if (href) {
    said.href = href;
  }
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "quiet", textContent: "×" });
  close.setAttribute("aria-label", "Dismiss");
  [said, close].forEach((one) => one.addEventListener("click", () => box.remove()));
  box.append(said, close);
  document.getElementById("notices").append(box);
  setTimeout(() => box.remove(), SHOWN_FOR);
}

export function speak(words) {
  document.getElementById("spoken").textContent = words;
}
