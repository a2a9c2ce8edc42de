/** Messages to Python, and a warning when they are not answered. */

import { h } from '../../../../../widgets/scenario_quiz/static/dom.js';

const PATIENCE = 5000;      // milliseconds within which what was done is safe, or the teacher is told

/** @param {any} model @param {import('../../../../../widgets/scenario_quiz/static/types.js').Translate} t */
export function post(model, t) {
  const warning = h('p', { class: 'marking-warning', role: 'alert' });
  let sent = 0;
  let timer = 0;
  const check = () => {
    clearTimeout(timer);
    if (model.get('saved') >= sent) warning.textContent = model.get('problem');
    else timer = setTimeout(() => { warning.textContent = model.get('problem') || t('mark_no_answer'); }, PATIENCE);
  };
  const send = (what, about) => {
    sent += 1;
    model.send({ number: sent, do: what, ...about });
    check();
  };
  model.on('change:saved change:problem', check);
  send.warning = warning;
  send.stop = () => {
    clearTimeout(timer);
    model.off('change:saved change:problem', check);
  };
  return send;
}
