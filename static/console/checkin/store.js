// What a desk keeps on its device, in IndexedDB: roster, queue, findings and what it did last.

const NAME = "checkin";
const LOG = 400; // entries of the desk's own log that are kept

let opening = null;
const news = "BroadcastChannel" in self ? new BroadcastChannel("checkin") : null;
const listeners = new Set();
const wiped = new Set();
if (news) {
  news.onmessage = ({data}) => {
    if (data === "wiped") wiped.forEach((each) => each());
    else listeners.forEach((each) => each());
  };
}

/** Call `listener` whenever this tab or another one changed the queue, the findings or the log. */
export function onChange(listener) {
  listeners.add(listener);
}

/** Call `listener` whenever another tab, or the service worker, has forgotten the roster. */
export function onWiped(listener) {
  wiped.add(listener);
}

function changed() {
  news?.postMessage("changed");
  listeners.forEach((each) => each());
}

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore("kept"); // roster and lists of who came, each under its name
      const log = db.createObjectStore("log", {keyPath: "n", autoIncrement: true}); // all that was done at this device
      log.createIndex("mark", "mark", {unique: true});
      log.createIndex("waiting", "waiting"); // only entries that wait have it: this index is the queue
      db.createObjectStore("findings", {keyPath: "mark"}); // found out at merge, until staff acknowledge it
    };
    request.onsuccess = () => {
      request.result.onclose = () => { opening = null; };
      request.result.onversionchange = () => { request.result.close(); opening = null; };
      resolve(request.result);
    };
    request.onerror = () => { opening = null; reject(request.error); };
  });
  return opening;
}

/** Run `work(stores...)` in one transaction; its value once the transaction is on disk. */
async function transact(names, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    // Strict: a scan that was shown as taken must survive the battery.
    const transaction = db.transaction(names, mode, {durability: "strict"});
    let value;
    transaction.oncomplete = () => resolve(value?.result ?? value?.value);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    value = work(...names.map((each) => transaction.objectStore(each)));
  });
}

export const keep = (name, value) => transact(["kept"], "readwrite", (kept) => { kept.put(value, name); });
export const kept = (name) => transact(["kept"], "readonly", (store) => store.get(name));
export const countKept = () => transact(["kept"], "readonly", (kept) => kept.count());
export const forget = (name) => transact(["kept"], "readwrite", (store) => { store.delete(name); });

/** Put an entry on the queue; it is on disk when this resolves. */
export async function put(entry) {
  await transact(["log"], "readwrite", (log) => { log.add({...entry, waiting: 1}); });
  changed();
}

/** The entries that wait to be sent, oldest first. */
export const waiting = (most = undefined) =>
  transact(["log"], "readonly", (log) => log.index("waiting").getAll(null, most));
export const countWaiting = () => transact(["log"], "readonly", (log) => log.index("waiting").count());

/** All that the log still holds, oldest first. */
export const log = () => transact(["log"], "readonly", (rows) => rows.getAll());

export const entry = (mark) => transact(["log"], "readonly", (log) => log.index("mark").get(mark));

/** Change entries of the log, take them off the queue, and keep what was found out: all at once or not at all. */
export async function settle(changes, findings = []) {
  await transact(["log", "findings"], "readwrite", (log, found) => {
    for (const {mark, ...values} of changes) {
      log.index("mark").get(mark).onsuccess = ({target: {result: row}}) => {
        if (!row) return;
        const settled = {...row, ...values};
        if (settled.waiting === 0) delete settled.waiting;
        log.put(settled);
      };
    }
    for (const each of findings) found.put(each);
  });
  await trim();
  changed();
}

/** Forget the oldest entries beyond what the log keeps; never one that waits. */
function trim() {
  return transact(["log"], "readwrite", (log) => {
    let seen = 0;
    log.openCursor(null, "prev").onsuccess = ({target: {result: cursor}}) => {
      if (!cursor) return;
      seen += 1;
      if (seen > LOG && !cursor.value.waiting) cursor.delete();
      cursor.continue();
    };
  });
}

/** Remove an entry that was never sent to anybody; false when it has been on its way meanwhile. */
export async function withdraw(mark) {
  const gone = await transact(["log"], "readwrite", (log) => {
    const done = {value: false};
    log.index("mark").get(mark).onsuccess = ({target: {result: row}}) => {
      if (row?.waiting && !row.sent) {
        const {waiting: _, ...rest} = row;
        log.put({...rest, state: "withdrawn"});
        done.value = true;
      }
    };
    return done;
  });
  changed();
  return gone;
}

export const findings = () => transact(["findings"], "readonly", (found) => found.getAll());
export async function acknowledge(mark) {
  await transact(["findings"], "readwrite", (found) => { found.delete(mark); });
  changed();
}

/** Forget the roster and what was done; what waits and what staff have not acknowledged stays. */
export async function wipe() {
  await transact(["kept", "log"], "readwrite", (store, log) => {
    store.clear();
    log.openCursor().onsuccess = ({target: {result: cursor}}) => {
      if (!cursor) return;
      if (!cursor.value.waiting) cursor.delete();
      cursor.continue();
    };
  });
  news?.postMessage("wiped");
  changed();
}
