// As many spoilt `cmi.suspend_data` as the first argument says: each is read, and what is read is packed and read again.
import assert from 'node:assert';

import { kinds } from '../../widgets/scenario_quiz/static/kinds/index.js';
import { pack, packLog, unpack, unpackLog, unpackNumbers } from '../../widgets/scenario_quiz/static/platform/packing.js';

const ids = (...names) => names.map((id) => ({ id }));
const view = { start: 'one', steps: {
  one: { kind: 'choice', options: ids('a', 'b', '__proto__') },
  some: { kind: 'select', options: ids('a', 'b', 'c') },
  marks: { kind: 'mark', parts: ids('a', 'b', 'c') },
  row: { kind: 'order', items: ids('a', 'b', 'c') },
  sorted: { kind: 'sort', cards: ids('a', 'b', 'c'), bins: ids('x', 'y') },
  told: { kind: 'open', max_length: 2000 },
} };
for (const step of Object.values(view.steps)) assert(kinds[step.kind], step.kind);

let seed = 20261123;
const chance = (most) => (seed = (seed * 48271) % 2147483647) % most;
const SOUND = '1!k1AAB(AC)C(B)D(CAB)EABAF1!k2AA!pp99';
const SIGNS = '!()ABCDEFG01-_\0\u2028\ud800\uffff ,"\\';

function spoilt() {
  const signs = [...SOUND];
  for (let times = 1 + chance(6); times; times -= 1) {
    const put = Array.from({ length: chance(5) }, () => (chance(4) ? SIGNS[chance(SIGNS.length)] : String.fromCharCode(chance(65536))));
    signs.splice(chance(signs.length + 1), chance(6), ...put);
  }
  return chance(50) ? signs.join('') : signs.join('').repeat(1 + chance(200));
}

const cases = Number(process.argv[2]);
for (let number = 0; number < cases; number += 1) {
  const text = spoilt();
  for (const [, body] of unpack(text, 2)) {
    const log = unpackLog(view, body);
    assert(log.every(({ step, answer }) => kinds[view.steps[step].kind].fits(view.steps[step], answer)), text);
    const again = packLog(view, log);
    assert(again.length <= body.length, text);
    assert.deepStrictEqual(unpackLog(view, again), log);
    assert(unpackNumbers(body).every((one) => one >= 0 && one < 64));
    assert(pack(new Map([['k1', again]])).length <= text.length + 4);
  }
}
console.log(`${cases} read`);
