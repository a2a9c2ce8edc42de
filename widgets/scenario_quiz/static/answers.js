/** The append-only log of answers, and the answers.json that is handed in. */

/** @typedef {import('./types.js').Entry} Entry */

/** @param {string} step @param {import('./types.js').Answer} answer @returns {Entry} */
export function entry(step, answer) {
  return { step, answer, time: new Date().toISOString() };
}

/** One log out of two: all of `first`, then what only `second` has. @param {Entry[]} first @param {Entry[]} second */
function mergeLogs(first, second) {
  const key = ({ step, answer, time }) => JSON.stringify([step, answer, time]);
  const known = new Set(first.map(key));
  return [...first, ...second.filter((one) => !known.has(key(one)))];
}

/** The same for the logs of several scenarios. @param {Record<string, Entry[]>} first @param {Record<string, Entry[]>} second */
export function mergeScenarios(first, second) {
  const merged = { ...first };
  for (const [scenario, log] of Object.entries(second)) merged[scenario] = mergeLogs(first[scenario] || [], log);
  return merged;
}

/** 32 hex digits that no other attempt has; works without a secure context. */
export function newAttempt() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** answers.json, format version 1. @param {{course: string, assignment: string, content: string, language: string, attempt: string, scenarios: Record<string, Entry[]>}} parts */
export function buildAnswers({ course, assignment, content, language, attempt, scenarios }) {
  return { format: 'scenario-answers', version: 1, course, assignment, content, language, attempt, scenarios };
}
