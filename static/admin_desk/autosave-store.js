// The copies of unsaved texts in this browser (IndexedDB). Each is {key, account, window, url, number,
// version, place, continues, fields}. All functions reject if the browser refuses or has no room.

const NAME = "curtain-desk";
const STORE = "texts";

let opened;

const database = () => {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => {
      // Another page may delete the database or bring a newer version.
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => (opened = undefined);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
  opened.catch(() => (opened = undefined));
  return opened;
};

const transact = async (mode, act) => {
  const transaction = (await database()).transaction(STORE, mode);
  const result = act(transaction.objectStore(STORE), transaction);
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(result?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
};

// A name for one opening of a form. The site has made the first one of a page.
export const newWindow = () =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");

export const keyOf = (account, name) => `${account}/${name}`;

// The commit is asked for at once: a transaction that waits for an event of its page is given up
// when the page is closed.
export const keep = (text) =>
  transact("readwrite", (texts, transaction) => {
    texts.put(text);
    transaction.commit();
  });

export const keptTexts = () => transact("readonly", (texts) => texts.getAll());

// Deletes the text of a window that the site has up to `number`. A newer one stays.
export const forget = (key, number) =>
  transact("readwrite", (texts) => {
    const request = texts.get(key);
    request.onsuccess = () => {
      if (request.result && request.result.number <= number) texts.delete(key);
    };
  });
