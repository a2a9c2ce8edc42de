/** The figures about the class; what stands in one and can be opened has a button over it. */

import { h } from '../../../../../widgets/scenario_quiz/static/dom.js';

/**
 * A figure stays a picture, so nothing in it can become markup or take the focus. It shows a handful of situations,
 * few enough for real buttons: pointer, keyboard and screen reader open them in the same way.
 * @param {import('../explore.js').Page} page
 */
export function figureParts(page) {
  const { t, model } = page;
  const { situations } = model.get('view');
  function over({ key, top, bottom }) {
    const { place } = situations.find((one) => one.key === key);
    const button = h('button', {
      type: 'button', class: 'explore-over', 'aria-label': place, onclick: () => page.ask('situation', { key }),
    });
    button.style.setProperty('--top', top);
    button.style.setProperty('--high', bottom - top);
    return button;
  }
  return model.get('figures').map(({ title, source, alt, rows }) => h('div', {},
    h('h2', {}, title),
    rows.length ? h('p', { class: 'explore-hint' }, t('explore_figure_how')) : null,
    h('div', { class: 'explore-figure' }, h('img', { src: source, alt }), rows.map(over))));
}
