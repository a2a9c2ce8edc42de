/** Entry for the page of entry check and final exam: shows a pupil the one form that is theirs to do now. */

import { button, focusOn, h } from './dom.js';
import { codeForm, feedbackPanel, greeting, message } from './hand-in.js';
import { meta, whenRead, words } from './page.js';
import { createService } from './service.js';

/** @typedef {import('./types.js').Translate} Translate */

/** What to do now, in words; the forms' links stay as they are where no service is near. */
function startChoice(place, service, t) {
  const links = [...place.querySelectorAll('a')];

  async function begin() {
    try {
      arrive(await service.course());
    } catch (error) {
      if (!error.code) throw error;
    }
  }

  function arrive({ pupil, assignments }) {
    const forms = links.map((link) => ({ address: link.getAttribute('href'), id: link.dataset.form })).filter(({ id }) => assignments[id]);
    if (!forms.length) return;
    if (!pupil) place.replaceChildren(codeForm({ t, reason: t('form_code'), send: signIn }));
    else show(pupil, forms.map((form) => ({ ...form, ...assignments[form.id] })));
  }

  function show(pupil, standings) {
    const at = (moment) => standings.find((each) => each.moment === moment);
    const now = standings.find((each) => each.open && !each.handed_in);
    const done = ['exam', 'entry'].map(at).find((each) => each && each.handed_in);
    const panel = now
      ? message(t(`form_title_${now.moment}`, { name: pupil.name }), t(`form_now_${now.moment}`),
        h('a', { class: 'quiz-button quiz-main', href: now.address }, t('form_open')), other())
      : message(t(done ? `form_title_done_${done.moment}` : 'not_open'), t(done ? `form_done_${done.moment}` : 'form_none'), other());
    const read = standings.filter((each) => each.feedback).map((each) => feedbackPanel({ t, address: service.feedbackAddress(each.id) }));
    place.replaceChildren(panel, ...read);
  }

  const signOut = () => service.signOut().catch(() => {}).then(() => location.reload());
  const other = () => button(t('greeting_no'), signOut, 'quiet');

  async function signIn(code) {
    const { pupil } = await service.signIn(code);
    const yes = () => begin().then(() => focusOn(place.querySelector('.quiz-panel-title')));
    place.replaceChildren(greeting({ t, name: pupil.name, yes, no: signOut }));
    focusOn(place.querySelector('.quiz-panel-title'));
  }

  begin();
}

whenRead(() => {
  const address = meta('course-api');
  if (!address || !location.protocol.startsWith('http')) return;
  startChoice(document.querySelector('.form-choice'), createService(new URL(address, document.baseURI).href), words());
});
