/** `order`: steps in the order in which they should be taken. @type {import('../types.js').Kind} */

import { h, icon } from '../dom.js';

const find = ({ items }, id) => items.find((item) => item.id === id);
const rows = (element) => [...element.querySelectorAll('.quiz-item')];

/** Of all pairs, the share in the right order minus the share in the wrong one: Kendall's tau-a. */
function tau(places) {
  let right = 0;
  let pairs = 0;
  places.forEach((one, index) => {
    for (const other of places.slice(index + 1)) {
      pairs += 1;
      right += one < other ? 1 : 0;
    }
  });
  return (right - (pairs - right)) / pairs;
}

/** Up can't be pressed on the first row, nor down on the last; they stay in reach, so that focus never jumps. */
function showEdges(list) {
  rows(list).forEach((row, index, all) => {
    const [up, down] = row.querySelectorAll('button');
    up.setAttribute('aria-disabled', String(index === 0));
    down.setAttribute('aria-disabled', String(index === all.length - 1));
  });
}

export const order = {
  interaction: 'sequencing',
  draw({ prompt, items }, { name, t, say }) {
    const move = (by) => ({ currentTarget: control }) => {
      const row = control.closest('li');
      const all = rows(list);
      const place = all.indexOf(row) + by;
      if (!all[place]) return;
      all[place][by < 0 ? 'before' : 'after'](row);
      showEdges(list);
      control.focus();      // moving a row takes the focus away
      say(t('order_place', { place: place + 1, of: items.length, text: find({ items }, row.dataset.item).text }));
      control.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const mover = (by, label, text) =>
      h('button', { type: 'button', class: 'quiz-move', 'aria-label': t(label, { text }), onclick: move(by) },
        icon(by < 0 ? 'up' : 'down'));
    const list = h('ol', { class: 'quiz-items' }, items.map(({ id, text }) =>
      h('li', { class: 'quiz-item', 'data-item': id },
        h('span', { class: 'quiz-item-text' }, text), mover(-1, 'order_up', text), mover(1, 'order_down', text))));
    showEdges(list);
    return h('div', { class: 'quiz-field', role: 'group', 'aria-labelledby': `${name}-prompt`, 'aria-describedby': `${name}-hint` },
      h('p', { class: 'quiz-prompt', id: `${name}-prompt` }, prompt),
      h('p', { class: 'quiz-hint', id: `${name}-hint` }, t('hint_order')),
      list);
  },
  read: (element) => rows(element).map((row) => row.dataset.item),
  restore(element, answer) {
    const list = element.querySelector('.quiz-items');
    const byId = Object.fromEntries(rows(element).map((row) => [row.dataset.item, row]));
    list.append(...answer.map((id) => byId[id]));
    showEdges(list);
  },
  score(step, answer) {
    const points = step.max * Math.max(0, tau(answer.map((id) => find(step, id).place)));
    return { points, verdict: points === step.max ? 'good' : 'harm' };
  },
  fits: (step, answer) => Array.isArray(answer) && answer.length === step.items.length
    && new Set(answer).size === answer.length && answer.every((id) => find(step, id)),
  words: (step, answer) => answer.map((id, index) => `${index + 1}. ${find(step, id).text}`).join('\n'),
  explain(step, answer, t) {
    const items = answer.map((id) => find(step, id));
    const hits = items.filter(({ place }, index) => place === index + 1).length;
    const notes = items.map(({ text, place, feedback }, index) => {
      const right = place === index + 1;
      return {
        own: true,
        tone: right ? 'good' : 'harm',
        mark: t(right ? 'mark_right' : 'order_belongs', { place }),
        text: `${index + 1}. ${text}`,
        feedback,
      };
    });
    return {
      headline: hits === items.length ? t('order_all') : t('order_found', { hits, good: items.length }),
      notes,
    };
  },
  incomplete: null,      // whatever stands there is an answer
  skip: null,
};
