/** Entry of the script that pages load when a pupil saves their answers as a file: makes it, and hands it over. */

import { button, h } from './dom.js';
import { message } from './hand-in.js';
import { canSeal, seal } from './seal.js';

/** Puts the file among the downloads of this device. @param {File} file */
function download(file) {
  const address = URL.createObjectURL(file);
  const link = h('a', { href: address, download: file.name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** Whether this device has a share sheet that takes the file. @param {File} file */
function canShare(file) {
  try {
    return navigator.canShare({ files: [file] });
  } catch {
    return false;
  }
}

/** @param {File} file */
async function share(file) {
  try {
    await navigator.share({ files: [file] });
  } catch (error) {
    if (error.name !== 'AbortError') download(file);      // the pupil closed the sheet: that is no failure
  }
}

/**
 * Makes the file and gives what to show. The name tells the exercise and nothing of the pupil: who hands it in is for
 * the platform to say. It ends in .txt, for share sheets take no .json.
 * @param {object} options
 * @param {object} options.answers      answers.json
 * @param {string} options.publicKey      '' where the school has none
 * @param {number} options.open      how many situations are not done
 * @param {import('./types.js').Translate} options.t
 */
export async function save({ answers, publicKey, open, t }) {
  // A school with a key never gets a file that others can read.
  if (publicKey && !canSeal()) return message(t('save_insecure'), t('save_insecure_text'));
  const plain = JSON.stringify(answers);
  const text = publicKey ? await seal(plain, answers, publicKey) : plain;
  const file = new File([text], `${answers.assignment}-answers.txt`, { type: 'text/plain' });
  const shares = canShare(file);
  const words = [t('save_how'), publicKey && t('save_sealed'), open && t('save_open', { count: open })];
  const again = button(t('save_download'), () => download(file), 'quiet');
  const panel = message(shares ? t('save_ready') : t('save_done', { file: file.name }), words.filter(Boolean).join(' '),
    shares ? button(t('save_share'), () => share(file)) : null, again);
  if (!shares) download(file);
  return panel;
}
