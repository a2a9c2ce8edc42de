/** A platform's SCORM 1.2 API: looked for where the standard says, and called so that whatever it does, the pupil goes on. */

const FARTHEST = 20;      // windows to look through, for some platforms put frames in frames
const PATIENCE = 5000;      // milliseconds that a platform's page may take to be whole

/** @template T @param {() => T} action @returns {T|undefined} */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;      // a window of another site, or an API that throws
  }
}

/** `win` and the windows around it, the nearest first. @param {Window|null|undefined} win */
function* outwards(win) {
  for (let steps = 0; win && steps < FARTHEST; steps += 1) {
    yield win;
    const around = attempt(() => win.parent);
    win = around === win ? null : around;
  }
}

/** The API in `win` or in a window around it, or null. @param {Window|null|undefined} win */
function upwards(win) {
  for (const each of outwards(win)) {
    const api = attempt(() => each.API);
    if (attempt(() => api.LMSInitialize)) return api;
  }
  return null;
}

/** @param {Window} win */
const findApi = (win) =>
  upwards(win.parent) || upwards(attempt(() => win.opener)) || upwards(attempt(() => win.top.opener));

/** Waits until the pages around `win` are whole. @param {Window} win */
async function settled(win) {
  const late = Date.now() + PATIENCE;
  const busy = (each) => attempt(() => each.document.readyState !== 'complete');
  while (Date.now() < late && [...outwards(win.parent)].some(busy)) {
    await new Promise((go) => { setTimeout(go, 100); });
  }
}

/** @typedef {NonNullable<ReturnType<typeof session>>} Platform */

/**
 * Begins a session with the platform around `win`; null when there is none that answers.
 * @param {Window} win @returns {Promise<Platform|null>}
 */
export async function connect(win) {
  let api = findApi(win);
  if (!api) {
    // Open edX makes its API after the page around it, and a course that the browser has already can be faster.
    await settled(win);
    api = findApi(win);
  }
  return api ? session(api) : null;
}

/** A session with an API, or null when it does not answer. @param {any} api */
function session(api) {
  /** What the platform says, as text; '' for anything that it should not say. */
  const call = (name, ...given) => String(attempt(() => api[name](...given)) ?? '');
  const succeeds = (name, ...given) => ['true', '1'].includes(call(name, ...given).toLowerCase());
  const get = (element) => call('LMSGetValue', element);
  // One that was begun before, as after a reload, refuses to begin and yet answers.
  if (!(succeeds('LMSInitialize', '') || get('cmi.core.lesson_status'))) return null;
  return {
    get,
    /** Whether the platform took it. @param {string} element @param {string} value */
    set: (element, value) => succeeds('LMSSetValue', element, value),
    /** Whether the platform says that it kept what was set. */
    commit: () => succeeds('LMSCommit', ''),
    finish: () => succeeds('LMSFinish', ''),
  };
}
