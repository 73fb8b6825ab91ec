/** One page as it lies in `conditions/` or `pages/`. */
export interface PageFile {
  /** `pages/Waiting.md`: the name of the file is the topic. */
  readonly path: string;
  readonly text: string;
}

/**
 * Source of `pages.generated.ts`: every page as text, so that one bundled file holds them all.
 *
 * A reason and a condition of one name are one topic, the condition first. Equal files give equal bytes, in whatever order they come.
 */
export function pagesSource(files: readonly PageFile[]): string {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const topics = [...new Set(sorted.map(topicOf))].sort();
  const entries = topics.map((topic) => {
    const texts = sorted.filter((file) => topicOf(file) === topic).map(({ text }) => text.trim());
    return `  ${topic}: ${literal(`${texts.join('\n\n')}\n`)},`;
  });
  return [
    '// Made by "npm run generate" from the pages beside it; not edited.',
    '/* eslint-disable max-lines -- every page of every topic, in one file for the bundle */',
    '',
    '/** Markdown by topic. */',
    'export const PAGES: Readonly<Record<string, string>> = {',
    ...entries,
    '};',
    '',
  ].join('\n');
}

const topicOf = ({ path }: PageFile): string =>
  path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');

const literal = (text: string): string => `\`${text.replaceAll(/[\\`]|\$(?=\{)/g, '\\$&')}\``;
