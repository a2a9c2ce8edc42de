/** The class in tables: a row per pupil, a row per situation, each with a button that opens it. */

import { h } from '../../../../../widgets/scenario_quiz/static/dom.js';

// The roles keep it a table for screen readers where a row's cells stand below each other.
const head = (texts) => h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
  texts.map((text) => h('th', { scope: 'col', role: 'columnheader' }, text))));
const cell = (heading, ...content) => h('td', { role: 'cell', 'data-heading': heading }, ...content);
const table = (label, headings, rows) =>
  h('div', { class: 'explore-scroll', tabindex: '0', role: 'region', 'aria-labelledby': label },
    h('table', { role: 'table' }, head(headings), h('tbody', { role: 'rowgroup' }, rows)));

/** A row whose first cell opens it; a click elsewhere in the row does too, unless it ends a selection of text. */
function row(page, what, key, name, more, cells) {
  const open = () => page.ask(what, { key });
  const button = h('button', { type: 'button', class: 'explore-open', 'data-key': key, onclick: open }, name);
  function clicked({ target }) {
    if (button.contains(target) || !getSelection().isCollapsed) return;
    button.focus();
    open();
  }
  return h('tr', { role: 'row', onclick: clicked }, h('th', { scope: 'row', role: 'rowheader' }, button, more), cells);
}

/** @param {import('../explore.js').Page} page */
export function pupilTable(page) {
  const { t, model } = page;
  const { pupils, skills } = model.get('view');
  const order = Object.keys(model.get('names'));
  const ordered = page.named() ? [...pupils].sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key)) : pupils;
  const cells = (pupil) => pupil.status
    ? [h('td', { role: 'cell', colspan: skills.length || 1 }, pupil.status)]
    : skills.map(({ id, name }) => cell(name, pupil.skills[id] ? page.tag(pupil.skills[id].outcome, pupil.skills[id].counts) : '–'));
  const rows = ordered.map((pupil) => row(page, 'pupil', pupil.key, page.nameOf(pupil.key),
    pupil.discuss ? h('span', { class: 'explore-discuss' }, ` ⚑ ${t('explore_discuss')}`) : null, cells(pupil)));
  return [
    h('h2', { id: 'explore-pupils' }, t('explore_pupils')),
    rows.length ? table('explore-pupils', [t('pupil'), ...skills.map(({ name }) => name)], rows) : h('p', {}, t('explore_nothing')),
  ];
}

/** @param {import('../explore.js').Page} page */
export function situationTable(page) {
  const { t, model } = page;
  const { situations } = model.get('view');
  const counts = ['misses', 'false_alarms', 'reached'];
  const rows = situations.map((one) => row(page, 'situation', one.key, one.place,
    h('span', { class: 'explore-prompt' }, one.about), counts.map((name) => cell(t(`explore_${name}`), one[name]))));
  return [
    h('h2', { id: 'explore-situations' }, t('explore_situations')),
    rows.length ? table('explore-situations', [t('explore_situation'), ...counts.map((name) => t(`explore_${name}`))], rows)
      : h('p', {}, t('explore_nothing')),
  ];
}
