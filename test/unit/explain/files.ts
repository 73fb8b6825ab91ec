import { readdirSync, readFileSync } from 'node:fs';

const ROOT = 'operator/explain';

/** A page as it lies in the repository. */
export interface Page {
  readonly topic: string;
  /** Below `operator/explain/`. */
  readonly path: string;
  readonly text: string;
}

/** Every page of a folder, in order of topic. */
export const pagesOf = (folder: 'pages' | 'conditions'): readonly Page[] =>
  readdirSync(`${ROOT}/${folder}`)
    .sort()
    .map((file) => ({
      topic: file.replace(/\.md$/, ''),
      path: `${folder}/${file}`,
      text: readFileSync(`${ROOT}/${folder}/${file}`, 'utf8'),
    }));

/** Lines of its `sh` blocks. */
export const commandsOf = ({ text }: Page): readonly string[] =>
  [...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.trim().split('\n'));

/** Everything in it that begins with `kubectl`: in blocks, and in the middle of a sentence. */
export const kubectlOf = (page: Page): readonly string[] => [
  ...commandsOf(page).filter((line) => line.startsWith('kubectl ')),
  ...[...page.text.matchAll(/`(kubectl [^`]+)`/g)].map(([, line = '']) => line),
];
