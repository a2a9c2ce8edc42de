/** What a platform is told of a pupil's work, in SCORM 1.2's elements and words. */

import { kinds } from '../kinds/index.js';
import { places } from './packing.js';

const SIGNS = '0123456789abcdefghijklmnopqrstuvwxyz';      // what a response is made of (CMIFeedback)
const MOST = 9999 * 3600;      // seconds that a time span can say

const two = (number) => String(Math.floor(number)).padStart(2, '0');

/** HHHH:MM:SS (CMITimespan). @param {number} milliseconds */
export function timespan(milliseconds) {
  const seconds = Math.min(Math.max(0, Math.round(milliseconds / 1000)), MOST);
  return `${String(Math.floor(seconds / 3600)).padStart(4, '0')}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** HH:MM:SS (CMITime). @param {Date} when */
const clock = (when) => `${two(when.getHours())}:${two(when.getMinutes())}:${two(when.getSeconds())}`;

/** What was chosen, as its type writes it; null for a text, which is not told. @param {import('../types.js').Step} step @param {import('../types.js').Answer} answer */
function response(step, answer) {
  const at = places(step, answer);
  if (at === null) return null;
  if (step.cards) return at.map((bin, card) => `${SIGNS[card]}.${SIGNS[bin]}`).join(',');
  return [].concat(at).map((one) => SIGNS[one]).join(',');
}

/** Practice is judged where it is done; the package has no key of the rest. @param {import('./work.js').Scenario} scenario @param {import('./packing.js').Entry} entry */
function result({ use, steps }, { step, answer }) {
  const judged = use === 'practice' ? kinds[steps[step].kind].score(steps[step], answer) : null;
  if (!judged) return 'neutral';
  return judged.points === steps[step].max ? 'correct' : 'wrong';
}

/**
 * One decision as the elements of an interaction, without `cmi.interactions.n.`.
 * @param {{scenario: import('./work.js').Scenario, entry: import('./packing.js').Entry, id: string}} decision
 * @param {number} latency      milliseconds
 * @returns {[string, string][]}
 */
export function interaction({ scenario, entry, id }, latency) {
  const step = scenario.steps[entry.step];
  const told = response(step, entry.answer);
  return [
    ['id', id],
    ['type', kinds[step.kind].interaction],
    ['time', clock(new Date(entry.time))],
    ['weighting', String(step.max)],
    ...(told ? [['student_response', told]] : []),
    ['result', result(scenario, entry)],
    ['latency', timespan(latency)],
  ];
}

/**
 * How far, as a score and a status. Never `failed`: who is under way has not failed.
 * @param {number} done @param {number} total @param {number|null} mastery      percent
 * @returns {[string, string][]}
 */
export function standing(done, total, mastery) {
  const score = total ? Math.floor((100 * done) / total) : 100;
  const status = mastery === null ? (score === 100 ? 'completed' : 'incomplete') : score >= mastery ? 'passed' : 'incomplete';
  return [
    ['cmi.core.score.min', '0'],
    ['cmi.core.score.max', '100'],
    ['cmi.core.score.raw', String(score)],
    ['cmi.core.lesson_status', status],
  ];
}
