/** A post in a feed, with who likes it and what they say. */

import { h, icon } from '../dom.js';
import { picture, remarks, running, sender } from './pieces.js';

export const post = (show, pen) => [
  sender(show.by, pen),
  picture(show.picture, pen),
  running(show.text, pen),
  show.likes === null
    ? null : h('p', { class: 'quiz-show-note' }, icon('heart'), pen.t('show_likes', { count: show.likes })),
  show.comments.length ? remarks(show.comments, pen) : null,
];
