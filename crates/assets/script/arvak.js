// Small comforts. Every page works without this file: nothing is reachable only through it.
// A feature is found by its data attribute, and each is a few lines.

const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

// data-live="ADDRESS": a long job's progress. Each message is the region's new content, made and
// escaped by the server; `end` names the page to go on to.
each("[data-live]", (region) => {
  const stream = new EventSource(region.dataset.live);
  stream.onmessage = (event) => { region.innerHTML = event.data; };
  stream.addEventListener("end", (event) => {
    stream.close();
    const next = new URL(event.data || location.href, location.href);
    if (next.origin === location.origin) location.assign(next);
  });
});

// form data-guard: the browser asks before changes that were not saved are left behind.
each("form[data-guard]", (form) => {
  let changed = form.dataset.guard === "changed";
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
});

// input data-filter="TABLE": rows without the typed words are hidden. data-filter-count beside it
// says how many are left: data-one and data-many hold the sentences, with # for the number.
each("input[data-filter]", (input) => {
  const table = document.getElementById(input.dataset.filter);
  if (!table) return;
  const rows = [...table.querySelectorAll("tbody > tr")];
  const count = document.querySelector(`[data-filter-count="${input.dataset.filter}"]`);
  input.closest("[hidden]")?.removeAttribute("hidden");
  const filter = () => {
    const words = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of rows) {
      const text = row.textContent.toLocaleLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) left += 1;
    }
    if (count) {
      const said = left === 1 ? count.dataset.one : count.dataset.many;
      count.textContent = words.length ? (said || "#").replace("#", left) : "";
    }
  };
  input.addEventListener("input", filter);
  filter();
});

// [data-search]: the key / goes there, unless somebody is typing.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("[data-search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
});

// button data-copy="ID": copies that element's text, and says so in the words of data-done.
each("button[data-copy]", (button) => {
  const said = button.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.innerText);
    button.textContent = button.dataset.done || said;
    setTimeout(() => { button.textContent = said; }, 2500);
  });
});

// button data-print: the browser's print window.
each("button[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

// The menu of a phone closes with Escape, and the focus stays where the menu was opened.
each("details.a-menu", (menu) => {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// form[data-code]: the code of a secret link stands behind the # of the address, which no browser sends. It goes into
// the form and out of the address, and the form is sent; with data-code="fill" somebody presses the button.
each("form[data-code]", (form) => {
  const take = () => {
    const code = location.hash.slice(1);
    if (!code) return;
    history.replaceState(null, "", location.pathname + location.search);
    form.querySelector("input[name=kode]").value = code;
    if (form.dataset.code !== "fill") form.requestSubmit();
  };
  addEventListener("hashchange", take);
  take();
});

// form[data-autosave="ADDRESS"]: each [data-question] of it is sent by itself when it was changed and left. The answer says what
// came of it, in words for [data-said] and [data-kept], and by which mark what stands there is known from now on.
each("form[data-autosave]", (form) => {
  const parts = [...form.querySelectorAll("[data-question]")];
  const of = (part, name) => [...part.querySelectorAll(`[name="${name}.${part.dataset.question}"]`)];
  const value = (part, name) => {
    const boxes = of(part, name);
    const chosen = boxes.filter((box) => !["radio", "checkbox"].includes(box.type) || box.checked);
    return chosen.map((box) => box.value).join(" ");
  };
  const tell = (part, where, text) => {
    const place = part.querySelector(`[data-${where}]`);
    if (!place) return;
    place.textContent = text;
    if (where === "said") place.hidden = !text;
  };
  // One at a time for each question: the mark of the one before is needed for the next.
  const waiting = new Map();
  const keep = (part) => {
    const last = waiting.get(part) || Promise.resolve();
    const next = last.then(() => send(part)).catch(() => tell(part, "kept", form.dataset.lost));
    waiting.set(part, next);
  };
  const send = async (part) => {
    const body = new URLSearchParams({ q: part.dataset.question });
    for (const name of ["a", "h", "c", "m"]) body.set(`${name}.${part.dataset.question}`, value(part, name));
    const answer = await fetch(form.dataset.autosave, { method: "POST", body });
    if (!(answer.headers.get("content-type") || "").startsWith("application/json")) throw new Error();
    const { state, said, mark } = await answer.json();
    if (mark) of(part, "m")[0].value = mark;
    tell(part, "kept", state === "kept" ? said : "");
    tell(part, "said", state === "kept" ? "" : said);
  };
  // What waits for an earlier answer stands there when that answer calls for it.
  const show = () => {
    for (const part of parts) {
      if (!part.dataset.when) continue;
      const earlier = parts.find((other) => other.dataset.question === part.dataset.when);
      const answers = part.dataset.whenAnswer.split(" ");
      part.hidden = !earlier || earlier.hidden || !answers.includes(value(earlier, "a"));
    }
  };
  form.addEventListener("change", (event) => {
    const part = event.target.closest("[data-question]");
    // Two boxes beside a field are one choice.
    if (event.target.type === "checkbox" && event.target.checked && part) {
      for (const box of of(part, "h")) box.checked = box === event.target;
    }
    show();
    if (part && event.target.type !== "file") keep(part);
  });
  show();
});
