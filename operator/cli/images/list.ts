import type { Console } from '../print.ts';
import { table } from './table.ts';
import type { Choice } from './wanted.ts';
import { wantedImages } from './wanted.ts';

/** `images list`: every image of a release, and why it is there. */
export function listImages(
  {
    release,
    output,
    ...choice
  }: Choice & { readonly release: string; readonly output: 'text' | 'json' },
  console: Console,
): number {
  const images = wantedImages(release, choice);
  if (output === 'json') {
    console.out(`${JSON.stringify(images, null, 2)}\n`);
    return 0;
  }
  const rows = images.map(({ key, name, usedBy, when, variant }) => [
    variant === undefined ? key : `${key} (${variant})`,
    name,
    `${usedBy.join(', ')}: ${when === 'always' ? 'always' : `where ${when} asks for it`}`,
  ]);
  console.out(table(['KEY', 'IMAGE', 'WHY IT IS HERE'], rows));
  return 0;
}
