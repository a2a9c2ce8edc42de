/** The question kinds. A new one is a file here, a file in the Python `kinds/`, and its place in this list. */

import { choice } from './choice.js';
import { open } from './open.js';
import { select } from './select.js';

/** @type {Record<string, import('../types.js').Kind>} */
export const kinds = { choice, select, open };
