/** A mail; each of its texts is a paragraph. */

import { h, icon } from '../dom.js';
import { passage, running } from './pieces.js';

export function mail(show, pen) {
  const { t } = pen;
  const row = (label, value) => h('div', {}, h('dt', {}, t(label)), h('dd', {}, value));
  return [
    h('dl', { class: 'quiz-mail-head' },
      row('show_from', show.by ?? t('me_mail')),
      row('show_to', show.to ?? t('me_mail')),
      row('show_subject', passage(show.subject, pen))),
    show.text.map((text) => running([text], pen)),
    show.attachment && h('p', { class: 'quiz-attachment' }, icon('clip'),
      h('span', { class: 'quiz-unseen' }, `${t('show_attachment')}: `), passage(show.attachment, pen)),
  ];
}
