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
  again: 'M6 12a6 6 0 1 0 2-4.5M8 3.5v4h4',
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

/** A decorative icon; the word beside it carries the meaning. @param {keyof typeof ICONS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'quiz-icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button; `look` is main, quiet or link. @param {string} text @param {() => void} onclick */
export function button(text, onclick, look = 'main', mark = null) {
  return h('button', { type: 'button', class: `quiz-button quiz-${look}`, onclick }, text, mark && icon(mark));
}

/** Moves focus to something that is no control, so that reading goes on from there. @param {HTMLElement|null} element */
export function focusOn(element) {
  if (!element) return;
  if (!element.matches('button, a, input, textarea')) element.setAttribute('tabindex', '-1');
  element.focus();
}
