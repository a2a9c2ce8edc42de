/** Keeps JSON in this browser; where that is blocked or full, until the page closes. */

const memory = new Map();

/** @param {() => unknown} action @param {unknown} [otherwise] */
function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

/** What is kept under `key`, or null. @param {string} key */
export function load(key) {
  return memory.get(key) || attempt(() => JSON.parse(localStorage.getItem(key)), null);
}

/** Keeps `value`; false when it will not outlive this page. @param {string} key @param {object} value */
export function save(key, value) {
  return attempt(() => {
    localStorage.setItem(key, JSON.stringify(value));
    memory.delete(key);
    return true;
  }) || (memory.set(key, value), false);
}

/** Forgets everything whose key starts with `prefix`. @param {string} prefix */
export function wipe(prefix) {
  memory.clear();
  attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix))
    .forEach((key) => localStorage.removeItem(key)));
}
