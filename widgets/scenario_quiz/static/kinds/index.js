/** The question kinds. A new one is a file here, a file in the Python `kinds/`, and its place in this list. */

import { choice } from './choice.js';
import { mark } from './mark.js';
import { open } from './open.js';
import { order } from './order.js';
import { select } from './select.js';
import { sort } from './sort.js';

/** @type {Record<string, import('../types.js').Kind>} */
export const kinds = { choice, select, mark, sort, order, open };
