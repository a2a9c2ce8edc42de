/** `choice`: one option out of several. @type {import('../types.js').Kind} */

import { optionField, tick, ticked } from '../options.js';

const chosen = (step, answer) => step.options.find((option) => option.id === answer);

export const choice = {
  interaction: 'choice',
  draw: (step, { name, t }) => optionField('radio', step, name, t('hint_choice')),
  read: (element) => ticked(element)[0] || null,
  restore: (element, answer) => tick(element, [answer]),
  score(step, answer) {
    const { points, verdict } = chosen(step, answer);
    return { points, verdict };
  },
  fits: (step, answer) => chosen(step, answer) !== undefined,
  words: (step, answer) => chosen(step, answer).text,
  explain(step, answer, t) {
    const notes = step.options.map((option) => ({
      own: option.id === answer,
      tone: option.verdict,
      mark: option.id === answer ? '' : t(`verdict_${option.verdict}`),      // the headline says it
      text: option.text,
      feedback: option.feedback,
    }));
    return { headline: t(`verdict_${chosen(step, answer).verdict}`), notes };
  },
  incomplete: 'incomplete_choice',
  skip: null,
};
