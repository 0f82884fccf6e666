// Sends a form of the day's pages, at once where there is signal, and otherwise later: in order, each once, since
// the same key and the same words make one act at the server.
const PATIENCE_MS = 10000;
export const AWAY = "away";
export const TAKEN = "taken";
export const REFUSED = "refused";

// Says how it went, with the way on or the sentence.
export async function send({ url, fields }, token, { late = false } = {}) {
  const body = new URLSearchParams([...fields, ["csrf_token", token]]);
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      body,
      credentials: "same-origin",
      redirect: "manual",
      headers: { "X-Phone": late ? "late" : "now" },
      signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE_MS) : undefined,
    });
  } catch {
    return { how: AWAY };
  }
  // A way elsewhere is the way to signing in; a server that is busy is asked again.
  if (answer.type === "opaqueredirect" || answer.status >= 500 || answer.status === 429) return { how: AWAY };
  const said = await answer.json().catch(() => ({}));
  return answer.ok ? { how: TAKEN, way: said.way } : { how: REFUSED, sentence: said.sentence };
}

// Returns the token to send with; null without signal, and "" where nobody, or somebody else, is signed in.
export async function tokenFor(whose, url) {
  try {
    const answer = await fetch(url, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 404) return "";
    if (!answer.ok) return null;
    const said = await answer.json();
    return said.whose === whose ? said.token : "";
  } catch {
    return null;
  }
}

// Sends everything that waits, and says how much went. Two tabs do not send at once.
export async function sendAll(store, whose, tokenUrl) {
  const work = () => sendEach(store, whose, tokenUrl);
  return navigator.locks ? navigator.locks.request("cydofal-sending", work) : work();
}

async function sendEach(store, whose, tokenUrl) {
  const waiting = (await store.list()).filter((act) => !act.sentence);
  if (!waiting.length) return { sent: 0 };
  const token = await tokenFor(whose, tokenUrl);
  if (!token) return { sent: 0, isSignedOut: token === "" };
  let sent = 0;
  for (const act of waiting) {
    const { how, sentence } = await send(act, token, { late: true });
    if (how === AWAY) break;
    // What was not taken stays, with the reason, until its worker puts it away.
    if (how === REFUSED) await store.change(act.id, { ...act, sentence: sentence || "?" });
    else {
      await store.remove(act.id);
      sent += 1;
    }
  }
  return { sent };
}
