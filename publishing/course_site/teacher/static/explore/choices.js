/** What the page is about: class, exercise, skill and period; and whether names are shown. */

import { h } from '../../../../../widgets/scenario_quiz/static/dom.js';

/** @param {import('../explore.js').Page} page */
export function choices(page) {
  const { t, model } = page;
  const offered = model.get('choices');
  /** @type {Record<string, HTMLSelectElement|HTMLInputElement>} */
  const fields = {};
  const choose = () => page.ask('choose', Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])));

  function labelled(name, control) {
    fields[name] = control;
    return h('label', {}, h('span', {}, t(`explore_${name}`)), control);
  }
  const select = (name, options) => labelled(name, h('select', { onchange: choose },
    [['', t(`explore_every_${name}`)], ...options].map(([value, text]) => h('option', { value }, text))));
  const day = (name) => labelled(name, h('input', { type: 'date', onchange: choose }));
  const toggle = h('button', {
    type: 'button', class: 'explore-toggle', onclick: () => page.ask('names', { on: !page.named() }),
  }, t('mark_names'));

  return {
    element: h('div', { class: 'explore-bar' },
      select('class', offered.classes), select('exercise', offered.exercises), select('skill', offered.skills),
      day('since'), day('until'), toggle),
    /** The period in words: a date field shows days in the way of the browser, which may not be the teacher's. */
    period: () => ['since', 'until'].filter((name) => fields[name].value).map((name) =>
      `${t(`explore_${name}`)} ${new Date(`${fields[name].value}T12:00`).toLocaleDateString(model.get('language'), { dateStyle: 'long' })}.`),
    draw() {
      for (const [name, value] of Object.entries(model.get('view').chosen)) fields[name].value = value;
      toggle.setAttribute('aria-pressed', String(page.named()));
    },
  };
}
