/** What the pages keep of one pupil's work, and what the platform has of it: read, brought together, and packed. */

import { newAttempt } from '../answers.js';
import { freshRecord } from '../draft.js';
import { combine, firsts, isDone, shorten } from './logs.js';
import { ELSEWHERE, LIMIT, pack, packLog, packNumbers, unpack, unpackLog, unpackNumbers } from './packing.js';

/**
 * @typedef {import('../types.js').View & {key: string, counts: boolean}} Scenario      without its words
 * @typedef {object} Outline      of the course in the package
 * @property {string} course
 * @property {string[]} languages
 * @property {string[]} pages      in order; the first one is where the course begins
 * @property {string} pagesKey      the key under which the pages that were read are packed
 * @property {Record<string, string>} contents      of each assignment that is handed in, its version
 * @property {number|null} mastery      the share of situations in percent from which it is passed
 * @property {Scenario[]} scenarios
 * @property {Record<string, Record<string, string>>} words      per language
 */

/** @param {Outline} outline @param {ReturnType<import('./keeper.js').createKeeper>} keeper @param {string} suspended */
export function openWork({ course, pages, pagesKey, contents, scenarios }, keeper, suspended) {
  const blocks = unpack(suspended, pagesKey.length);
  /** @type {Map<Scenario, import('./packing.js').Entry[]>} */
  const known = new Map(scenarios.map((each) => [each, unpackLog(each, blocks.get(each.key) || '')]));
  const began = new Date().toISOString();      // the time of an answer is not packed

  function load(name) {
    try {
      return JSON.parse(keeper.getItem(`${course}/${name}`));
    } catch {
      return null;
    }
  }
  const keep = (name, record) => keeper.setItem(`${course}/${name}`, JSON.stringify(record));

  const practice = ({ assignment, id }) => `practice/${assignment}/${id}`;
  const graded = ({ assignment }) => `graded/${assignment}/here`;
  const isOf = (record, { assignment }) => record && record.content === contents[assignment];

  function entriesOf(scenario) {
    const record = load(scenario.use === 'practice' ? practice(scenario) : graded(scenario));
    if (!record) return [];
    if (scenario.use === 'practice') return record.entries || [];
    return isOf(record, scenario) ? record.scenarios[scenario.id] || [] : [];
  }

  /** Gives the pages what the platform has and this browser does not. @param {Scenario} scenario */
  function restore(scenario) {
    const here = entriesOf(scenario);
    const all = combine(scenario, known.get(scenario), here)
      .filter(({ answer }) => answer !== ELSEWHERE)
      .map(({ step, answer, time = began }) => ({ step, answer, time }));
    if (all.length <= here.length) return;
    if (scenario.use === 'practice') {
      return keep(practice(scenario), { drafts: {}, ...load(practice(scenario)), entries: all });
    }
    const found = load(graded(scenario));
    if (found && !isOf(found, scenario)) keep(`${graded(scenario)}/${found.content}`, found);
    const record = isOf(found, scenario) ? found : freshRecord(contents[scenario.assignment], 0);
    keep(graded(scenario), { ...record, scenarios: { ...record.scenarios, [scenario.id]: all } });
  }

  function restorePages() {
    const numbers = unpackNumbers(blocks.get(pagesKey) || '');
    const read = Object.fromEntries(pages.flatMap((page, index) =>
      (numbers[2 * index + 1] ? [[page, numbers.slice(2 * index, 2 * index + 2)]] : [])));
    const reader = load('reader') || {};
    if (Object.keys(read).length) keep('reader', { ...reader, pages: { ...read, ...reader.pages } });
  }

  for (const scenario of scenarios) restore(scenario);
  restorePages();

  const self = {
    /** Takes in what the pages kept since. Nothing that was once known is dropped, whatever another tab does. */
    read() {
      for (const scenario of scenarios) known.set(scenario, combine(scenario, known.get(scenario), entriesOf(scenario)));
    },
    /** The first answers that were given, each with its scenario. */
    decisions: () => scenarios.flatMap((scenario) =>
      firsts(scenario, known.get(scenario)).map((entry) => ({ scenario, entry, id: `${scenario.assignment}_${scenario.id}_${entry.step}` }))),
    /** How many of the situations that count are done, and of how many. */
    done() {
      const counting = scenarios.filter(({ counts }) => counts);
      return [counting.filter((scenario) => isDone(scenario, known.get(scenario))).length, counting.length];
    },
    /** Where the pupil was last on `page`, or ''. @param {string} page */
    placeOn(page) {
      const [at, place] = (load('reader') || {}).place || [];
      return at === page ? place : '';
    },
    /** @returns {{text: string, whole: boolean}} at most LIMIT characters, and whether everything is in it */
    packed() {
      const read = (load('reader') || {}).pages || {};
      const add = (log) => {
        blocks.set(pagesKey, packNumbers(pages.flatMap((page) => read[page] || [0, 0])));
        for (const scenario of scenarios) blocks.set(scenario.key, packLog(scenario, log(scenario, known.get(scenario))));
        return pack(blocks);
      };
      const whole = add(shorten);
      if (whole.length <= LIMIT) return { text: whole, whole: true };
      // Where a pupil stands in a situation is worth less than what they answered.
      const text = add(firsts);
      if (text.length <= LIMIT) return { text, whole: true };
      return { text: text.slice(0, text.lastIndexOf('!', LIMIT)), whole: false };
    },
  };
  return self;
}
