// A platform around scorm-again: keeps what is committed, per pupil, and writes every call down.
const asked = new URLSearchParams(location.search);
const learner = asked.get('learner') ?? 'noor.peeters';
const KEPT = `platform/${learner}`;
const CALLS = 'platform calls';
const api = new Scorm12API({ logLevel: 5 });
const before = JSON.parse(localStorage.getItem(KEPT));
globalThis.broken = false;      // the network to the platform is gone

const usual = { student_id: learner, student_name: 'Peeters, Noor', entry: before ? 'resume' : 'ab-initio', lesson_mode: asked.get('mode') ?? 'normal' };
api.loadFromJSON({ ...before, core: { ...before?.core, ...usual, session_time: '' } });

const FAULTS = {
  none: {},
  empty: { LMSGetValue: (real, element) => (element === 'cmi.core.student_id' ? real(element) : '') },
  nobody: { LMSGetValue: (real, element) => (element === 'cmi.core.student_id' ? '' : real(element)) },
  refuses: { LMSInitialize: () => 'false', LMSGetValue: () => '' },
  throws: { LMSInitialize: () => { throw new Error('no'); } },
  forgets: { LMSSetValue: () => 'false' },
};
const fault = FAULTS[asked.get('fault') ?? 'none'];

function wrapped(name) {
  const real = (...given) => api[name](...given);
  return (...given) => {
    let answer = broken && ['LMSCommit', 'LMSFinish'].includes(name) ? 'false' : fault[name] ? fault[name](real, ...given) : real(...given);
    if (name === 'LMSCommit' && answer === 'true') {
      localStorage.setItem(KEPT, JSON.stringify(api.renderCMIToJSONObject().cmi));
    }
    const call = [name, given, answer, fault[name] ? '0' : api.LMSGetLastError()];
    localStorage.setItem(CALLS, JSON.stringify([...JSON.parse(localStorage.getItem(CALLS) ?? '[]'), call]));
    return answer;
  };
}

const offer = () => {
  globalThis.API = Object.fromEntries(['Initialize', 'GetValue', 'SetValue', 'Commit', 'Finish', 'GetLastError', 'GetErrorString', 'GetDiagnostic'].map((name) => [`LMS${name}`, wrapped(`LMS${name}`)]));
};
if (asked.get('api') === 'late') addEventListener('load', offer);      // and so after the course in its frame
else if (asked.get('api') !== 'none') offer();
if (asked.get('in') !== 'window') {
  addEventListener('DOMContentLoaded', () => document.body.append(Object.assign(document.createElement('iframe'), { src: 'package/launch.html', title: 'SCO' })));
}
