// What a phone keeps of somebody's day: pages to read and acts to send, each sealed with a key that no script can
// read out, for a day at most. Signing out, or somebody else signing in, empties it.
export const KEPT_MS = 24 * 60 * 60 * 1000;
const NAME = "cydofal-day:";

export function nameOf(root) {
  return NAME + root;
}

export async function openStore(root) {
  const opening = indexedDB.open(nameOf(root), 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("own");
    opening.result.createObjectStore("pages");
    opening.result.createObjectStore("acts", { keyPath: "id", autoIncrement: true });
  };
  const db = await asked(opening);
  // Whoever signs out in another tab deletes it all: an open connection must not stand in the way.
  db.onversionchange = () => db.close();
  return new Store(db, await keyOf(db));
}

class Store {
  constructor(db, key) {
    this.db = db;
    this.key = key;
  }

  // Says that the day is this account's. What another left is gone; how much of it was unsent stays to be said.
  async claim(whose) {
    const before = await this.get("own", "whose");
    if (before === whose) return;
    if (before) {
      await this.lose(await this.rows());
      await this.act("pages", (store) => store.clear());
    }
    await this.act("own", (store) => store.put(whose, "whose"));
  }

  async keepPage(path, page) {
    const sealed = await this.seal(page);
    return this.act("pages", (store) => store.put({ ...sealed, at: Date.now() }, path));
  }

  async findPage(path) {
    const row = await this.get("pages", path);
    if (!row || Date.now() - row.at > KEPT_MS) return null;
    return { ...(await this.unseal(row)), at: row.at };
  }

  async add(act) {
    return this.act("acts", (store, sealed) => store.add({ ...sealed, at: Date.now() }), act);
  }

  async change(id, act) {
    const row = await this.get("acts", id);
    return this.act("acts", (store, sealed) => store.put({ ...sealed, id, at: row.at }), act);
  }

  remove(id) {
    return this.act("acts", (store) => store.delete(id));
  }

  // Every act that is not older than a day, the oldest first.
  async list() {
    const rows = await this.rows();
    const old = rows.filter((row) => Date.now() - row.at > KEPT_MS);
    if (old.length) await this.lose(old);
    const kept = rows.filter((row) => !old.includes(row));
    return Promise.all(kept.map(async (row) => ({ ...(await this.unseal(row)), id: row.id })));
  }

  lost() {
    return this.get("own", "lost");
  }

  forgetLost() {
    return this.act("own", (store) => store.delete("lost"));
  }

  async lose(rows) {
    if (!rows.length) return;
    const before = (await this.lost()) || 0;
    await this.act("own", (store) => store.put(before + rows.length, "lost"));
    for (const row of rows) await this.remove(row.id);
  }

  rows() {
    return asked(this.db.transaction("acts").objectStore("acts").getAll());
  }

  get(store, key) {
    return asked(this.db.transaction(store).objectStore(store).get(key));
  }

  async act(name, change, secret) {
    // Sealed first: a transaction does not wait for a cipher.
    const sealed = secret === undefined ? undefined : await this.seal(secret);
    const transaction = this.db.transaction(name, "readwrite");
    change(transaction.objectStore(name), sealed);
    return new Promise((done, failed) => {
      transaction.oncomplete = () => done();
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  }

  async seal(value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, plain) };
  }

  async unseal({ iv, data }) {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.key, data);
    return JSON.parse(new TextDecoder().decode(plain));
  }
}

async function keyOf(db) {
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const store = db.transaction("own", "readwrite").objectStore("own");
  const kept = await asked(store.get("key"));
  if (kept) return kept;
  await asked(store.put(made, "key"));
  return made;
}

function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
    request.onblocked = () => failed(new Error("blocked"));
  });
}
