/** The panels around an exercise: code, greeting, progress, handing in, receipt. They draw; who shows them decides. */

import { button, h, icon } from './dom.js';

/** @typedef {import('./types.js').Translate} Translate */

/** The words for an error code; a code without words of its own still says what to do. @param {Translate} t @param {import('./service.js').ServiceError} error */
export function explainError(t, error) {
  const key = `error_${error.code}`;
  const words = t(key, { seconds: error.details.retry_after || 60 });
  return words === key ? t('error_unknown', { code: error.code }) : words;
}

/** A message, and what to do about it. @param {string} title @param {string|null} text @param {...(Node|null)} actions */
export function message(title, text, ...actions) {
  return h('div', { class: 'quiz-panel' },
    h('p', { class: 'quiz-panel-title' }, title),
    text ? h('p', {}, text) : null,
    actions.length ? h('div', { class: 'quiz-actions' }, actions) : null);
}

/**
 * Asks for the pupil code.
 * @param {{t: Translate, reason: string, send: (code: string) => Promise<void>}} options      `send` rejects with a ServiceError
 */
export function codeForm({ t, reason, send }) {
  const problem = h('p', { class: 'quiz-problem', role: 'alert', id: 'quiz-code-problem' });
  const input = h('input', {
    class: 'quiz-code', id: 'quiz-code', type: 'text', autocomplete: 'off', autocapitalize: 'characters',
    spellcheck: 'false', required: true, maxlength: 40, placeholder: t('code_example'), 'aria-describedby': 'quiz-code-problem',
  });
  const submit = h('button', { type: 'submit', class: 'quiz-button quiz-main' }, t('code_send'));
  const onsubmit = async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    problem.textContent = '';
    try {
      await send(input.value.trim());
    } catch (error) {
      problem.textContent = explainError(t, error);
      input.focus();
    } finally {
      submit.disabled = false;
    }
  };
  return h('form', { class: 'quiz-panel', onsubmit },
    h('p', { class: 'quiz-panel-title' }, t('code_title')),
    h('p', {}, reason),
    h('label', { class: 'quiz-code-label', for: 'quiz-code' }, t('code_label')),
    h('div', { class: 'quiz-code-row' }, input, submit),
    problem);
}

/** Asks to sign in, where the service knows accounts. @param {{t: Translate, reason: string, address: string}} options */
export const accountPanel = ({ t, reason, address }) =>
  message(t('code_title'), reason, h('a', { class: 'quiz-button quiz-main quiz-account', href: address }, t('account_go')));

/** 'Hallo Noor?' @param {{t: Translate, name: string, yes: () => void, no: () => void}} options */
export function greeting({ t, name, yes, no }) {
  return message(t('greeting', { name }), t('greeting_check'),
    button(t('greeting_yes', { name }), yes), button(t('greeting_no'), no, 'quiet'));
}

/** A moment in the pupil's own time zone. @param {Translate} t @param {string} time */
const moment = (t, time) => new Intl.DateTimeFormat(t('locale'), { dateStyle: 'full', timeStyle: 'short' }).format(new Date(time));

/** When to hand in, in words; '' where nothing is set. @param {Translate} t @param {import('./types.js').Standing} state */
export function dateWords(t, { open, reopened, opens, due, closes }) {
  const at = (name, time) => t(name, { when: moment(t, time) });
  const past = (time) => new Date(time) < new Date();
  if (!open) return opens && !past(opens) ? at('date_opens', opens) : closes ? at('date_closed', closes) : '';
  const words = due ? at(past(due) ? 'date_late' : 'date_due', due) : closes && !past(closes) ? at('date_closes', closes) : '';
  return reopened ? `${t('reopened')} ${words}` : words;
}

/** Who works here, how far, and whether it is kept. @param {{t: Translate, name: string|null, leave: () => void}} options */
export function workPanel({ t, name, leave }) {
  const progress = h('p', { class: 'quiz-progress-text' });
  const bar = h('div', { class: 'quiz-bar', 'aria-hidden': 'true' }, h('span', {}));
  const saved = h('p', { class: 'quiz-saved' });
  const dates = h('p', { class: 'quiz-dates' });
  const notice = h('div', {});
  const element = h('div', { class: 'quiz-panel' },
    name ? h('p', { class: 'quiz-panel-title' }, t('hello', { name })) : null,
    dates, progress, bar, saved, notice,
    name ? h('div', { class: 'quiz-actions' }, button(t('leave'), leave, 'quiet'), h('p', { class: 'quiz-hint' }, t('leave_hint', { name }))) : null);
  return {
    element,
    dates,
    notice,
    /** @param {number} done @param {number} total @param {string} words      whether it is kept */
    show(done, total, words) {
      progress.textContent = t('progress', { done, total });
      bar.firstChild.style.inlineSize = `${(100 * done) / total}%`;
      saved.textContent = words;
    },
  };
}

/** What was handed in, and when. @param {{t: Translate, receipt: object, title: string}} options @param {...Node} actions */
export function receiptPanel({ t, receipt, title }, ...actions) {
  const when = moment(t, receipt.time);
  const row = (name, value) => [h('dt', {}, name), h('dd', {}, value)];
  return h('div', { class: 'quiz-panel quiz-receipt' },
    h('p', { class: 'quiz-panel-title' }, icon('good'), t('receipt_title')),
    h('dl', {},
      row(t('receipt_what'), title),
      row(t('receipt_answered'), t('receipt_counts', { answered: receipt.answered, steps: receipt.steps })),
      row(t('receipt_when'), receipt.late ? t('receipt_late', { when }) : when),
      row(t('receipt_number'), receipt.receipt)),
    h('p', {}, t(receipt.counts ? 'receipt_next' : 'receipt_extra')),
    h('div', { class: 'quiz-actions' }, actions));
}

/** The teacher has released what there is to say. @param {{t: Translate, address: string}} options */
export const feedbackPanel = ({ t, address }) =>
  message(t('feedback_ready'), t('feedback_ready_text'), h('a', { class: 'quiz-button quiz-main', href: address }, t('feedback_open')));
