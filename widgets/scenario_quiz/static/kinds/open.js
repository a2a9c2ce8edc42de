/** `open`: a short text of the pupil's own, marked by the teacher. @type {import('../types.js').Kind} */

import { h } from '../dom.js';

export const open = {
  interaction: 'fill-in',
  draw(step, { name, t }) {
    const count = h('span', { id: `${name}-count`, class: 'quiz-count' });
    const show = () => { count.textContent = t('characters', { used: area.value.length, most: step.max_length }); };
    const area = h('textarea', {
      id: name, class: 'quiz-text', rows: 5, maxlength: step.max_length,
      'aria-describedby': `${name}-hint ${name}-count`, oninput: show,
    });
    show();
    return h('div', { class: 'quiz-field' },
      h('label', { class: 'quiz-prompt', for: name }, step.prompt),
      h('p', { class: 'quiz-hint', id: `${name}-hint` }, t(step.anchor ? 'open_practice' : 'open_graded')),
      area, count);
  },
  read: (element) => element.querySelector('textarea').value.trim() || null,
  restore(element, answer) {
    const area = element.querySelector('textarea');
    area.value = answer;
    area.dispatchEvent(new Event('input'));
  },
  score: () => null,
  fits: (step, answer) => typeof answer === 'string' && answer.length <= step.max_length,
  words: (step, answer, t) => answer || t('skipped'),
  explain: (step, answer, t) => ({
    headline: t('open_thanks'),
    notes: [
      { own: true, tone: 'neutral', mark: t('open_expect'), text: '', feedback: step.feedback },
      { own: true, tone: 'neutral', mark: t('open_example'), text: '', feedback: step.anchor },
    ],
  }),
  incomplete: 'incomplete_open',
  skip: { answer: '', label: 'skip' },
};
