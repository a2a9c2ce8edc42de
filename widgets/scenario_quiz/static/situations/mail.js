/** A mail; each of its texts is a paragraph. */

import { h, icon } from '../dom.js';
import { nameOf, passage, running } from './pieces.js';

export function mail(show, pen) {
  const { t } = pen;
  const row = (label, value) => h('div', {}, h('dt', {}, t(label)), h('dd', {}, value));
  return [
    h('dl', { class: 'quiz-mail-head' },
      row('show_from', nameOf(show.by, t)),
      row('show_to', nameOf(show.to, t)),
      row('show_subject', passage(show.subject, pen))),
    show.text.map((text) => running([text], pen)),
    show.attachment && h('p', { class: 'quiz-attachment' }, icon('clip'),
      h('span', { class: 'quiz-unseen' }, `${t('show_attachment')}: `), passage(show.attachment, pen)),
  ];
}
