/** A platform's SCORM 1.2 API: looked for where the standard says, and called so that whatever it does, the pupil goes on. */

const FARTHEST = 20;      // windows to look through, for some platforms put frames in frames

/** @template T @param {() => T} action @returns {T|undefined} */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;      // a window of another site, or an API that throws
  }
}

/** The API in `win` or in a window around it, or null. @param {Window|null|undefined} win */
function upwards(win) {
  for (let steps = 0; win && steps < FARTHEST; steps += 1) {
    const api = attempt(() => win.API);
    if (attempt(() => api.LMSInitialize)) return api;
    const around = attempt(() => win.parent);
    win = around === win ? null : around;
  }
  return null;
}

/** @param {Window} win */
const findApi = (win) =>
  upwards(win.parent) || upwards(attempt(() => win.opener)) || upwards(attempt(() => win.top.opener));

/**
 * Begins a session with the platform around `win`; null when there is none that answers.
 * @param {Window} win
 */
export function connect(win) {
  const api = findApi(win);
  /** What the platform says, as text; '' for anything that it should not say. */
  const call = (name, ...given) => String(attempt(() => api[name](...given)) ?? '');
  const succeeds = (name, ...given) => ['true', '1'].includes(call(name, ...given).toLowerCase());
  const get = (element) => call('LMSGetValue', element);
  // One that was begun before, as after a reload, refuses to begin and yet answers.
  if (!api || !(succeeds('LMSInitialize', '') || get('cmi.core.lesson_status'))) return null;
  return {
    get,
    /** Whether the platform took it. @param {string} element @param {string} value */
    set: (element, value) => succeeds('LMSSetValue', element, value),
    /** Whether the platform says that it kept what was set. */
    commit: () => succeeds('LMSCommit', ''),
    finish: () => succeeds('LMSFinish', ''),
  };
}
