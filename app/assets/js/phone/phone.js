// My day on a phone: forms are kept where there is no signal, shown as waiting, and sent when it is back.
import { AWAY, TAKEN, send, sendAll, tokenFor } from "./sending.js";
import { openStore } from "./store.js";
import { askForTime, showKept, showWaiting } from "./showing.js";

const AGAIN_MS = 30000;
const kit = document.querySelector("[data-phone]");

if (kit && "indexedDB" in window && window.crypto && crypto.subtle) start();

async function start() {
  const words = JSON.parse(kit.dataset.words);
  const { whose, root } = kit.dataset;
  let store;
  try {
    store = await openStore(root);
    await store.claim(whose);
  } catch {
    return; // A browser that keeps nothing, as in private windows: the pages work as without this.
  }
  const phone = { kit, words, whose, root, store, tokenUrl: kit.dataset.token };
  if (kit.dataset.keptAt) showKept(phone, Number(kit.dataset.keptAt));
  for (const link of document.querySelectorAll("a[data-map]")) openOwnMap(link);
  document.addEventListener("submit", (event) => submitted(phone, event));
  window.addEventListener("online", () => flush(phone));
  setInterval(() => flush(phone), AGAIN_MS);
  await refresh(phone);
  await flush(phone);
  await work(phone);
}

async function refresh(phone) {
  const acts = await phone.store.list();
  await showWaiting(phone, acts, await phone.store.lost(), () => refresh(phone));
  return acts;
}

async function flush(phone) {
  const { sent, isSignedOut } = await sendAll(phone.store, phone.whose, phone.tokenUrl);
  phone.isSignedOut = isSignedOut;
  await refresh(phone);
  // The page shows what was so before; a note that somebody is writing stays under their hands.
  if (sent && !isWriting()) window.location.reload();
  return sent;
}

function isWriting() {
  return [...document.querySelectorAll("main textarea")].some((area) => area.value !== area.defaultValue);
}

async function submitted(phone, event) {
  const { target: form, submitter } = event;
  if (form.action.endsWith("/sign-out")) return leaving(phone, event);
  if (!form.dataset.waits) return;
  event.preventDefault();
  const act = actOf(form, submitter);
  if (act.kind === "check-out" && !isAnswered(phone, form)) return;
  const waiting = (await phone.store.list()).filter((one) => !one.sentence);
  if (waiting.length) await flush(phone);
  const stillWaiting = waiting.length && (await phone.store.list()).some((one) => !one.sentence);
  // The token of a page that was kept is as old as the page.
  const token = phone.kit.dataset.keptAt ? await tokenFor(phone.whose, phone.tokenUrl) : form.elements.csrf_token.value;
  const { how, way } = stillWaiting || !token ? { how: AWAY } : await send(act, token);
  if (how === TAKEN) window.location.assign(way);
  else if (how === AWAY) await keep(phone, form, act);
  // The page itself says what is wrong, beside the field.
  else sendPlainly(form, submitter, act);
}

function actOf(form, submitter) {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  const kind = (submitter && submitter.dataset.waits) || form.dataset.waits;
  const deviceAt = new Date().toISOString();
  fields.push(["device_at", deviceAt]);
  const url = submitter && submitter.hasAttribute("formaction") ? submitter.formAction : form.action;
  return { url, fields, kind, deviceAt, visit: form.dataset.visit, name: form.dataset.name };
}

async function keep(phone, form, act) {
  if (act.kind.startsWith("check-")) {
    const holds = await askForTime(phone, form, act);
    if (holds === null) return;
    if (holds) act.fields.push(["holds", "true"]);
  }
  // The ten minutes are those of the phone, since the check-out waits here too.
  if (act.kind === "back") act.fields.push(["holds", "true"]);
  await phone.store.add(act);
  await refresh(phone);
  phone.kit.scrollIntoView({ block: "center" });
}

function sendPlainly(form, submitter, act) {
  const add = (name, value) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  };
  add("device_at", act.deviceAt);
  form.action = act.url;
  form.submit();
}

// Without signal nobody else can say that an essential task has no answer.
function isAnswered(phone, form) {
  const essential = (form.dataset.essential || "").split(" ");
  const open = [...form.querySelectorAll("select")].filter((one) => !one.value && essential.includes(one.name));
  for (const old of form.querySelectorAll("[data-unanswered]")) old.remove();
  for (const one of open) {
    const sentence = document.createElement("p");
    sentence.className = "govuk-error-message";
    sentence.dataset.unanswered = "";
    sentence.textContent = phone.words.unanswered;
    one.before(sentence);
  }
  if (open.length) open[0].focus();
  return !open.length;
}

async function leaving(phone, event) {
  if (phone.isLeaving) return;
  event.preventDefault();
  const form = event.target;
  const acts = await phone.store.list();
  phone.isLeaving = true;
  if (!acts.length) return form.submit();
  phone.notice = phone.words.leaving;
  await refresh(phone);
  phone.kit.scrollIntoView({ block: "center" });
}

// Apple's phones know another word for their map than everybody else's.
function openOwnMap(link) {
  if (/iPhone|iPad/.test(navigator.userAgent)) link.href = link.getAttribute("href").replace(/^geo:[^?]*\?/, "maps:?");
}

async function work({ kit: { dataset } }) {
  if (!("serviceWorker" in navigator) || dataset.keptAt) return;
  try {
    for (const scope of ["today", "my-visits"]) await navigator.serviceWorker.register(`${dataset.root}sw.js`, { scope: dataset.root + scope });
    const links = [...document.querySelectorAll("a[data-keep]")];
    const saves = navigator.connection && navigator.connection.saveData;
    const { active } = await navigator.serviceWorker.ready;
    const here = window.location.pathname;
    const ahead = links.map((link) => link.pathname).concat(`${dataset.root}my-visits/no-signal`);
    active.postMessage({ keep: saves ? [here] : [here, ...ahead] });
  } catch {
    // A browser that has no such worker: the day is there with signal only.
  }
}
