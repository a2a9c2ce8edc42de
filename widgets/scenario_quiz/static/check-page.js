/** Entry for the page of entry check and final exam: shows a pupil the one form that is theirs to do now. */

import { button, focusOn, h } from './dom.js';
import { accountPanel, codeForm, feedbackPanel, greeting, message } from './hand-in.js';
import { nearService, whenRead, words } from './page.js';

/** @typedef {import('./types.js').Translate} Translate */

const NOW = { entry: ['form_title_entry', 'form_now_entry'], exam: ['form_title_exam', 'form_now_exam'] };
const DONE = { entry: ['form_title_done_entry', 'form_done_entry'], exam: ['form_title_done_exam', 'form_done_exam'] };

/**
 * What to do now, in words. While the service is asked, no link is there to guess at; where none answers, both are.
 * @param {HTMLElement} place @param {ReturnType<import('./service.js').createService>} service @param {Translate} t
 */
function startChoice(place, service, t) {
  const list = place.firstElementChild;
  const forms = [...list.querySelectorAll('a')].map((link) => ({ address: link.getAttribute('href'), id: link.dataset.form }));

  function start() {
    place.replaceChildren(h('p', { class: 'quiz-waiting' }, t('form_wait')));
    begin();
  }

  async function begin() {
    try {
      arrive(await service.course());
    } catch (error) {
      if (!error.code) throw error;
      place.replaceChildren(list);
    }
  }

  function arrive({ accounts, pupil, assignments }) {
    const known = forms.filter(({ id }) => assignments[id]);
    if (!known.length) place.replaceChildren(list);
    else if (!pupil && accounts) place.replaceChildren(accountPanel({ t, reason: t('account_reason'), address: service.signInAddress(location.pathname) }));
    else if (!pupil) place.replaceChildren(codeForm({ t, reason: t('form_code'), send: signIn }));
    else show(pupil, accounts, known.map((form) => ({ ...form, ...assignments[form.id] })));
  }

  function show(pupil, accounts, standings) {
    const at = (moment) => standings.find((each) => each.moment === moment);
    const now = standings.find((each) => each.open && !each.handed_in);
    const done = ['exam', 'entry'].map(at).find((each) => each && each.handed_in);
    const [title, text] = now ? NOW[now.moment] : done ? DONE[done.moment] : ['not_open', 'form_none'];
    const open = now ? [h('a', { class: 'quiz-button quiz-main', href: now.address }, t('form_open'))] : [];
    const panel = message(t(title, { name: pupil.name }), t(text), ...open, ...(accounts ? [] : [other()]));
    const read = standings.filter((each) => each.feedback).map((each) => feedbackPanel({ t, address: service.feedbackAddress(each.id) }));
    place.replaceChildren(panel, ...read);
  }

  const signOut = () => service.signOut().catch(() => {}).then(() => location.reload());
  const other = () => button(t('greeting_no'), signOut, 'quiet');

  async function signIn(code) {
    const { pupil } = await service.signIn(code);
    const yes = () => begin().then(() => focusOn(place.querySelector('.quiz-panel-title, a')));
    place.replaceChildren(greeting({ t, name: pupil.name, yes, no: signOut }));
    focusOn(place.querySelector('.quiz-panel-title'));
  }

  start();
  // Back from a form, or another pupil at this device: what the browser kept of the page no longer holds.
  addEventListener('pageshow', ({ persisted }) => persisted && start());
}

whenRead(() => {
  const place = document.querySelector('.form-choice');
  const service = nearService();
  if (service) startChoice(place, service, words());
  place.classList.add('choice-live');
});
