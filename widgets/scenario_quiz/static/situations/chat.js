/** A chat: a group's with its title and everyone's name, or a private one with somebody. */

import { h } from '../dom.js';
import { face, nameOf, passage } from './pieces.js';

export function chat({ title, messages }, pen) {
  const { t } = pen;
  const others = [...new Set(messages.map(({ by }) => by))].filter((by) => by !== null);
  const people = [...others, null].map((by) => nameOf(by, t));
  return [
    h('div', { class: 'quiz-sender' },
      h('span', { class: 'quiz-faces' }, others.slice(0, 3).map((by) => face(by, t))),
      h('div', {},
        h('p', { class: 'quiz-name' }, title ? passage(title, pen) : others.join(', ')),
        h('p', { class: 'quiz-show-note' }, t(title ? 'show_group' : 'show_private', { people: people.join(', ') })))),
    h('ol', { class: 'quiz-messages' }, messages.map(({ by, text }, index) =>
      h('li', { class: by === null ? 'quiz-mine' : '' },
        h('p', { class: !title || (index && messages[index - 1].by === by) ? 'quiz-unseen' : 'quiz-name' }, nameOf(by, t)),
        h('p', { class: 'quiz-bubble' }, passage(text, pen))))),
  ];
}
