/** Which steps a log of answers walked through, and what they are worth (practice feedback; Python is the judge). */

import { kinds } from './kinds/index.js';

/** @typedef {import('./types.js').View} View @typedef {import('./types.js').Entry} Entry @typedef {import('./types.js').Answer} Answer */
/** @typedef {{step: string, answer: Answer}} Visit */

/** The entries that can be answers to this view; a log may be older than the scenario. @param {View} view @param {Entry[]} entries */
export const fitting = (view, entries) =>
  entries.filter(({ step, answer }) => view.steps[step] && kinds[view.steps[step].kind].fits(view.steps[step], answer));

/** The step or ending that follows; null is the end. @param {View} view @param {Visit} visit */
export function after(view, { step, answer }) {
  const { options = [], next } = view.steps[step];
  const option = options.find(({ id }) => id === answer);
  return option ? option.next : next;
}

/** The path of first answers: what counts. @param {View} view @param {Entry[]} entries @returns {Visit[]} */
export function firstPath(view, entries) {
  const first = new Map();
  for (const { step, answer } of fitting(view, entries)) if (!first.has(step)) first.set(step, answer);
  const path = [];
  for (let step = view.start; first.has(step); step = after(view, path[path.length - 1])) {
    path.push({ step, answer: first.get(step) });
  }
  return path;
}

/** The path as it was last walked: going back and choosing again replaces what came after. @param {View} view @param {Entry[]} entries @returns {Visit[]} */
export function lastPath(view, entries) {
  let path = [];
  for (const { step, answer } of fitting(view, entries)) {
    const visited = path.findIndex((visit) => visit.step === step);
    if (visited >= 0) path = path.slice(0, visited);
    const expected = path.length ? after(view, path[path.length - 1]) : view.start;
    if (step === expected) path.push({ step, answer });
  }
  return path;
}

/**
 * Points of the first answers; a step that a teacher marks has none.
 * @param {View} view      a practice view
 * @param {Entry[]} entries
 * @returns {{points: number, max: number, steps: {step: string, points: number, verdict: string}[]}}
 */
export function score(view, entries) {
  const steps = [];
  for (const { step, answer } of firstPath(view, entries)) {
    const judged = kinds[view.steps[step].kind].score(view.steps[step], answer);
    if (judged) steps.push({ step, ...judged });
  }
  return { points: steps.reduce((sum, { points }) => sum + points, 0), max: view.max, steps };
}
