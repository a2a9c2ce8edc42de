/** `mark`: the parts of a situation that give something away, tapped where they stand. @type {import('../types.js').Kind} */

import { h, icon } from '../dom.js';
import { drawSituation } from '../situations/index.js';

const tells = ({ role }) => role === 'gives-away';
const harmless = ({ role }) => role === 'harmless';

/** How many parts of each kind there are, and how many of each are tapped. */
function tally({ parts }, answer) {
  const on = parts.filter(({ id }) => answer.includes(id));
  return {
    good: parts.filter(tells).length,
    wrong: parts.filter(harmless).length,
    hits: on.filter(tells).length,
    extra: on.filter(harmless).length,
  };
}

/** What there is to say of a part: whether it is the pupil's own doing, its tone, and the label of its mark. */
function judged(part, on) {
  if (tells(part)) return on ? [true, 'good', 'mark_hit'] : [true, 'harm', 'mark_missed'];
  if (harmless(part)) return on ? [true, 'overcautious', 'mark_extra'] : [false, 'good', 'mark_left'];
  return [on, 'neutral', 'mark_neutral'];
}

const buttons = (element) => [...element.querySelectorAll('.quiz-part')];
const pressed = (one) => one.getAttribute('aria-pressed') === 'true';

export const mark = {
  interaction: 'choice',
  tapsIn: true,
  draw(step, { name, t }) {
    const toggle = ({ currentTarget }) => {
      currentTarget.setAttribute('aria-pressed', String(!pressed(currentTarget)));
      currentTarget.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const tappable = (part, node) =>
      h('button', { type: 'button', class: 'quiz-part', 'aria-pressed': 'false', 'data-part': part, onclick: toggle }, node);
    return h('div', { class: 'quiz-field', role: 'group', 'aria-labelledby': `${name}-prompt`, 'aria-describedby': `${name}-hint` },
      h('p', { class: 'quiz-prompt', id: `${name}-prompt` }, step.prompt),
      h('p', { class: 'quiz-hint', id: `${name}-hint` }, t('hint_mark')),
      drawSituation(step.show, t, tappable));
  },
  read(element) {
    const ids = buttons(element).filter(pressed).map((one) => one.dataset.part);
    return ids.length ? ids : null;
  },
  restore(element, answer) {
    for (const one of buttons(element)) one.setAttribute('aria-pressed', String(answer.includes(one.dataset.part)));
  },
  score(step, answer) {
    const { good, wrong, hits, extra } = tally(step, answer);
    const points = step.max * Math.max(0, hits / good - extra / wrong);
    return { points, verdict: points === step.max ? 'good' : hits < good ? 'harm' : 'overcautious' };
  },
  review: ({ parts }, answer, t) => (id, node) => {
    const [own, tone, label] = judged(parts.find((part) => part.id === id), answer.includes(id));
    return own
      ? h('span', { class: `quiz-part quiz-tone-${tone}` }, icon(tone), h('span', { class: 'quiz-unseen' }, `${t(label)}: `), node)
      : node;
  },
  fits: ({ parts }, answer) => Array.isArray(answer) && new Set(answer).size === answer.length
    && answer.every((id) => parts.some((part) => part.id === id)),
  words({ parts }, answer, t) {
    return parts.filter(({ id }) => answer.includes(id)).map(({ text }) => text).join(' · ') || t('none_of_these');
  },
  explain(step, answer, t) {
    const { good, hits, extra } = tally(step, answer);
    const found = t('select_found', { hits, good });
    const headline = extra ? `${found} ${t('select_extra', { count: extra })}` : hits === good ? t('select_all') : found;
    const notes = step.parts.map((part) => {
      const [own, tone, label] = judged(part, answer.includes(part.id));
      return { own, tone, mark: t(label), text: part.text, feedback: part.feedback };
    });
    return { headline, notes };
  },
  incomplete: 'incomplete_mark',
  skip: { answer: [], label: 'none_of_these' },
};
