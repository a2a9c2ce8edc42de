/** Whether the kernel behind a page is still there: without it, what a teacher does reaches nobody. */

import { h } from '../../../../widgets/scenario_quiz/static/dom.js';

// After these the kernel that answers, if any, knows nothing of this page.
const LOST = ['restarting', 'autorestarting', 'dead'];

/**
 * A line that stays empty as long as all is well.
 * @param {any} model @param {import('../../../../widgets/scenario_quiz/static/types.js').Translate} t
 */
export function connection(model, t) {
  const { kernel } = model.widget_manager;
  const element = h('div', { class: 'connection', role: 'alert' });
  let lost = false;
  const tell = (...parts) => element.replaceChildren(...parts.map((part) => h('p', {}, part)));
  const changed = (_, status) => {
    if (lost || !(LOST.includes(status) || status === 'disconnected')) return;
    lost = true;
    tell(t('page_lost'), h('a', { href: '' }, t('page_again')));
  };
  const connected = (_, status) => {
    if (lost) return;
    if (status === 'connecting') tell(t('page_away'));
    else if (status === 'connected') tell();
    else changed(_, status);
  };
  kernel.statusChanged.connect(changed);
  kernel.connectionStatusChanged.connect(connected);
  return {
    element,
    stop() {
      kernel.statusChanged.disconnect(changed);
      kernel.connectionStatusChanged.disconnect(connected);
    },
  };
}
