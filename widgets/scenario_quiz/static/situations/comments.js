/** What people say below something. */

import { h } from '../dom.js';
import { passage, remarks } from './pieces.js';

export const comments = (show, pen) => [
  h('p', { class: 'quiz-show-note' }, pen.t('show_comments_on')),
  h('p', { class: 'quiz-show-text quiz-about' }, passage(show.on, pen)),
  remarks(show.comments, pen),
];
