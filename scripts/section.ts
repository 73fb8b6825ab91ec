import { readFile } from 'node:fs/promises';

import { format, resolveConfig } from 'prettier';

/** A file whose parts between two comments are made, and the rest written by hand. */
export async function withSections(
  path: string,
  sections: Readonly<Record<string, () => string | Promise<string>>>,
): Promise<string> {
  let text = await readFile(path, 'utf8');
  for (const [name, section] of Object.entries(sections))
    text = await inSection(text, { path, name, section });
  return text;
}

interface Place {
  readonly path: string;
  readonly name: string;
  readonly section: () => string | Promise<string>;
}

async function inSection(text: string, { path, name, section }: Place): Promise<string> {
  const [begin, end] = [`<!-- ${name}: made by "npm run generate" -->`, `<!-- /${name} -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`Cannot find ${begin} and ${end} in ${path}`);
  const made = `${before ?? ''}${begin}\n\n${await section()}\n${end}${after}`;
  return format(made, { ...(await resolveConfig(path)), parser: 'markdown' });
}
