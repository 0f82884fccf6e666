// What the worker sees of what waits: a list with the reason of what was not taken, and the page as it will be.
export function showKept({ kit, words }, at) {
  const line = document.createElement("p");
  line.textContent = `${words.from} ${clock(at)}. ${words["no signal"].replace(/^[^.]*\. /, "")}`;
  kit.querySelector("[data-offline]").replaceChildren(box([line]));
  kit.hidden = false;
}

export async function showWaiting(phone, acts, lost, again) {
  const { kit, words, store } = phone;
  const parts = [];
  const waiting = acts.filter((act) => !act.sentence);
  if (phone.notice) parts.push(paragraph(phone.notice));
  if (waiting.length) {
    parts.push(paragraph(`${words.waiting} (${waiting.length})`, "strong"));
    parts.push(list(waiting.map((act) => said(words, act))));
    if (phone.isSignedOut) parts.push(paragraph(words["sign in"]));
  }
  for (const act of acts.filter((one) => one.sentence)) {
    const sentence = act.sentence === "?" ? words.wrong : act.sentence;
    parts.push(paragraph(`${words.refused} ${said(words, act)}. ${sentence} ${noteOf(act)}`));
    parts.push(button(words["put away"], async () => {
      await store.remove(act.id);
      await again();
    }));
  }
  if (lost) {
    parts.push(paragraph(`${words.lost} ${lost}`));
    parts.push(button(words["put away"], async () => {
      await store.forgetLost();
      await again();
    }));
  }
  kit.querySelector("[data-waiting]").replaceChildren(...(parts.length ? [box(parts)] : []));
  kit.hidden = !kit.querySelector("section");
  showAsItWillBe(waiting);
}

// A visit that one checked in to without signal is one that one may check out of.
function showAsItWillBe(waiting) {
  for (const form of document.querySelectorAll("form[data-waits]")) {
    const kinds = waiting.filter((act) => act.visit === form.dataset.visit).map((act) => act.kind);
    const after = form.closest("[data-after-check-in]");
    if (form.dataset.waits === "check-in") (form.closest("[data-before-check-in]") || form).hidden = kinds.includes("check-in");
    // A check-out that waits can be taken back, and then be made again.
    const isOut = kinds.lastIndexOf("check-out") > kinds.lastIndexOf("back");
    if (form.dataset.waits === "check-out" && after) {
      const isThere = !document.querySelector("[data-before-check-in]") || kinds.includes("check-in");
      after.hidden = !isThere || isOut;
    }
    const afterOut = form.closest("[data-after-check-out]");
    if (form.dataset.waits === "back") (afterOut || form).hidden = afterOut ? !isOut : kinds.includes("back");
  }
}

// Asks whether the phone's own time holds, and resolves with the answer; null where nothing is to be done.
export function askForTime({ words }, form, { kind, deviceAt }) {
  for (const old of document.querySelectorAll("[data-asking]")) old.remove();
  return new Promise((done) => {
    const asking = document.createElement("div");
    const answer = (holds) => () => {
      asking.remove();
      form.hidden = false;
      done(holds);
    };
    asking.dataset.asking = "";
    asking.setAttribute("role", "group");
    const question = paragraph(`${words.ask} ${clock(Date.parse(deviceAt))}.`, "strong");
    question.tabIndex = -1;
    const yes = kind === "check-in" ? words.holds : words.gone;
    const choices = [[yes, true, ""], [words.later, false], [words.nothing, null]];
    const buttons = Object.assign(document.createElement("div"), { className: "actions" });
    buttons.append(...choices.map(([label, holds, look]) => button(label, answer(holds), look)));
    asking.append(question, buttons);
    form.hidden = true;
    form.after(asking);
    question.focus();
  });
}

function said(words, act) {
  return `${words[`tap ${act.kind}`]} ${words.at} ${clock(Date.parse(act.deviceAt))}: ${act.name}`;
}

// A note that was not taken stays readable, so that it can be told or written elsewhere.
function noteOf({ fields }) {
  const written = fields.find(([name]) => name === "note" || name === "words");
  return written && written[1] ? `“${written[1]}”` : "";
}

function clock(at) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" }).format(at);
}

function box(parts) {
  const made = document.createElement("section");
  made.className = "card";
  made.append(...parts);
  return made;
}

function paragraph(words, tag) {
  const made = document.createElement("p");
  made.append(tag ? Object.assign(document.createElement(tag), { textContent: words }) : words);
  return made;
}

function list(lines) {
  const made = document.createElement("ul");
  made.className = "plain-list";
  made.append(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  return made;
}

function button(words, act, kind = "govuk-button--secondary") {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: words, className: `govuk-button ${kind}` });
  made.addEventListener("click", act);
  return made;
}
