import { REFUSALS } from '../judge/reasons.ts';
import type { Events } from '../ports/events.ts';

/** Counts what leads outside where it is told: once each time that a status begins to say it. */
export const countingRefusals = (events: Events, refused: (rule: string) => void): Events => ({
  record: (happening) => {
    if (Object.hasOwn(REFUSALS, happening.reason)) refused(happening.reason);
    events.record(happening);
  },
});
