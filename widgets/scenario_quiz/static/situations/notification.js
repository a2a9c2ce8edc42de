/** A notification on a locked phone; each of its texts is a paragraph. */

import { h, icon } from '../dom.js';
import { passage, running } from './pieces.js';

export const notification = (show, pen) =>
  h('div', { class: 'quiz-notice' },
    h('p', { class: 'quiz-name' }, icon('bell'), passage(show.app, pen)),
    show.text.map((text) => running([text], pen)));
