// Asks "are you sure?" where the app wants it asked.

export function confirmed(question) {
  return question ? new Promise((resolve) => ask(JSON.parse(question), resolve)) : Promise.resolve(true);
}

function ask({ title, html, confirm, deny, style }, resolve) {
  const dialog = document.createElement("dialog");
  dialog.className = "modal asking";
  dialog.setAttribute("aria-labelledby", "asked");
  // The server has drawn and escaped the text; titles and labels are plain.
  dialog.innerHTML = `<form method="dialog"><h2 id="asked"></h2><div class="asked">${html}</div>
    <footer><button value="yes"></button><button class="button" value=""></button></footer></form>`;
  const [yes, no] = dialog.querySelectorAll("button");
  dialog.querySelector("h2").textContent = title;
  Object.assign(yes, { textContent: confirm, className: `button ${style === "danger" ? "danger" : "primary"}` });
  no.textContent = deny;
  dialog.addEventListener("close", () => {
    dialog.remove();
    resolve(dialog.returnValue === "yes");
  });
  document.body.append(dialog);
  dialog.showModal();
}
