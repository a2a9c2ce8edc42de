// The longest work that a pupil can have: every step of every situation answered, in practice a second time otherwise.
import { readFileSync } from 'node:fs';

import { pieces } from '../../widgets/scenario_quiz/static/platform/packing.js';
import { openWork } from '../../widgets/scenario_quiz/static/platform/work.js';
import { after } from '../../widgets/scenario_quiz/static/scoring.js';

const outline = JSON.parse(readFileSync(process.argv[2], 'utf-8'));

function keeper() {
  const kept = new Map();
  return { kept, getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => kept.set(name, text) };
}

/** A long answer: with all that there is, or one of two that differ. */
function answer(step, second) {
  const among = pieces(step);
  if (!among.length) return second ? 'another text' : 'a text';
  if (step.cards) return Object.fromEntries(among.map(({ id }) => [id, step.bins[second ? 0 : 1].id]));
  if (step.kind === 'choice') return among[second ? 0 : among.length - 1].id;
  return second ? among.map(({ id }) => id) : among.map(({ id }) => id).reverse();
}

function log(view) {
  const given = (step, second) => ({ step, answer: answer(view.steps[step], second), time: '2026-11-23T08:00:00.000Z' });
  const first = Object.keys(view.steps).map((step) => given(step, false));
  const again = [];
  for (let step = view.start; view.use === 'practice' && view.steps[step]; step = after(view, again[again.length - 1])) {
    again.push(given(step, true));
  }
  return [...first, ...again];
}

const first = keeper();
for (const view of outline.scenarios) {
  const key = `${outline.course}/${view.use === 'practice' ? `practice/${view.assignment}/${view.id}` : `graded/${view.assignment}/here`}`;
  const record = JSON.parse(first.getItem(key)) ?? { content: outline.contents[view.assignment], scenarios: {} };
  if (view.use === 'practice') record.entries = log(view);
  else record.scenarios[view.id] = log(view);
  first.setItem(key, JSON.stringify(record));
}
first.setItem(`${outline.course}/reader`, JSON.stringify({ pages: Object.fromEntries(outline.pages.map((page) => [page, [9, 9]])) }));

const work = openWork(outline, first, '');
work.read();
const { text, whole } = work.packed();

// Another device, with what the platform has and nothing else.
const elsewhere = openWork(outline, keeper(), text);
const known = elsewhere.decisions().length;
elsewhere.read();
const [done, total] = work.done();

// What a platform cut short or spoilt: whatever it is, it is read as far as it can be.
let seed = 1;
const chance = (most) => (seed = (seed * 48271) % 2147483647) % most;
const spoilt = Array.from({ length: 200 }, () => {
  const at = chance(text.length);
  const sign = String.fromCharCode(32 + chance(95));
  const found = openWork(outline, keeper(), text.slice(0, at) + sign.repeat(chance(4)) + text.slice(at + chance(9), chance(3) ? undefined : at + 50));
  found.read();
  return found.packed().text.length <= 4096 && found.done()[0] <= total;
});
console.log(JSON.stringify({
  length: text.length, whole, steps: work.decisions().length, done, total,
  spoilt: spoilt.every(Boolean),
  again: { length: elsewhere.packed().text.length, done: elsewhere.done()[0], new: work.decisions().length - known },
}));
