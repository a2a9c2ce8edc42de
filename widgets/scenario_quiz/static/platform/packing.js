/**
 * Answers in the few characters that a platform keeps (SCORM 1.2: `cmi.suspend_data`, 4,096 characters).
 *
 *   1!<key><log>!<key><log> ...      the key of a scenario, and then per answer: the step, then what was answered
 *
 * Steps and options are one sign each, by their place in the scenario: `A` an option, `(AC)` several, in this order,
 * `ABA` the bin of each card. The text of an open answer is not in it: `1` says that there is one, `0` that it was
 * skipped. The key of a scenario changes when its steps or options do, so that no answer is ever read as another one.
 */

import { kinds } from '../kinds/index.js';

export const LIMIT = 4096;
export const ELSEWHERE = '\u2026';      // stands for a text that another browser has
const VERSION = '1';
const BETWEEN = '!';
const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** @typedef {import('../types.js').Step} Step @typedef {import('../types.js').View} View @typedef {import('../types.js').Answer} Answer */
/** @typedef {{step: string, answer: Answer, time?: string}} Entry */

/** What an answer to `step` is made of; nothing where it is a text. @param {Step} step */
export const pieces = (step) => step.options || step.parts || step.items || step.cards || [];

/** @param {{id: string}[]} among @param {string} id */
const place = (among, id) => among.findIndex((one) => one.id === id);

/** An answer by the places of what it is made of: one, several, or per card the place of its bin. @param {Step} step @param {Answer} answer @returns {number|number[]|null} */
export function places(step, answer) {
  if (!pieces(step).length) return null;
  if (Array.isArray(answer)) return answer.map((id) => place(pieces(step), id));
  if (typeof answer === 'string') return place(pieces(step), answer);
  return step.cards.map(({ id }) => place(step.bins, answer[id]));
}

/** @param {Step} step @param {Answer} answer */
export function packAnswer(step, answer) {
  const at = places(step, answer);
  if (at === null) return answer === '' ? '0' : '1';
  if (!Array.isArray(at)) return SIGNS[at];
  const signs = at.map((one) => SIGNS[one]).join('');
  return step.cards ? signs : `(${signs})`;
}

/** The first answer in `text`, and how many signs it takes; null where there is none. @param {Step} step @param {string} text @returns {[Answer, number]|null} */
function unpackAnswer(step, text) {
  const among = pieces(step);
  const idOf = (from) => (sign) => (from[SIGNS.indexOf(sign)] || {}).id;
  if (!among.length) return [text[0] === '0' ? '' : ELSEWHERE, 1];
  if (step.cards) {
    const bins = [...text.slice(0, among.length)].map(idOf(step.bins));
    return [Object.fromEntries(bins.map((bin, index) => [among[index].id, bin])), among.length];
  }
  if (text[0] !== '(') return [idOf(among)(text[0]), 1];
  const end = text.indexOf(')');
  return end < 0 ? null : [[...text.slice(1, end)].map(idOf(among)), end + 1];
}

/** @param {View} view @param {Entry[]} log */
export function packLog(view, log) {
  const steps = Object.keys(view.steps);
  return log.map(({ step, answer }) => SIGNS[steps.indexOf(step)] + packAnswer(view.steps[step], answer)).join('');
}

/** As far as it can be read. @param {View} view @param {string} text @returns {Entry[]} */
export function unpackLog(view, text) {
  const log = [];
  while (text) {
    const name = Object.keys(view.steps)[SIGNS.indexOf(text[0])];
    const step = view.steps[name];
    const found = step && text.length > 1 && unpackAnswer(step, text.slice(1));
    if (!found || !kinds[step.kind].fits(step, found[0])) break;
    log.push({ step: name, answer: found[0] });
    text = text.slice(1 + found[1]);
  }
  return log;
}

/** @param {Map<string, string>} blocks      by key: packed logs, or what else is kept */
export function pack(blocks) {
  return [VERSION, ...[...blocks].filter(([, body]) => body).map(([key, body]) => key + body)].join(BETWEEN);
}

/** The blocks in what a platform kept, whatever that is. @param {string} text @param {number} length      of a key @returns {Map<string, string>} */
export function unpack(text, length) {
  const [version, ...blocks] = text.split(BETWEEN);
  return new Map(version === VERSION ? blocks.map((block) => [block.slice(0, length), block.slice(length)]) : []);
}

/** Numbers from 0 to 63, a sign each. @param {number[]} numbers */
export const packNumbers = (numbers) => numbers.map((one) => SIGNS[Math.min(one, SIGNS.length - 1)]).join('');

/** @param {string} text */
export const unpackNumbers = (text) => [...text].map((sign) => Math.max(0, SIGNS.indexOf(sign)));
