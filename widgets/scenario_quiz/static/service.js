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

/** The code of an answer that is no success. @param {number} status @param {object|null} body */
function codeOf(status, body) {
  if (body && body.error) return body.error;
  if (status === 409) return 'conflict';
  if (status === 413) return 'too_large';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unavailable' : 'no_service';
}

/** @param {string} base      the API's address, ending in a slash */
export function createService(base) {
  async function call(method, path, body) {
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
        headers: method === 'GET' ? {} : { 'Content-Type': 'application/json' },
        body: body && JSON.stringify(body),
      });
      answer = await content(response);
    } catch {
      throw new ServiceError('offline');
    } finally {
      clearTimeout(timer);
    }
    if (!response.ok) throw new ServiceError(codeOf(response.status, answer), answer || {});
    if (answer === null && response.status !== 204) throw new ServiceError('no_service');
    return answer;
  }

  return {
    course: () => call('GET', 'course'),
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
