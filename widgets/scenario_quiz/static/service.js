/** The hand-in service's HTTP API. Every failure is a ServiceError with a code that has a label `error_<code>`. */

const PATIENCE = 15000;      // milliseconds before a silent connection counts as lost

export class ServiceError extends Error {
  /** @param {string} code @param {object} [details]      what the service said beside the code */
  constructor(code, details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }

  /** Whether the same request may succeed later. */
  get passing() {
    return ['offline', 'unavailable', 'throttled'].includes(this.code);
  }
}

/** @param {Response} response */
async function content(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** The code of an answer that is no success. @param {number} status @param {object|null} body @param {string} strange      for one that is not the service's */
function codeOf(status, body, strange) {
  if (body && body.error) return body.error;
  if (status === 409) return 'conflict';
  if (status === 413) return 'too_large';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unavailable' : strange;
}

/**
 * @param {string} base      the API's address, ending in a slash
 * @param {string} [pupil]      the key of the only pupil for whom it is asked: whoever else is signed in, is not meant
 */
export function createService(base, pupil) {
  // Who got past `course` knows that there is a service: something else that answers, as a Wi-Fi's sign-in page does, will pass.
  async function call(method, path, body, strange = 'unavailable') {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    let response;
    let answer;
    try {
      response = await fetch(base + path, {
        method,
        cache: 'no-store',
        credentials: 'same-origin',
        signal: patience.signal,
        headers: { ...(pupil && { 'X-Pupil': pupil }), ...(method !== 'GET' && { 'Content-Type': 'application/json' }) },
        body: body && JSON.stringify(body),
      });
      answer = await content(response);
    } catch {
      throw new ServiceError('offline');
    } finally {
      clearTimeout(timer);
    }
    if (!response.ok) throw new ServiceError(codeOf(response.status, answer, strange), answer || {});
    if (answer === null && response.status !== 204) throw new ServiceError(strange);
    return answer;
  }

  return {
    /** @param {string} key */
    of: (key) => createService(base, key),
    course: () => call('GET', 'course', undefined, 'no_service'),
    signIn: (code) => call('POST', 'session', { code }),
    signOut: () => call('DELETE', 'session'),
    signInAddress: (to) => `${base}sign-in?to=${encodeURIComponent(to)}`,
    signOutAddress: `${base}sign-out`,
    draft: (assignment) => call('GET', `drafts/${assignment}`),
    keepDraft: (assignment, revision, answers) => call('PUT', `drafts/${assignment}`, { revision, answers }),
    feedbackAddress: (assignment) => `${base}feedback/${assignment}`,
    handIn: (assignment, answers) => call('POST', `hand-ins/${assignment}`, answers),
  };
}
