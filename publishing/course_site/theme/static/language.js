// The other language opens where the reader is: at the last place that both languages call the same.
const JUST_BELOW_THE_HEADER = 120;
for (const link of document.querySelectorAll("a.language")) {
  link.addEventListener("click", () => {
    const places = document.querySelectorAll('#content :is([id^="part_"], [id^="scenario-"], [id^="rule-"])');
    const passed = [...places].filter((place) => place.getClientRects().length && place.getBoundingClientRect().top < JUST_BELOW_THE_HEADER);
    link.hash = passed.length ? passed[passed.length - 1].id : "";
  });
}
