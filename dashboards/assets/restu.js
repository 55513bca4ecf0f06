// What Dash leaves to the browser: title and language of a page, fields for files, uploads.
"use strict";

window.dashMantineFunctions = Object.assign(window.dashMantineFunctions || {}, {
  // The service has found these, misspelt names too: show them all, in its order.
  // Whom the field holds from before is no answer to a search for somebody else.
  asFound: ({ options, search }) =>
    options.filter((option) => !option.isHeld || !search || search === option.label),
});

window.dash_clientside = Object.assign(window.dash_clientside || {}, {
  restu: {
    arrive(meta) {
      if (!meta) return window.dash_clientside.no_update;
      if (meta.go) {
        location.assign(meta.go);
        return window.dash_clientside.no_update;
      }
      document.documentElement.lang = meta.language;
      document.title = meta.title;
      return Date.now();
    },

    // The first field that needs another look gets the cursor.
    lookAgain(errors) {
      if (errors.some(Boolean))
        setTimeout(() => document.querySelector("#main input[aria-invalid=true]")?.focus());
    },
  },
});

(() => {
  let lastPath = location.pathname;

  // A new page begins at its top, and screen readers begin there too.
  function arriveAtTop() {
    if (location.pathname === lastPath) return;
    lastPath = location.pathname;
    window.scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  }

  function putFileFields() {
    for (const slot of document.querySelectorAll(".file-slot:empty")) {
      const field = document.createElement("input");
      field.type = "file";
      field.id = `upload-${slot.dataset.name}`;
      field.name = slot.dataset.name;
      field.multiple = slot.dataset.several === "yes";
      field.accept = slot.dataset.accept;
      field.setAttribute("aria-describedby", `${field.id}-hint`);
      slot.append(field);
    }
  }

  function say(place, lines) {
    place.replaceChildren(
      ...lines.filter(Boolean).map((line) => {
        const paragraph = document.createElement("p");
        paragraph.textContent = line;
        return paragraph;
      }),
    );
    place.className = place.childElementCount ? "alert alert-problem" : "";
  }

  async function upload(form, isDryRun) {
    const outcome = document.getElementById("upload-problem");
    const body = new FormData();
    for (const field of form.querySelectorAll("input[type=file]"))
      for (const file of field.files) body.append(field.name, file);
    if (!body.has("files")) return say(outcome, [form.dataset.nothing]);
    say(outcome, []);
    const buttons = form.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    const progress = document.createElement("p");
    progress.textContent = form.dataset.sending;
    progress.setAttribute("role", "status");
    form.append(progress);
    try {
      const answer = await fetch(`${form.dataset.upload}?dry_run=${isDryRun}`, {
        method: "POST",
        body,
        headers: { "accept-language": document.documentElement.lang },
      });
      const told = await answer.json();
      if (answer.ok) window.dash_clientside.set_props("import-job", { data: told.id });
      else
        say(outcome, [
          told.title,
          told.detail,
          ...(told.errors || []).map((error) => `${error.field}: ${error.message} ${error.remedy}`),
          told.remedy,
        ]);
      if (answer.ok) window.dash_clientside.set_props("import-clock", { disabled: false });
    } catch (error) {
      say(outcome, [String(error)]);
    } finally {
      progress.remove();
      for (const button of buttons) button.disabled = false;
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.dataset.upload) return;
    event.preventDefault();
    upload(event.target, event.submitter?.value === "true");
  });

  // An answer that fails leaves the page as it is, or blank: say above it what went wrong.
  const ASKED = "/_dash-";
  const PAGE = "page.children";
  const plainFetch = window.fetch;
  let failed = "";
  let isLeaving = false; // a page that is left gets no answers any more
  window.addEventListener("beforeunload", () => (isLeaving = true));

  async function tellTrouble(output, answer) {
    const place = document.getElementById("trouble");
    const isProblem = answer?.headers.get("content-type")?.includes("json");
    const told = isProblem ? await answer.json() : place.dataset;
    const request = told.request_id || answer?.headers.get("x-request-id");
    const box = document.createElement("div");
    const number = request && `${place.dataset.request} ${request}`;
    say(box, [told.title, told.detail, told.remedy, number]);
    box.firstElementChild.className = "alert-title";
    if (output.includes(PAGE)) {
      const again = document.createElement("a");
      again.href = location.href;
      again.textContent = place.dataset.again;
      box.append(again);
    }
    place.replaceChildren(box);
    failed = output;
  }

  window.fetch = async (address, options) => {
    if (!String(address).includes(ASKED)) return plainFetch(address, options);
    const headers = new Headers(options?.headers);
    headers.set("accept-language", document.documentElement.lang);
    const output = options?.body ? JSON.parse(options.body).output : PAGE;
    let answer;
    try {
      answer = await plainFetch(address, { ...options, headers });
    } catch (error) {
      if (!isLeaving) tellTrouble(output);
      throw error;
    }
    if (!answer.ok) await tellTrouble(output, answer.clone());
    else if (failed && (output === failed || output.includes(PAGE))) {
      failed = "";
      document.getElementById("trouble").replaceChildren();
    }
    return answer;
  };

  // What is typed into a field with a choice takes the choice's place, by mouse and finger too.
  let entered = null;
  document.addEventListener("focusin", (event) => {
    entered = event.target.matches?.("input[aria-haspopup=listbox]:not([readonly])")
      ? event.target
      : null;
  });
  document.addEventListener("click", (event) => {
    if (event.target === entered && entered.selectionStart === entered.selectionEnd)
      entered.select();
    entered = null;
  });

  // Enter in a question asks it, as in any form; in an open list it takes a choice.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || !event.target.matches?.(".question input")) return;
      if (event.target.dataset.expanded !== "true") document.getElementById("reach-go")?.click();
    },
    { capture: true },
  );

  // Mantine's fields with a list lack the role by which screen readers know them.
  function nameFieldsWithLists() {
    for (const field of document.querySelectorAll("input[aria-haspopup=listbox]")) {
      const isOpen = String(field.dataset.expanded === "true");
      if (field.getAttribute("role") !== "combobox") field.setAttribute("role", "combobox");
      if (field.getAttribute("aria-expanded") !== isOpen)
        field.setAttribute("aria-expanded", isOpen);
    }
  }

  new MutationObserver(() => {
    putFileFields();
    nameFieldsWithLists();
    arriveAtTop();
  }).observe(document.documentElement, {
    attributeFilter: ["data-expanded"],
    childList: true,
    subtree: true,
  });
})();
