/** `sort`: cards, each into the bin where it belongs. @type {import('../types.js').Kind} */

import { h } from '../dom.js';

const nameOf = ({ bins }, id) => bins.find((bin) => bin.id === id).text;
const isRight = (answer) => ({ id, bin }) => answer[id] === bin;
const placed = ({ cards }, answer) => cards.map(({ id, text }) => [text, answer[id]]);

/** Whether it places cards of this step in bins of this step, be it not all of them. */
function begins({ bins, cards }, answer) {
  const knows = (pieces, id) => pieces.some((piece) => piece.id === id);
  return answer !== null && typeof answer === 'object' && !Array.isArray(answer)
    && Object.entries(answer).every(([card, bin]) => knows(cards, card) && knows(bins, bin));
}

export const sort = {
  interaction: 'matching',
  draw: ({ prompt, bins, cards }, { name, t }) =>
    h('fieldset', { class: 'quiz-field' },
      h('legend', { class: 'quiz-prompt' }, prompt),
      h('p', { class: 'quiz-hint' }, t('hint_sort')),
      h('div', { class: 'quiz-cards' }, cards.map((card) =>
        h('fieldset', { class: 'quiz-card' },
          h('legend', { class: 'quiz-card-text' }, card.text),
          h('div', { class: 'quiz-bins' }, bins.map((bin) =>
            h('label', { class: 'quiz-option' },
              h('input', { type: 'radio', name: `${name}-${card.id}`, value: bin.id, required: true, 'data-card': card.id }),
              h('span', {}, bin.text)))))))),
  read(element) {
    const ticked = [...element.querySelectorAll('input:checked')];
    return ticked.length ? Object.fromEntries(ticked.map((input) => [input.dataset.card, input.value])) : null;
  },
  restore(element, answer) {
    for (const input of element.querySelectorAll('input')) input.checked = answer[input.dataset.card] === input.value;
  },
  score({ max, cards }, answer) {
    const wrong = cards.filter((card) => !isRight(answer)(card));
    const points = max * ((cards.length - wrong.length) / cards.length);
    const harm = wrong.some((card) => card.if_wrong === 'harm');
    return { points, verdict: points === max ? 'good' : harm ? 'harm' : 'overcautious' };
  },
  begins,
  fits: (step, answer) => begins(step, answer) && Object.keys(answer).length === step.cards.length,
  words: (step, answer) => placed(step, answer).map(([text, bin]) => `${text} → ${nameOf(step, bin)}`).join('\n'),
  explain(step, answer, t) {
    const right = step.cards.filter(isRight(answer));
    const wrong = step.cards.filter((card) => !right.includes(card));
    const note = (card, tone, label) => ({
      own: true,
      tone,
      mark: t(label, { bin: nameOf(step, card.bin) }),
      text: `${card.text} → ${nameOf(step, answer[card.id])}`,
      feedback: card.feedback,
    });
    return {
      headline: wrong.length ? t('sort_found', { hits: right.length, good: step.cards.length }) : t('sort_all'),
      notes: [...wrong.map((card) => note(card, card.if_wrong, 'belongs')), ...right.map((card) => note(card, 'good', 'mark_right'))],
    };
  },
  incomplete: 'incomplete_sort',
  skip: null,
};
