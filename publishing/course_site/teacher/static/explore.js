/** Entry for Voila: the page on which a teacher looks around in the report (an anywidget). Python: explore_page.py. */

import { h } from '../../../../widgets/scenario_quiz/static/dom.js';
import { translator } from '../../../../widgets/scenario_quiz/static/labels.js';
import { connection } from './connection.js';
import { choices } from './explore/choices.js';
import { figureParts } from './explore/figures.js';
import { opened } from './explore/opened.js';
import { pupilTable, situationTable } from './explore/tables.js';

/**
 * What the parts of the page share.
 * @typedef {{
 *   t: import('../../../../widgets/scenario_quiz/static/types.js').Translate, model: any,
 *   ask: (what: string, about?: Record<string, unknown>) => void,
 *   named: () => boolean, nameOf: (key: string) => string, tag: (outcome: string, counts?: string) => HTMLElement,
 * }} Page
 */

export default {
  render({ model, el }) {
    const t = translator(model.get('labels'));
    const { outcomes, signs } = model.get('choices');
    /** @type {Page} */
    const page = {
      t,
      model,
      ask(what, about = {}) {
        if (what === 'choose') {
          said.textContent = t('explore_wait');
          root.setAttribute('aria-busy', 'true');
        }
        model.send({ do: what, ...about });
      },
      named: () => Object.keys(model.get('names')).length > 0,
      // A number in an order that tells no name.
      nameOf: (key) => model.get('names')[key]
        ?? t('explore_pupil_number', { n: model.get('view').pupils.findIndex((one) => one.key === key) + 1 }),
      tag: (outcome, counts) => h('span', { class: 'explore-tag', 'data-outcome': outcome },
        h('span', { 'aria-hidden': 'true' }, `${signs[outcome]} ${counts ?? outcomes[outcome]}`),
        counts ? h('span', { class: 'visually-hidden' }, `${outcomes[outcome]}, ${counts}`) : null),
    };
    const line = connection(model, t);
    const said = h('p', { class: 'explore-said', role: 'status' });
    const bar = choices(page);
    const panel = opened(page);
    const figures = h('div', { class: 'explore-figures' });
    const pupils = h('div', { class: 'explore-part explore-pupils' });
    const situations = h('div', { class: 'explore-part' });

    const drawFigures = () => figures.replaceChildren(...figureParts(page));
    const drawPupils = () => pupils.replaceChildren(...pupilTable(page));
    function draw() {
      const view = model.get('view');
      bar.draw();
      drawPupils();
      situations.replaceChildren(...situationTable(page));
      root.removeAttribute('aria-busy');
      const told = view.situations.length
        ? t('explore_said', { pupils: view.pupils.length, situations: view.situations.length }) : t('explore_nothing');
      said.textContent = [told, ...bar.period()].join(' ');
    }
    function names() {
      bar.draw();
      drawPupils();
      panel.names();
    }

    const root = h('div', { class: 'explore scenario-quiz', lang: model.get('language') },
      line.element,
      h('header', {}, h('h1', {}, t('explore_title')), h('p', {}, t('explore_how')), bar.element, said),
      figures, pupils, situations, panel.element);
    el.replaceChildren(root);
    draw();
    drawFigures();

    const listeners = {
      'change:view': draw, 'change:figures': drawFigures, 'change:names': names, 'change:opened': panel.draw,
    };
    for (const [event, listener] of Object.entries(listeners)) model.on(event, listener);
    return () => {
      line.stop();
      for (const [event, listener] of Object.entries(listeners)) model.off(event, listener);
    };
  },
};
