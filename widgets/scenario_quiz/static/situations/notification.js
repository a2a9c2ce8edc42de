/** A notification on a locked phone. */

import { h, icon } from '../dom.js';
import { passage, running } from './pieces.js';

export const notification = (show, pen) =>
  h('div', { class: 'quiz-notice' },
    h('p', { class: 'quiz-name' }, icon('bell'), passage(show.app, pen)),
    running(show.text, pen));
