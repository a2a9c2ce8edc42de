/** What practice shows after an answer and at an ending. */

import { button, h, icon, paragraphs } from './dom.js';
import { kinds } from './kinds/index.js';
import { drawSituation } from './situations/index.js';

/** @param {import('./types.js').Note} note */
function drawNote(note) {
  return h('li', { class: `quiz-note quiz-tone-${note.tone}` },
    note.mark ? h('p', { class: 'quiz-mark' }, icon(note.tone), note.mark) : null,
    note.text ? h('p', { class: 'quiz-chosen' }, note.text) : null,
    h('div', { class: 'quiz-note-text' }, paragraphs(note.feedback)));
}

/** @param {import('./types.js').Rule} rule @param {import('./types.js').Translate} t */
const drawRule = (rule, t) =>
  h('li', { class: 'quiz-rule' },
    h('a', { href: rule.href }, h('strong', {}, t('rule', { id: rule.id })), ` ${rule.title}`),
    h('p', {}, rule.text));

/**
 * Feedback on an answer: what was chosen first, then every other option, then the rules behind it.
 * @param {import('./types.js').Step} step
 * @param {import('./types.js').Answer} answer
 * @param {{t: import('./types.js').Translate, level: number}} options      `level` of its heading
 */
export function drawFeedback(step, answer, { t, level }) {
  const kind = kinds[step.kind];
  const judged = kind.score(step, answer);
  const tone = judged ? judged.verdict : 'neutral';
  const { headline, notes } = kind.explain(step, answer, t);
  const others = notes.filter((note) => !note.own);
  return h('div', { class: `quiz-feedback quiz-tone-${tone}` },
    h('div', { class: 'quiz-story' }, paragraphs(step.situation)),
    step.show ? drawSituation(step.show, t, kind.review && kind.review(step, answer, t)) : null,
    h('p', { class: 'quiz-asked' }, step.prompt),
    h(`h${level}`, { class: 'quiz-headline' }, icon(tone), headline),
    h('ul', { class: 'quiz-notes' }, notes.filter((note) => note.own).map(drawNote)),
    others.length
      ? h('details', { class: 'quiz-others' },
        h('summary', {}, t('others')),
        h('ul', { class: 'quiz-notes' }, others.map(drawNote)))
      : null,
    h('ul', { class: 'quiz-rules', 'aria-label': t('rules') }, step.rules.map((rule) => drawRule(rule, t))));
}

/**
 * How it ends, how to repair it, and the ways back.
 * @param {import('./types.js').Ending|null} ending      null where the scenario just stops
 * @param {{t: import('./types.js').Translate, level: number, result: {points: number, max: number},
 *   back: (step: string) => void, restart: () => void}} options
 */
export function drawEnding(ending, { t, level, result, back, restart }) {
  const number = new Intl.NumberFormat(t('locale'), { maximumFractionDigits: 1 });
  const tone = ending ? ending.outcome : 'neutral';
  return h('div', { class: `quiz-ending quiz-tone-${tone}` },
    h(`h${level}`, { class: 'quiz-headline' }, icon(tone), t(ending ? `ending_${ending.outcome}` : 'ending_plain')),
    paragraphs(ending && ending.text),
    ending && ending.repair
      ? h('div', { class: 'quiz-repair' }, h(`h${level + 1}`, {}, t('repair')), paragraphs(ending.repair))
      : null,
    result.max
      ? h('p', { class: 'quiz-result' }, t('first_try', { points: number.format(result.points), max: number.format(result.max) }))
      : null,
    h('div', { class: 'quiz-actions' },
      ending && ending.back_to ? button(t('back'), () => back(ending.back_to), 'main', 'again') : null,
      button(t('restart'), restart, ending && ending.back_to ? 'quiet' : 'main')));
}
