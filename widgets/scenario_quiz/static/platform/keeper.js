/** What the pages in the frame keep, under the pupil's own name: in this browser where it can, and else until it closes. */

/**
 * @param {string|null} owner      null: nobody knows whose it is, so this browser must not keep it for the next one
 * @param {() => void} changed      called after every change
 */
export function createKeeper(owner, changed) {
  const memory = new Map();
  const own = `${owner}/`;
  let lasting = owner !== null;

  const attempt = (action) => {
    try {
      return owner === null ? null : action(localStorage);
    } catch {
      return null;
    }
  };
  const names = () => [...new Set([
    ...memory.keys(),
    ...(attempt((storage) => Object.keys(storage)) || []).filter((name) => name.startsWith(own)).map((name) => name.slice(own.length)),
  ])];

  return {
    /** Whether this browser still has everything after it was closed. */
    get lasting() { return lasting; },
    get length() { return names().length; },
    key: (index) => names()[index],
    getItem: (name) => memory.get(name) ?? attempt((storage) => storage.getItem(own + name)),
    setItem(name, text) {
      lasting = attempt((storage) => (storage.setItem(own + name, text), true)) === true;
      if (lasting) memory.delete(name);
      else memory.set(name, text);
      changed();
    },
    removeItem(name) {
      memory.delete(name);
      attempt((storage) => storage.removeItem(own + name));
      changed();
    },
  };
}

/** A name for the storage of one pupil that does not show who it is: 53 bits (cyrb53). @param {string} learner */
export function ownerOf(learner) {
  let [one, two] = [0xdeadbeef, 0x41c6ce57];
  for (const sign of learner) {
    one = Math.imul(one ^ sign.codePointAt(0), 2654435761);
    two = Math.imul(two ^ sign.codePointAt(0), 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return `platform-${(4294967296 * (2097151 & two) + (one >>> 0)).toString(36)}`;
}
