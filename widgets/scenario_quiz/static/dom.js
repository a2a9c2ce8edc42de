/** Building elements: words always go in as text nodes, so content can never become markup. */

const SVG = 'http://www.w3.org/2000/svg';

/** Drawn on a 24 x 24 grid, as strokes. */
const ICONS = {
  good: 'M5 12.5l4.5 4.5L19 7.5',
  harm: 'M7 7l10 10M17 7L7 17',
  overcautious: 'M12 6v7.5M12 17.5v.5',
  neutral: 'M7 12h10',
  lock: 'M7 11h10v8H7zM9 11V8a3 3 0 0 1 6 0v3',
  on: 'M5 12h13M13 7l5 5-5 5',
  up: 'M12 18V6M7 11l5-5 5 5',
  down: 'M12 6v12M7 13l5 5 5-5',
  again: 'M6 12a6 6 0 1 0 2-4.5M8 3.5v4h4',
  heart: 'M12 19.5C5.5 15 3.5 12 3.5 9a4.3 4.3 0 0 1 8.5-1 4.3 4.3 0 0 1 8.5 1c0 3-2 6-8.5 10.5z',
  clip: 'M9 13l5-5a2.8 2.8 0 0 1 4 4l-6.8 6.8a4.8 4.8 0 0 1-6.8-6.8L10.5 6',
  bell: 'M6 16c1.5-1.5 1.5-3 1.5-6a4.5 4.5 0 0 1 9 0c0 3 0 4.5 1.5 6zM10.5 19h3M12 3.5v2',
};

/**
 * An element with attributes, listeners (`onclick: fn`) and children (strings become text; null is left out).
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...unknown} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  const nodes = children.flat(Infinity).filter((child) => child !== null && child !== undefined);
  element.append(...nodes.map((node) => (node instanceof Node ? node : String(node))));
  return element;
}

/** Paragraphs of a plain text; a blank line separates them. @param {string|null} text */
export function paragraphs(text) {
  return (text || '').split(/\n\s*\n/).filter((part) => part.trim()).map((part) => h('p', {}, part.trim()));
}

function drawn(...shapes) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'quiz-icon');
  svg.setAttribute('aria-hidden', 'true');
  for (const attributes of shapes) {
    const path = document.createElementNS(SVG, 'path');
    for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value);
    svg.append(path);
  }
  return svg;
}

/** A decorative icon; the word beside it carries the meaning. @param {keyof typeof ICONS} name */
export const icon = (name) => drawn({ d: ICONS[name] });

/** A ring that is full for a `share` from 0 to 1, from the top on. @param {number} share */
export function ring(share) {
  const d = 'M12 3.5a8.5 8.5 0 0 1 0 17a8.5 8.5 0 0 1 0-17';
  return drawn({ d, opacity: 0.3 }, { d, pathLength: 1, 'stroke-dasharray': `${share} 1`, 'stroke-linecap': 'butt' });
}

/** Whole names: the pages' styles lose what no script names. */
const LOOKS = { main: 'quiz-main', quiet: 'quiz-quiet', link: 'quiz-link' };

/** A button. @param {string} text @param {() => void} onclick @param {keyof typeof LOOKS} look */
export function button(text, onclick, look = 'main', mark = null) {
  return h('button', { type: 'button', class: `quiz-button ${LOOKS[look]}`, onclick }, text, mark && icon(mark));
}

/** Moves focus to something that is no control, so that reading goes on from there. @param {HTMLElement|null} element */
export function focusOn(element) {
  if (!element) return;
  if (!element.matches('button, a, input, textarea')) element.setAttribute('tabindex', '-1');
  element.focus();
}
