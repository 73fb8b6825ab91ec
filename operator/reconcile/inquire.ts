import type { ProductCondition } from '../api/reasons.ts';
import type { Verdict } from '../api/verdict.ts';
import { digest } from '../lib/digest.ts';
import { serviceHost } from '../model/names.ts';
import type { Model } from '../model/model.ts';
import type { WebAnswer } from '../ports/web.ts';
import type { Inquiry, Question } from '../products/product.ts';
import type { Tended } from '../status/report.ts';
import type { Answers, Mind, World } from './world.ts';

/** How long an answer is believed, and how soon one that could not be had is asked for again; in milliseconds. */
const BELIEVED = 6 * 3_600_000;
const AGAIN = 300_000;

/** What is to be asked, of what. */
export interface Asking {
  readonly model: Model;
  readonly inquiry: Inquiry;
  readonly tended: Tended;
  readonly world: Pick<World, 'secrets' | 'web' | 'clock'>;
  readonly mind: Pick<Mind, 'answers'>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What the running product says: asked once its part is ready, when anything about it has changed, and every six hours.
 * Nothing that it says changes what runs.
 */
export async function inquire(asking: Asking): Promise<Answers> {
  const { model, inquiry, tended, world, mind } = asking;
  const token = await tokenOf(inquiry, model, world);
  if (token === undefined) return standing(inquiry, NO_TOKEN);
  const asked = tended.parts.find(({ name }) => name === inquiry.part);
  if (asked?.state !== 'Ready') return standing(inquiry, NOT_YET);
  const about = digest([tended.inventory, token, inquiry.questions.map(({ path }) => path)]);
  const known = mind.answers;
  if (known?.about === about && world.clock.now() < known.until) return known;
  const answers = await ask(asking, { about, token });
  mind.answers = answers;
  return answers;
}

/** Undefined where nobody has given one, or it could not be sent in a header. */
async function tokenOf(
  { token: source }: Inquiry,
  { namespace }: Model,
  { secrets }: Asking['world'],
): Promise<string | undefined> {
  if (source === undefined) return undefined;
  const value = (await secrets.read(namespace, source.name))?.[source.key];
  const token = value !== undefined && 'text' in value ? value.text.trim() : '';
  return /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}

async function ask(
  { model, inquiry, world, signal }: Asking,
  { about, token }: { readonly about: string; readonly token: string },
): Promise<Answers> {
  const base = `http://${serviceHost(model, inquiry.part)}:${inquiry.port}`;
  const said = await Promise.all(
    inquiry.questions.map(async ({ condition, ...question }) => {
      const answer = await world.web.ask(requestOf(question, { base, token }), signal);
      return [condition, verdictOf(question, answer)] as const;
    }),
  );
  const isSure = said.every(([, { status }]) => status === 'True');
  return {
    about,
    verdicts: { ...Object.fromEntries(said), ...inquiry.known },
    until: world.clock.now() + (isSure ? BELIEVED : AGAIN),
  };
}

const requestOf = (
  { method, path, headers, body }: Omit<Question, 'condition'>,
  { base, token }: { readonly base: string; readonly token: string },
) => ({
  method,
  url: `${base}${path}`,
  headers: {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
});

function verdictOf(question: Pick<Question, 'verdict'>, answer: WebAnswer): Verdict {
  if (answer.kind === 'answered') return question.verdict(answer.status, json(answer.body));
  return {
    status: 'Unknown',
    reason: 'ProductUnreachable',
    message: `the product ${answer.message}`,
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const NO_TOKEN: Verdict = {
  status: 'Unknown',
  reason: 'NoAdminToken',
  message:
    'the product is not asked: put the token of an administrator into a Secret after the first login, and name it in the spec',
};
const NOT_YET: Verdict = {
  status: 'Unknown',
  reason: 'NotAskedYet',
  message: 'the product is asked when it runs as accepted',
};

/** The same of everything that would be asked. */
const standing = ({ questions, known }: Inquiry, verdict: Verdict): Answers => ({
  about: '',
  verdicts: {
    ...(Object.fromEntries(questions.map(({ condition }) => [condition, verdict])) as Partial<
      Record<ProductCondition, Verdict>
    >),
    ...known,
  },
  until: Number.POSITIVE_INFINITY,
});
