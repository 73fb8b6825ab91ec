import { setTimeout as delay } from 'node:timers/promises';
import type { ServerProcess } from './server-process.ts';

export interface Wait {
  /** What must come true, as it ends the sentence "waited 60 s for …". */
  readonly what: string;
  /** Whose end makes the wait pointless, and whose log explains a failure. */
  readonly process: ServerProcess;
  readonly holds: () => Promise<boolean>;
  readonly seconds?: number;
}

const POLL_MS = 50;
const SECONDS = 90;

/** Polls until the condition holds; fails early when the process has ended. */
export async function until({ what, process, holds, seconds = SECONDS }: Wait): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      if (await holds()) return;
    } catch (error) {
      last = error;
    }
    if (!process.running) throw failure(process, `${process.name} ended before ${what}`);
    await delay(POLL_MS);
  }
  const cause = last instanceof Error ? ` (${last.message})` : '';
  throw failure(process, `waited ${seconds} s for ${what}${cause}`);
}

const failure = (process: ServerProcess, state: string): Error =>
  new Error(
    `Cannot start the test cluster: ${state}\n--- log of ${process.name}\n${process.tail()}`,
  );
