/** What the entries of static pages share: what stands in the page for its script. */

import { translator } from './labels.js';
import { createService } from './service.js';

/** The content of `<meta name="...">`, or ''. @param {string} name */
export const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') || '';

/** The hand-in service beside this page, or null where there can be none. */
export function nearService() {
  const address = meta('course-api');
  return address && location.protocol.startsWith('http') ? createService(new URL(address, document.baseURI).href) : null;
}

/** The words of the interface, as the page has them. */
export const words = () => translator(JSON.parse(document.getElementById('scenario-labels').textContent));

/** Every scenario on the page, and where it stands. @returns {{host: HTMLElement, view: import('./types.js').View}[]} */
export const scenarios = () => [...document.querySelectorAll('.scenario-quiz')].map((host) =>
  ({ host, view: JSON.parse(host.querySelector('.scenario-view').textContent) }));

/**
 * Runs `start` once the whole page is there. A page from a file has to be shown as well: Chromium gives one that looks
 * earlier an empty storage, and loses what that keeps.
 * @param {() => void} start
 */
export function whenRead(start) {
  const begin = location.protocol === 'file:' ? () => requestAnimationFrame(() => requestAnimationFrame(start)) : start;
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
}
