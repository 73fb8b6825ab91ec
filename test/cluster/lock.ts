import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { alive } from './alive.ts';
import { atExit } from './at-exit.ts';
import { rmSync } from 'node:fs';

const BEAT_MS = 5_000;
const STALE_MS = 60_000;
const POLL_MS = 500;
/** Longer than the slowest build that was seen on two busy cores, several times over. */
const GIVE_UP_MS = 3_600_000;

export interface LockOptions {
  readonly file: string;
  readonly log: (line: string) => void;
}

/**
 * Runs the work while holding a lock file, which names its holder and is touched while it works.
 *
 * *Guarantees*: a lock whose holder died, or stopped touching it, is taken over.
 * *Assumes*: the work is right even when done twice at once; the lock only saves the effort.
 */
export async function withLock<T>({ file, log }: LockOptions, work: () => Promise<T>): Promise<T> {
  await take(file, log);
  const forget = atExit(() => {
    rmSync(file, { force: true });
  });
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    forget();
    await rm(file, { force: true });
  }
}

async function take(file: string, log: (line: string) => void): Promise<void> {
  const deadline = Date.now() + GIVE_UP_MS;
  let told = false;
  while (!(await create(file))) {
    if (await isStale(file)) {
      await discard(file);
      continue;
    }
    if (Date.now() > deadline)
      throw new Error(`Cannot take lock "${file}": it is held for an hour`);
    if (!told) log(`waiting for another process that builds the same (${file})`);
    told = true;
    await delay(POLL_MS);
  }
}

async function create(file: string): Promise<boolean> {
  try {
    await writeFile(file, `${process.pid} ${hostname()}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    const [pid, host] = (await readFile(file, 'utf8')).split(' ');
    if (host === hostname() && !alive(Number(pid))) return true;
    return Date.now() - (await stat(file)).mtimeMs > STALE_MS;
  } catch {
    return false; // released in the meantime
  }
}

/** Renaming first lets only one of several waiters remove the stale file. */
async function discard(file: string): Promise<void> {
  const aside = `${file}.${process.pid}`;
  await rename(file, aside).catch(() => undefined);
  await rm(aside, { force: true });
}
