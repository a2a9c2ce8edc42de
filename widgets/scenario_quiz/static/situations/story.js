/** A story, and how long it stays: said in words, and drawn as a ring that stands still. */

import { h, ring } from '../dom.js';
import { picture, running, sender } from './pieces.js';

const DAY = 24;

const timer = (hours, t) =>
  h('p', { class: 'quiz-show-note' }, ring(hours / DAY), t('show_hours_left', { hours }));

export const story = (show, pen) => [
  sender(show.by, pen, show.hours_left === null ? null : timer(show.hours_left, pen.t)),
  picture(show.picture, pen),
  running(show.text, pen),
];
