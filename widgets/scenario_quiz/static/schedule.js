/**
 * When a rule comes back on the review page. Pure: no clock and no storage; a day is a whole number, see `dayOf`.
 *
 * A rule that was answered well comes back after ever longer gaps, one that was not comes back tomorrow. Retrieval
 * that is spaced out beats retrieval at one go (g = 0.74 in 29 studies: Latimier, Peyre & Ramus 2021, Educational
 * Psychology Review 33, https://doi.org/10.1007/s10648-020-09572-8). Expanding gaps are Landauer & Bjork's (1978,
 * 'Optimum rehearsal patterns and name learning'); the first study found even gaps to work as well. Here they grow
 * so that who knows a rule is asked ever less.
 *
 * @typedef {{level: number, due: number}} Standing      good answers in a row, and the day on which it comes back
 * @typedef {{day: number, rules: Record<string, Standing>, answered: Record<string, number>}} Kept
 *   what the browser remembers: the day of the last visit, each rule, and the day of each situation's last answer
 * @typedef {{id: string, rules: string[]}} Situation
 */

export const GAPS = [1, 3, 7, 21];      // days after the first, second, third and any later good answer in a row
export const A_DAY = 3;      // situations
const LONGEST = GAPS[GAPS.length - 1];

/** The day in the reader's own calendar; a clock that goes to summer time skips none. @param {Date} time */
export const dayOf = (time) => Date.UTC(time.getFullYear(), time.getMonth(), time.getDate()) / 86_400_000;

const isRecord = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const entriesOf = (value) => (isRecord(value) ? Object.entries(value) : []);

/**
 * What can be used of what was kept, whatever it is. A clock that was ahead leaves no rule waiting for years, and no
 * answer of a day that is still to come.
 * @param {unknown} found @param {number} today @returns {Kept}
 */
export function sound(found, today) {
  const { day, rules, answered } = isRecord(found) ? found : {};
  const standing = ({ level, due }) => ({ level, due: due > today + LONGEST ? today : due });
  const isStanding = (value) => isRecord(value) && Number.isInteger(value.due) && Number.isInteger(value.level)
    && value.level >= 0 && value.level <= GAPS.length;
  return {
    day: Number.isInteger(day) ? day : 0,
    rules: Object.fromEntries(entriesOf(rules).filter(([, value]) => isStanding(value))
      .map(([rule, value]) => [rule, standing(value)])),
    answered: Object.fromEntries(entriesOf(answered).filter(([, value]) => Number.isInteger(value) && value <= today)),
  };
}

/**
 * Today's situations, at most A_DAY with those `done` already. First those whose rules the reader has all `read` of,
 * then rules that were asked before, then what waits longest, then the situation that was met longest ago.
 * @param {Kept} kept @param {Situation[]} situations @param {Set<string>} read @param {number} today
 * @returns {{done: string[], now: string[]}}      ids
 */
export function forToday(kept, situations, read, today) {
  const done = situations.filter(({ id }) => kept.answered[id] === today).map(({ id }) => id);
  const waiting = new Set(situations.flatMap(({ rules }) => rules)
    .filter((rule) => !(rule in kept.rules) || kept.rules[rule].due <= today));
  const rank = ({ id, rules }) => {
    const due = rules.filter((rule) => waiting.has(rule));
    const since = Math.min(...due.map((rule) => (rule in kept.rules ? kept.rules[rule].due : Infinity)));
    return { id, rules, due, keys: [due.every((rule) => read.has(rule)) ? 0 : 1, since, kept.answered[id] ?? 0] };
  };
  const now = [];
  while (done.length + now.length < A_DAY) {
    const [next] = situations.filter(({ id }) => !done.includes(id) && !now.includes(id)).map(rank)
      .filter(({ due }) => due.length).sort((one, other) => inOrder(one.keys, other.keys));
    if (!next) break;
    now.push(next.id);
    next.rules.forEach((rule) => waiting.delete(rule));      // not twice on one day
  }
  return { done, now };
}

/** Which of two lists of numbers comes first; equal ones stay as they stand. */
function inOrder(one, other) {
  const differs = one.findIndex((key, index) => key !== other[index]);
  return differs < 0 ? 0 : one[differs] < other[differs] ? -1 : 1;
}

/**
 * What is kept once a situation was answered; only the first time on a day counts. A good answer moves a rule that was
 * not its turn yet nowhere.
 * @param {Kept} kept @param {string} id @param {Record<string, boolean>} good      per rule of the situation
 * @param {number} today @returns {Kept}
 */
export function afterAnswer(kept, id, good, today) {
  if (kept.answered[id] === today) return kept;
  const rules = { ...kept.rules };
  for (const [rule, well] of Object.entries(good)) {
    const { level, due } = rules[rule] || { level: 0, due: today };
    const next = Math.min(level + 1, GAPS.length);
    if (!well) rules[rule] = { level: 0, due: today + GAPS[0] };
    else if (due <= today) rules[rule] = { level: next, due: today + GAPS[next - 1] };
  }
  return { ...kept, rules, answered: { ...kept.answered, [id]: today } };
}

/**
 * In how many days the first of these rules comes back; one that was never asked comes tomorrow.
 * @param {Kept} kept @param {string[]} rules @param {number} today
 */
export const daysUntil = (kept, rules, today) =>
  Math.max(1, Math.min(...rules.map((rule) => (rule in kept.rules ? kept.rules[rule].due - today : 1))));
