/** The class in tables: a row per pupil, a row per situation, each with a button that opens it. */

import { h } from '../../../../../widgets/scenario_quiz/static/dom.js';

const head = (texts) => h('thead', {}, h('tr', {}, texts.map((text) => h('th', { scope: 'col' }, text))));
const table = (label, ...parts) =>
  h('div', { class: 'explore-scroll', tabindex: '0', role: 'region', 'aria-labelledby': label }, h('table', {}, ...parts));

/** @param {import('../explore.js').Page} page */
export function pupilTable(page) {
  const { t, model } = page;
  const { pupils, skills } = model.get('view');
  const order = Object.keys(model.get('names'));
  const rows = page.named() ? [...pupils].sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key)) : pupils;
  const cells = (pupil) => pupil.status
    ? [h('td', { colspan: skills.length || 1 }, pupil.status)]
    : skills.map(({ id }) => h('td', {}, pupil.skills[id] ? page.tag(pupil.skills[id].outcome, pupil.skills[id].counts) : '–'));
  return [
    h('h2', { id: 'explore-pupils' }, t('explore_pupils')),
    rows.length ? table('explore-pupils',
      head([t('pupil'), ...skills.map(({ name }) => name)]),
      h('tbody', {}, rows.map((pupil) => h('tr', {},
        h('th', { scope: 'row' },
          h('button', { type: 'button', class: 'explore-open', onclick: () => page.ask('pupil', { key: pupil.key }) },
            page.nameOf(pupil.key)),
          pupil.discuss ? h('span', { class: 'explore-discuss' }, ` ⚑ ${t('explore_discuss')}`) : null),
        cells(pupil))))) : h('p', {}, t('explore_nothing')),
  ];
}

/** @param {import('../explore.js').Page} page */
export function situationTable(page) {
  const { t, model } = page;
  const { situations } = model.get('view');
  return [
    h('h2', { id: 'explore-situations' }, t('explore_situations')),
    situations.length ? table('explore-situations',
      head([t('explore_situation'), t('explore_misses'), t('explore_false_alarms'), t('explore_reached')]),
      h('tbody', {}, situations.map((one) => h('tr', {},
        h('th', { scope: 'row' },
          h('button', { type: 'button', class: 'explore-open', onclick: () => page.ask('situation', { key: one.key }) }, one.place),
          h('span', { class: 'explore-prompt' }, one.prompt)),
        h('td', {}, one.misses), h('td', {}, one.false_alarms), h('td', {}, one.reached))))) : h('p', {}, t('explore_nothing')),
  ];
}
