/** What kinds with a list of options share: real radio buttons or checkboxes in a fieldset. */

import { h } from './dom.js';

/**
 * @param {'radio'|'checkbox'} type
 * @param {import('./types.js').Step} step
 * @param {string} name
 * @param {string} hint      says how many can be chosen
 */
export function optionField(type, step, name, hint) {
  const options = step.options.map((option) =>
    h('label', { class: 'quiz-option' },
      h('input', { type, name, value: option.id }),
      h('span', {}, option.text)));
  return h('fieldset', { class: 'quiz-field' },
    h('legend', { class: 'quiz-prompt' }, step.prompt),
    h('p', { class: 'quiz-hint' }, hint),
    h('div', { class: 'quiz-options' }, options));
}

/** The ids that are ticked. @param {HTMLElement} element @returns {string[]} */
export function ticked(element) {
  return [...element.querySelectorAll('input:checked')].map((input) => input.value);
}

/** Ticks exactly these ids. @param {HTMLElement} element @param {string[]} ids */
export function tick(element, ids) {
  for (const input of element.querySelectorAll('input')) input.checked = ids.includes(input.value);
}
