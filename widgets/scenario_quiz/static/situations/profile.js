/** Somebody's profile; each of its texts is a line. */

import { h } from '../dom.js';
import { face, nameOf, picture, running } from './pieces.js';

export const profile = (show, pen) => [
  picture(show.picture, pen),
  face(show.by, pen.t),
  h('p', { class: 'quiz-name' }, nameOf(show.by, pen.t)),
  show.text.map((text) => running([text], pen)),
];
