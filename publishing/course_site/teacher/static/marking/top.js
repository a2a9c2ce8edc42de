/** What stands above: which question, which class, how far, and what can be switched on and off. */

import { h } from '../../../../../widgets/scenario_quiz/static/dom.js';

export function top(page) {
  const { t, model, state } = page;
  const meter = h('progress', { 'aria-hidden': 'true' });
  const far = h('span', { class: 'marking-far' });
  const element = h('div', { class: 'marking-bar' });

  function choice(label, options, value, chosen) {
    const select = h('select', { onchange: (event) => chosen(event.target.value) },
      options.map(([key, text]) => h('option', { value: key, selected: key === value }, text)));
    return h('label', {}, h('span', {}, label), select);
  }
  const toggle = (text, on, onclick) =>
    h('button', { type: 'button', class: 'marking-toggle', 'aria-pressed': String(on), onclick }, text);

  return {
    element,
    progress(done, count) {
      meter.max = Math.max(count, 1);
      meter.value = done;
      far.textContent = t('mark_progress', { done, count });
    },
    draw() {
      const held = element.contains(document.activeElement)
        ? [...element.querySelectorAll('select, button')].indexOf(document.activeElement) : -1;
      const questions = model.get('questions').map((one, index) => [one.id, `${index + 1}. ${one.title}`]);
      const groups = [...new Set(model.get('answers').map((one) => one.class))].sort();
      element.replaceChildren(
        choice(t('mark_question'), questions, state.question, (id) => page.choose(id, state.group)),
        choice(t('mark_class'), [['', t('mark_all_classes')], ...groups.map((name) => [name, name])], state.group,
          (group) => page.choose(state.question, group)),
        h('p', { class: 'marking-progress' }, meter, far),
        toggle(t('mark_names'), state.names, page.toggleNames),
        toggle(t('mark_keys'), state.keys, page.toggleKeys));
      element.querySelectorAll('select, button')[held]?.focus();
    },
  };
}
