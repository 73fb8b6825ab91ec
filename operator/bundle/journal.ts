import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import * as z from 'zod';

import { digestOf, hexOf } from '../oci/digest.ts';
import type { Sessions } from '../registry/upload.ts';
import { fileError } from './refuse.ts';

const line = z.strictObject({
  repository: z.string(),
  digest: z.string(),
  /** Left out once the upload ended. */
  location: z.string().optional(),
});

/** Uploads that are under way, in a file: what is killed goes on where it was. */
export interface Journal extends Sessions {
  /** Everything has arrived. */
  close(): void;
}

/** Where the journal of a push is by default: one for each registry and content, in the user's state. */
export const journalFile = (what: string, environment: NodeJS.ProcessEnv): string =>
  join(
    environment['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'),
    'plane-operator',
    `push-${hexOf(digestOf(what)).slice(0, 16)}.jsonl`,
  );

/** Opens a journal, for its owner alone: an address of an upload may be all that it takes to write to it. */
export function openJournal(file: string): Journal {
  const open = new Map(read(file));
  const key = (repository: string, digest: string): string => `${repository}@${digest}`;
  const append = (entry: z.infer<typeof line>): void => {
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      // One write for a line, and none that waits: a process that is killed leaves whole lines.
      appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch (cause) {
      throw fileError('write', file, cause);
    }
  };
  return {
    find: (repository, digest) => open.get(key(repository, digest)),
    begin: (repository, digest, location) => {
      open.set(key(repository, digest), location);
      append({ repository, digest, location });
    },
    end: (repository, digest) => {
      if (open.delete(key(repository, digest))) append({ repository, digest });
    },
    close: () => {
      rmSync(file, { force: true });
    },
  };
}

function read(file: string): readonly (readonly [string, string])[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw fileError('read', file, cause);
  }
  const found = new Map<string, string>();
  for (const each of text.split('\n')) {
    const parsed = line.safeParse(json(each));
    // The last line of a machine that lost power may be half.
    if (!parsed.success) continue;
    const { repository, digest, location } = parsed.data;
    if (location === undefined) found.delete(`${repository}@${digest}`);
    else found.set(`${repository}@${digest}`, location);
  }
  return [...found];
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
