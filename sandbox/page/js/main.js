// Starts the page and joins its parts: links go, forms are sent, and what is drawn anew is brought to life.

import { wind } from "./clock.js";
import * as fields from "./fields.js";
import * as forms from "./forms.js";
import { watch } from "./live.js";
import * as menus from "./menus.js";
import * as page from "./page.js";
import * as panel from "./panel.js";
import * as scroll from "./scroll.js";
import * as send from "./send.js";
import * as sidebar from "./sidebar.js";
import * as write from "./write.js";

function follow(event) {
  const link = event.target.closest("a[href^='/?']");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  link.closest("[popover]")?.hidePopover();
  sidebar.fold(false);
  page.go(link.getAttribute("href"));
}

function submit(event) {
  const form = event.target;
  if (form.method === "dialog") {
    return;
  }
  event.preventDefault();
  if (form.matches("[data-writes]")) {
    write.write(form);
  } else if (form.matches("[data-sent]")) {
    send.sendForm(form, event.submitter);
  } else if (form.closest("#modal")) {
    forms.submit(form.closest("dialog"));
  }
}

function unfoldMoves({ target }) {
  const now = target.closest("#now");
  if (now) {
    const isOpen = document.getElementById("moves").toggleAttribute("data-open");
    now.setAttribute("aria-expanded", String(isOpen));
  }
}

page.whenDrawn((arrived) => {
  forms.drawForms();
  write.drawFields();
  sidebar.sift();
  panel.drawPanel();
  wind();
  if (arrived && new URLSearchParams(location.search).get("channel") === "home") {
    send.act("open_home", {}).then(page.refresh);
  }
});
[menus, send, fields, forms, write, sidebar, panel, scroll].forEach((one) => one.start());
document.addEventListener("click", follow);
document.addEventListener("click", unfoldMoves);
document.addEventListener("submit", submit);
page.start();
watch(page.refresh);
