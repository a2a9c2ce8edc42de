/** The way through a scenario: what was answered, and where another choice would have led. */

import { h, icon, paragraphs } from './dom.js';
import { kinds } from './kinds/index.js';
import { after } from './scoring.js';

/** @typedef {import('./types.js').View} View @typedef {import('./types.js').Translate} Translate @typedef {import('./scoring.js').Visit} Visit */

/**
 * What was answered, one line a step; practice also shows how good it was.
 * @param {View} view @param {Visit[]} visits @param {Translate} t
 * @param {(visit: Visit) => Node|null} [below]      what stands below a line
 */
export function drawPath(view, visits, t, below = () => null) {
  if (!visits.length) return null;
  return h('ol', { class: 'quiz-path' }, visits.map((visit) => {
    const step = view.steps[visit.step];
    const practice = view.use === 'practice';
    const judged = practice ? kinds[step.kind].score(step, visit.answer) : null;
    return h('li', { class: `quiz-visit quiz-tone-${judged ? judged.verdict : 'neutral'}` },
      icon(judged ? judged.verdict : practice ? 'neutral' : 'lock'),
      h('div', { class: 'quiz-told' }, paragraphs(step.situation)),
      h('p', { class: 'quiz-asked' }, step.prompt),
      h('p', { class: 'quiz-answered' },
        h('span', { class: 'quiz-unseen' }, judged ? `${t(`verdict_${judged.verdict}`)}: ` : `${t('your_answer')}: `),
        kinds[step.kind].words(step, visit.answer, t)),
      below(visit));
  }));
}

/** What comes of choosing an option: an ending, the start of the next step, or the end, where its feedback tells most. */
function consequence(view, { next, feedback }, t) {
  const ending = next === null ? null : view.endings[next];
  if (ending) return [ending.outcome, t(`ending_${ending.outcome}`), ending.text];
  const step = view.steps[next];
  return ['neutral', t(step ? 'leads_on' : 'ending_plain'), step ? step.situation || step.prompt : feedback];
}

/** The options of a step that lead elsewhere than the one that was chosen. @param {View} view @param {Visit} visit */
const elsewhere = (view, visit) =>
  (view.steps[visit.step].options || []).filter(({ next }) => next !== after(view, visit));

function drawAlternatives(view, visit, t) {
  const options = elsewhere(view, visit);
  if (!options.length) return null;
  return h('ul', { class: 'quiz-notes' }, options.map((option) => {
    const [tone, headline, words] = consequence(view, option, t);
    return h('li', { class: `quiz-note quiz-tone-${tone}` },
      h('p', { class: 'quiz-chosen' }, h('span', { class: 'quiz-instead' }, t('instead')), ` ${option.text}`),
      h('p', { class: 'quiz-mark' }, icon(tone === 'neutral' ? 'on' : tone), headline),
      h('div', { class: 'quiz-note-text' }, paragraphs(words)));
  }));
}

/** The whole path, folded, with what another choice would have led to; null where nothing branched. @param {View} view @param {Visit[]} visits @param {Translate} t */
export function drawWalk(view, visits, t) {
  if (!visits.some((visit) => elsewhere(view, visit).length)) return null;
  return h('details', { class: 'quiz-others quiz-walk' },
    h('summary', {}, t('walk')),
    drawPath(view, visits, t, (visit) => drawAlternatives(view, visit, t)));
}
