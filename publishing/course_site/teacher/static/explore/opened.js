/** What was opened, over the page: one pupil's decisions, or one situation. Escape goes back to where it was opened. */

import { h, paragraphs } from '../../../../../widgets/scenario_quiz/static/dom.js';
import { drawSituation } from '../../../../../widgets/scenario_quiz/static/situations/index.js';

/** @param {import('../explore.js').Page} page */
export function opened(page) {
  const { t, model } = page;
  const body = h('div', {});
  const element = /** @type {HTMLDialogElement} */ (h('dialog', { class: 'explore-opened', 'aria-labelledby': 'explore-opened' }, body));
  let from = null;
  element.addEventListener('close', () => {
    // Its row may have been drawn again meanwhile, with a name.
    (from.isConnected ? from : document.querySelector(`button[data-key="${CSS.escape(from.dataset.key)}"]`))?.focus();
  });

  const top = (text) => h('div', { class: 'explore-head' },
    h('h2', { id: 'explore-opened', tabindex: '-1' }, text),
    h('button', { type: 'button', class: 'explore-toggle', onclick: () => element.close() }, t('explore_close')));
  const verdict = (name) => h('span', { class: 'explore-verdict', 'data-verdict': name }, t(`explore_${name}`));

  const pupil = ({ key, discuss, skills }) => [
    top(page.nameOf(key)),
    discuss ? h('p', {}, `⚑ ${t('explore_discuss_why')}`) : null,
    ...(skills.length ? skills.map((skill) => h('section', {},
      h('h3', {}, skill.name, ' ', page.tag(skill.outcome), ' ', skill.counts),
      h('p', {}, skill.can),
      h('p', {}, t('explore_mistakes', { misses: skill.misses, alarms: skill.false_alarms })),
      h('ol', {}, skill.decisions.map((one) => h('li', {},
        verdict(one.verdict), ' ',
        one.key ? h('button', { type: 'button', class: 'explore-open', onclick: () => page.ask('situation', { key: one.key }) }, one.place)
          : t('explore_changed'),
        ` (${one.exercise})`,
        one.chosen.length ? h('p', { class: 'explore-prompt' }, one.chosen.join(' · ')) : null)))))
      : [h('p', {}, t('explore_nothing'))]),
  ];

  const situation = ({ key, place, parts, prompt, reached, options }) => [
    top(place),
    ...parts.flatMap((part) => [...paragraphs(part.situation), part.show ? drawSituation(part.show, t) : '']),
    h('p', { class: 'explore-question' }, prompt),
    h('p', {}, t('explore_of', { count: reached })),
    h('ul', { class: 'explore-options' }, options.map((one) => h('li', {},
      h('p', {}, verdict(one.verdict), ' ', one.text),
      h('p', { class: 'explore-share' },
        h('meter', { min: 0, max: 1, value: one.part, 'aria-hidden': 'true' }), ` ${one.share} (${one.chosen})`),
      one.who?.length ? h('p', {}, one.who.map(page.nameOf).join(', ')) : null))),
    h('button', {
      type: 'button', class: 'explore-toggle', 'aria-pressed': String(page.named()),
      onclick() {
        page.ask('names', { on: !page.named() });
        page.ask('situation', { key });
      },
    }, t('explore_who')),
  ];

  function draw() {
    const what = model.get('opened');
    if (!what.kind) {
      element.close();
      return;
    }
    const held = [...body.querySelectorAll('button')].indexOf(document.activeElement);
    const again = body.dataset.key === what.key;
    body.dataset.key = what.key;
    body.replaceChildren(...(what.kind === 'pupil' ? pupil(what) : situation(what)).filter(Boolean));
    if (!element.open) {
      from = document.activeElement;
      element.showModal();
    }
    if (again && held >= 0) body.querySelectorAll('button')[held]?.focus();
    else /** @type {HTMLElement} */ (body.querySelector('h2')).focus();
  }

  return {
    element,
    draw,
    /** What is open shows the names, or no longer. */
    names() {
      if (element.open) draw();
    },
  };
}
