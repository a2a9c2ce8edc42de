/** `select`: several options; a verdict says what ticking that option means. @type {import('../types.js').Kind} */

import { optionField, tick, ticked } from '../options.js';

const isGood = (option) => option.verdict === 'good';

/** How many good and wrong options there are, and how many of each are ticked. */
function tally(step, answer) {
  const on = step.options.filter((option) => answer.includes(option.id));
  const good = step.options.filter(isGood).length;
  const hits = on.filter(isGood).length;
  return { on, good, wrong: step.options.length - good, hits, extra: on.length - hits };
}

function worstTicked(step, { on }) {
  const verdicts = on.map((option) => option.verdict);
  if (verdicts.includes('harm')) return 'harm';
  if (verdicts.includes('overcautious')) return 'overcautious';
  return step.fine ? 'overcautious' : 'harm';
}

function note(option, on, t) {
  const [tone, mark] = isGood(option)
    ? (on ? ['good', 'mark_hit'] : ['overcautious', 'mark_missed'])
    : (on ? [option.verdict, 'mark_extra'] : ['good', 'mark_left']);
  // What was missed matters as much as what was ticked, so it counts as the pupil's own.
  return { own: on || isGood(option), tone, mark: t(mark), text: option.text, feedback: option.feedback };
}

export const select = {
  interaction: 'choice',
  draw: (step, { name, t }) => optionField('checkbox', step, name, t('hint_select')),
  read(element) {
    const ids = ticked(element);
    return ids.length ? ids : null;
  },
  restore: (element, answer) => tick(element, answer),
  score(step, answer) {
    const count = tally(step, answer);
    const points = step.max * Math.max(0, count.hits / count.good - count.extra / count.wrong);
    const verdict = points === step.max ? 'good' : worstTicked(step, count);
    return { points, verdict };
  },
  fits: (step, answer) => Array.isArray(answer) && new Set(answer).size === answer.length
    && answer.every((id) => step.options.some((option) => option.id === id)),
  words(step, answer, t) {
    const texts = step.options.filter((option) => answer.includes(option.id)).map((option) => option.text);
    return texts.length ? texts.join(' · ') : t('none_of_these');
  },
  explain(step, answer, t) {
    const { good, hits, extra } = tally(step, answer);
    const found = t('select_found', { hits, good });
    const headline = hits === good && !extra ? t('select_all') : extra ? `${found} ${t('select_extra', { count: extra })}` : found;
    return { headline, notes: step.options.map((option) => note(option, answer.includes(option.id), t)) };
  },
  incomplete: 'incomplete_select',
  skip: { answer: [], label: 'none_of_these' },
};
