/** Keeps JSON: in a platform with the frame around the page, else in this browser; where that is blocked, until the page closes. */

const memory = new Map();

/** @param {() => unknown} action @param {unknown} [otherwise] */
function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

const framed = attempt(() => parent.courseKeeper);
const storage = () => framed || localStorage;

/** Whether a platform's frame is around this page, and keeps what it can. */
export const inPlatform = Boolean(framed);

/** What is kept under `key`, or null. @param {string} key */
export function load(key) {
  return memory.get(key) || attempt(() => JSON.parse(storage().getItem(key)), null);
}

/** Keeps `value`; false when it will not outlive this page. @param {string} key @param {object} value */
export function save(key, value) {
  return attempt(() => {
    storage().setItem(key, JSON.stringify(value));
    memory.delete(key);
    return true;
  }) || (memory.set(key, value), false);
}

/** Forgets everything whose key starts with `prefix`. @param {string} prefix */
export function wipe(prefix) {
  memory.clear();
  attempt(() => Array.from({ length: storage().length }, (_, index) => storage().key(index))
    .filter((key) => key.startsWith(prefix)).forEach((key) => storage().removeItem(key)));
}
