/**
 * Answers from the course in a platform to the hand-in service of the school, which is another site: in the part of an
 * address that browsers send to nobody, so that no server and no log ever sees them on the way.
 */

import { kinds } from './kinds/index.js';

const MARK = '#answers=';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;      // as answers.json has it

/** The address of this exercise at the service, with the answers. @param {string} service @param {object} answers */
export function carryTo(service, answers) {
  const page = location.pathname.split('/').slice(-2).join('/');
  return `${service}${page}${MARK}${encodeURIComponent(JSON.stringify(answers))}`;
}

/**
 * Of answers that anybody may have written, those that can be answers here; with any other the service would refuse them all.
 * @param {object} answers @param {import('./types.js').View[]} views
 * @returns {Record<string, import('./types.js').Entry[]>}
 */
export function usable({ scenarios }, views) {
  const fits = ({ steps }) => (entry) => entry !== null && typeof entry === 'object'
    && Object.keys(steps).includes(entry.step) && kinds[steps[entry.step].kind].fits(steps[entry.step], entry.answer)
    && typeof entry.time === 'string' && TIME.test(entry.time);
  return Object.fromEntries(views.map((view) => [view.id, (scenarios[view.id] || []).filter(fits(view))
    .map(({ step, answer, time }) => ({ step, answer, time }))]));
}

/** The answers that came with this page's address, which then forgets them; null without. @returns {object|null} */
export function carried() {
  if (!location.hash.startsWith(MARK)) return null;
  const text = location.hash.slice(MARK.length);
  history.replaceState(null, '', location.pathname + location.search);
  try {
    const answers = JSON.parse(decodeURIComponent(text));
    return Object.values(answers.scenarios).every(Array.isArray) ? answers : null;
  } catch {
    return null;
  }
}
