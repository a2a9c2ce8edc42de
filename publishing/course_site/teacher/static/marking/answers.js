/** All answers to one question, one below the other; the chosen one has the controls. */

import { focusOn, h } from '../../../../../widgets/scenario_quiz/static/dom.js';

export function answerList(page, panel) {
  const { t, model, state } = page;
  const element = h('section', { class: 'marking-answers', 'aria-label': t('mark_answers') });
  /** @type {Map<string, { item: HTMLElement, badge: HTMLElement, who: HTMLElement }>} */
  const drawn = new Map();

  function verdict(answer) {
    const given = page.mark(answer);
    if (given.points === null) return t('mark_waiting');
    if (!given.valid) return t('mark_again');
    const level = page.level(answer);
    return level ? t(`mark_${level}`) : t('mark_points', { points: given.points, most: answer.most });
  }

  function draw(answer, index, count) {
    const badge = h('span', { class: 'marking-badge' });
    const who = h('span', { class: 'marking-who' });
    // Whatever a pupil wrote is text, and turns the direction of nothing around it.
    const item = h('article', { class: 'marking-answer', tabindex: '-1', onclick: () => state.current !== answer.key && page.go(answer) },
      h('h2', {}, h('span', {}, t('mark_answer', { number: index + 1, count })), who, badge),
      h('p', { class: 'marking-text', dir: 'auto' }, answer.text));
    drawn.set(answer.key, { item, badge, who });
    refresh(answer);
    return item;
  }

  function refresh(answer) {
    const found = drawn.get(answer.key);
    if (!found) return;
    const worried = model.get('concerns').includes(answer.key) ? ` · ${t('mark_worried')}` : '';
    found.badge.textContent = verdict(answer) + worried;
    found.item.dataset.level = page.mark(answer).valid ? page.level(answer) ?? 'other' : 'waiting';
    found.who.textContent = state.names ? `${model.get('names')[answer.key] ?? '…'} (${answer.class})` : '';
  }

  const refreshAll = () => page.shown().forEach(refresh);

  return {
    element,
    refresh,
    refreshAll,
    names: refreshAll,
    draw() {
      drawn.clear();
      const all = page.shown();
      element.replaceChildren(...(all.length
        ? all.map((answer, index) => draw(answer, index, all.length))
        : [h('p', { class: 'marking-empty' }, t('mark_none'))]));
    },
    choose(answer, focus) {
      element.querySelector('[aria-current]')?.removeAttribute('aria-current');
      const { item } = drawn.get(answer.key);
      item.setAttribute('aria-current', 'true');
      item.append(panel.element);
      panel.draw();
      if (!focus) return;
      focusOn(item);
      item.scrollIntoView({ block: 'nearest' });
    },
  };
}
