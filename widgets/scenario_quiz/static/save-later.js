/** Saving as a file is rare, so its script is loaded when it is asked for; by a tag, which works from file:// too. */

let loading = null;

/** @param {string} address @returns {Promise<typeof import('./save.js')>} */
export function loadSaver(address) {
  loading = loading || new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve(globalThis.courseSaver);
    script.onerror = () => {
      loading = null;
      script.remove();
      reject(new Error(address));
    };
    document.head.append(script);
  });
  return loading;
}
