// Lighthouse for one page after another in a browser that runs: an address per line in, a line of JSON out.
import { createInterface } from 'node:readline';
import lighthouse from 'lighthouse';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const port = Number(process.argv[2]);

for await (const url of createInterface({ input: process.stdin })) {
  const { lhr } = await lighthouse(url, { port, onlyCategories: CATEGORIES, logLevel: 'silent' });
  const scores = CATEGORIES.map((name) => Math.round(100 * lhr.categories[name].score));
  console.log(JSON.stringify({ scores, interactive: lhr.audits.interactive.numericValue }));
}
