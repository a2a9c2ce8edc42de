// Where the reader is and how far: in this browser, or with a platform's frame around it; for both languages.
const COURSE = `${document.querySelector('meta[name="course-id"]').content}/`;
const KEPT = `${COURSE}reader`;
const all = (selector) => [...document.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
const nameOf = ({ pathname }) => pathname.split("/").pop().replace(".html", "");
const page = nameOf(location);
const uncounted = one("#menu").dataset.uncounted.split(" ");
// A pupil's way: the first link leads to the welcome page, and some pages don't count.
const chapters = all("#menu .reference").slice(1).filter((link) => !uncounted.includes(nameOf(link)));

/** What `action` gives; nothing where the browser keeps nothing. */
function attempt(action) {
  try {
    return action();
  } catch {}
}

let storage;      // from start() on

/** `pages`: by name, [done, of how many]. `place`: [page, id], where the reader was last. */
const load = () => ({ pages: {}, ...attempt(() => JSON.parse(storage.getItem(KEPT))) });
const save = (changed) => attempt(() => storage.setItem(KEPT, JSON.stringify({ ...load(), ...changed })));

/** The last place above the eye that every language calls the same. */
function place() {
  const passed = all('#content :is([id^="part_"], [id^="scenario-"], [id^="rule-"])')
    .filter((each) => each.getClientRects().length && each.getBoundingClientRect().top < 120);
  return passed.length ? passed.pop().id : "";
}

const count = (done, total) => one("#menu").dataset.count.replace("{done}", done).replace("{total}", total);

/** How far every page is, behind the links to it; on a page with situations also above and below them. */
function draw(scenarios = all(".scenario-quiz")) {
  const { pages } = load();
  for (const link of [...chapters, ...all(".cards a")]) {
    const [done, total] = pages[nameOf(link)] || [0];
    let mark = link.querySelector(".how-far");
    if (!mark) link.append(" ", (mark = document.createElement("span")));
    mark.className = done < total ? "how-far" : "how-far tick";
    mark.hidden = !done;
    mark.textContent = done < total ? `${done}/${total}` : "";
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", done < total ? count(done, total) : one("#menu").dataset.done);
  }
  const line = one(".so-far");
  if (!line) return;
  const left = scenarios.filter((each) => each.dataset.done !== "true");
  const done = scenarios.length - left.length;
  line.firstElementChild.value = done;
  line.lastElementChild.textContent = count(done, scenarios.length);
  const rest = one(".still-to-do");
  rest.hidden = !done;
  rest.textContent = left.length ? rest.dataset.left : rest.dataset.none;
  for (const { id } of left) {
    const link = document.createElement("a");
    link.href = `#${id}`;
    link.textContent = one(`#${id} .quiz-title`).textContent;
    rest.append(" ", link);
  }
}

let began = false;      // this page was kept; what is gone since then was wiped
const wiped = () => began && attempt(() => storage.getItem(KEPT) === null);

/** Keeps how far this page is: as the quiz says, or, where there is none, once its end was seen. */
function record(endSeen) {
  const scenarios = all(".scenario-quiz");
  const handIn = one(".hand-in");
  const parts = handIn ? [handIn] : scenarios;
  const known = parts.length ? parts.every((each) => each.dataset.done) : endSeen;
  if (known && chapters.some((link) => nameOf(link) === page)) {
    const done = parts.filter((each) => each.dataset.done === "true").length;
    save({ pages: { ...load().pages, [page]: parts.length ? [done, parts.length] : [1, 1] }, place: [page, place()] });
    began = true;
  }
  draw(scenarios);
}

/** The line under the header, and in the page's contents the part that is read. */
function follow() {
  one(".site-header").classList.toggle("scrolled", scrollY > 0);
  const parts = all(".toc-tree .reference");
  const passed = parts.filter(({ hash }) => {
    const part = document.getElementById(decodeURIComponent(hash.slice(1)));
    return part && part.getBoundingClientRect().top < 120;
  });
  for (const link of parts) link.parentElement.classList.toggle("scroll-current", link === passed[passed.length - 1]);
}

/** From what the device prefers to the other look, then to its own, and back. */
function switchTheme() {
  const looks = matchMedia("(prefers-color-scheme: dark)").matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
  const { dataset } = document.body;
  dataset.theme = looks[(looks.indexOf(dataset.theme) + 1) % looks.length];
  attempt(() => localStorage.setItem("theme", dataset.theme));
}

/** Once storage may be looked into; `whenShown` stands in page.html. */
function start() {
  storage = attempt(() => parent.courseKeeper) || attempt(() => localStorage);
  new MutationObserver(() => record()).observe(one("#content"), { attributeFilter: ["data-done"], subtree: true });
  for (const end of all(".turning")) {
    new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && record(true)).observe(end);
  }
  addEventListener("storage", ({ key }) => key === KEPT && (wiped() ? location.reload() : draw()));
  addEventListener("pageshow", ({ persisted }) => persisted && (wiped() ? location.reload() : draw()));
  document.addEventListener("visibilitychange", () => began && !wiped() && save({ place: [page, place()] }));
  record();
}

document.documentElement.classList.remove("no-js");
one(".theme-toggle").addEventListener("click", switchTheme);
addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });
follow();
for (const link of all("a.language")) link.addEventListener("click", () => { link.hash = place(); });
whenShown(start);
