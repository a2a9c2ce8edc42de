/** Logs of answers: the least that says the same, and one out of what two places kept. */

import { after, firstPath, fitting, lastPath } from '../scoring.js';
import { packAnswer, packLog } from './packing.js';

/** @typedef {import('../types.js').View} View @typedef {import('./packing.js').Entry} Entry */

/** The first answer to every step: what counts. @param {View} view @param {Entry[]} log @returns {Entry[]} */
export function firsts(view, log) {
  const seen = new Set();
  return fitting(view, log).filter(({ step }) => {
    const isFirst = !seen.has(step);
    seen.add(step);
    return isFirst;
  });
}

/** The first answers, and in practice where the pupil stands, if that is elsewhere. @param {View} view @param {Entry[]} log @returns {Entry[]} */
export function shorten(view, log) {
  const first = firsts(view, log);
  const shown = lastPath(view, log);
  return packLog(view, lastPath(view, first)) === packLog(view, shown) ? first : [...first, ...shown];
}

/** All of `known` and all of `here`; an open answer with its text, where one of them has it. @param {View} view @param {Entry[]} known @param {Entry[]} here @returns {Entry[]} */
export function combine(view, known, here) {
  const usable = fitting(view, here);
  const same = (one) => (other) =>
    one.step === other.step && packAnswer(view.steps[one.step], one.answer) === packAnswer(view.steps[one.step], other.answer);
  if (known.every((entry) => usable.some(same(entry)))) return usable;
  const merged = known.map((entry) => usable.find(same(entry)) || entry);
  return [...merged, ...usable.filter((entry) => !known.some(same(entry)))];
}

/** Whether the first answers went all the way. @param {View} view @param {Entry[]} log */
export function isDone(view, log) {
  const path = firstPath(view, log);
  return path.length > 0 && !view.steps[after(view, path[path.length - 1])];
}
