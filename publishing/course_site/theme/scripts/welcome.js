// For who was here before: the way on, and wiping what this browser keeps. Stands on reader.js.
// What was done with a code is not wiped here: 'Klaar' on that exercise first sees to it that the school has it.
const WIPED = /^(reader$|practice\/|graded\/[^/]+\/here)/;

/** Leads to where the reader was, or to the next page that is not done. */
function leadOn() {
  const { pages, place: [name, id] = [] } = load();
  const isOpen = (link) => !pages[nameOf(link)] || pages[nameOf(link)][0] < pages[nameOf(link)][1];
  const was = chapters.findIndex((link) => nameOf(link) === name);
  const on = was < 0 ? null : chapters.slice(was).find(isOpen);
  const onward = one(".onward");
  const link = onward.querySelector("a");
  onward.hidden = was < 0;
  link.hidden = !on;
  if (!on) return;
  const same = on === chapters[was];
  link.href = on.getAttribute("href") + (same && id ? `#${id}` : "");
  link.querySelector(".turn-where").textContent = same ? onward.dataset.same : onward.dataset.next;
  link.querySelector(".turn-title").textContent = on.firstChild.textContent;
}

function wipe() {
  attempt(() => Array.from({ length: storage.length }, (_, index) => storage.key(index))
    .filter((name) => name.startsWith(COURSE) && WIPED.test(name.slice(COURSE.length)))
    .forEach((name) => storage.removeItem(name)));
  draw();
  leadOn();
  one(".wiped").textContent = one(".wiped").dataset.words;
  one(".wiped").focus();
}

one(".wipe").addEventListener("click", wipe);
addEventListener("pageshow", ({ persisted }) => persisted && leadOn());
whenShown(leadOn);
