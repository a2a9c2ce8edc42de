/** Beside the answers: the situation as the pupil saw it, and what to mark by. */

import { h, paragraphs } from '../../../../../widgets/scenario_quiz/static/dom.js';
import { drawSituation } from '../../../../../widgets/scenario_quiz/static/situations/index.js';

export function aside(page) {
  const { t, model, state } = page;
  const element = h('aside', { class: 'marking-aside', 'aria-label': t('mark_aside'), tabindex: '0' });
  return {
    element,
    draw() {
      const question = model.get('questions').find((one) => one.id === state.question);
      if (!question) {
        element.replaceChildren();
        return;
      }
      element.replaceChildren(
        h('h2', {}, question.title),
        ...question.parts.flatMap(({ situation, show }) => [...paragraphs(situation), show ? drawSituation(show, t) : '']),
        h('p', { class: 'marking-prompt' }, question.prompt),
        h('h2', {}, t('mark_by')),
        ...page.LEVELS.map((level) => h('section', { class: 'marking-rubric', 'data-level': level },
          h('h3', {}, t(`mark_${level}`)),
          h('p', {}, question.rubric[level]),
          question.anchors[level]
            ? h('details', { open: true }, h('summary', {}, t('mark_example')), h('blockquote', {}, ...paragraphs(question.anchors[level])))
            : null)));
    },
  };
}
