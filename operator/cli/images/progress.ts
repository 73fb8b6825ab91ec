import type { Console } from '../print.ts';
import { bytesText } from './table.ts';

/** A line that is rewritten for a person, JSON lines for a machine, or nothing. */
export type ProgressForm = 'bar' | 'json' | 'none';

/** How far something is: one total that never goes back. */
export interface Progress {
  readonly show: (done: number, all: number) => void;
  end(): void;
}

const EVERY_MS = 200;

/** Shows bytes that are done of those that are to be done. JSON lines go to standard output, the bar to standard error. */
export function progress(form: ProgressForm, what: string, console: Console): Progress {
  let shownAt = 0;
  let highest = 0;
  let latest: readonly [number, number] | undefined;
  const began = performance.now();
  const print = (done: number, all: number): void => {
    shownAt = performance.now();
    latest = undefined;
    const seconds = (shownAt - began) / 1000;
    if (form === 'json') {
      console.out(
        `${JSON.stringify({ event: 'progress', what, done, all, seconds: Number(seconds.toFixed(3)) })}\n`,
      );
      return;
    }
    const share = all === 0 ? 100 : Math.floor((100 * done) / all);
    const rate = seconds > 0 ? done / seconds : 0;
    const left = rate > 0 ? `, ${Math.ceil((all - done) / rate)} s left` : '';
    console.error(
      `\r${what} ${share} % of ${bytesText(all)}, ${bytesText(Math.round(rate))}/s${left}\u001b[K`,
    );
  };
  return {
    show: (done, all) => {
      if (form === 'none' || done < highest) return;
      highest = done;
      latest = [done, all];
      if (done === all || performance.now() - shownAt >= EVERY_MS) print(done, all);
    },
    end: () => {
      if (latest !== undefined) print(...latest);
      if (form === 'bar' && shownAt > 0) console.error('\r\u001b[K');
      shownAt = 0;
    },
  };
}
