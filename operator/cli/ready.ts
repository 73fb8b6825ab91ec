import type { Console } from './print.ts';

/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 10_000;

/** `ready`: what a running operator says of itself; exit status 1 when it is not ready or does not answer. */
export async function ready(url: string, console: Console): Promise<number> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    const said = (await answer.text()).trim();
    if (answer.ok) console.out(`${said}\n`);
    else console.error(`${url} is not ready: ${said}\n`);
    return answer.ok ? 0 : 1;
  } catch (error) {
    console.error(`Cannot ask "${url}": ${reason(error)}\n`);
    return 1;
  }
}

/** What fetch means stands in its cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
