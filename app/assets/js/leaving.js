// Who signs out while something of their day waits to be sent is led to the page that says so and asks.
export function startLeaving() {
  if (!window.indexedDB || !indexedDB.databases || document.querySelector("[data-phone]")) return;
  for (const form of document.querySelectorAll("form[action$='/sign-out']")) form.addEventListener("submit", look);
}

async function look(event) {
  const form = event.target;
  event.preventDefault();
  const root = new URL(form.action).pathname.replace(/sign-out$/, "");
  if (await isWaiting(`cydofal-day:${root}`)) window.location.assign(`${root}today`);
  else form.submit();
}

async function isWaiting(name) {
  try {
    if (!(await indexedDB.databases()).some((one) => one.name === name)) return false;
    const db = await asked(indexedDB.open(name));
    const count = await asked(db.transaction("acts").objectStore("acts").count());
    db.close();
    return count > 0;
  } catch {
    return false;
  }
}

function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
