// Writes the files that are made from the sources. Usage: node scripts/generate.ts [--check]
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { GENERATED } from './generated.ts';

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const { path, content } of GENERATED) {
  const wanted = await content();
  if ((await present(path)) === wanted) continue;
  stale.push(path);
  if (check) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, wanted);
}
for (const path of stale)
  process.stdout.write(
    check ? `${path} is not what "npm run generate" would write\n` : `${path} written\n`,
  );
process.exitCode = check && stale.length > 0 ? 1 : 0;

async function present(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
