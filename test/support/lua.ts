import { createRequire } from 'node:module';

/** The part of fengari, a Lua 5.3 in JavaScript, that is used; it has no types of its own. */
interface Fengari {
  readonly lua: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
  readonly lauxlib: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
  readonly lualib: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
  readonly to_luastring: (text: string) => Uint8Array;
  readonly to_jsstring: (text: Uint8Array) => string;
}

const require = createRequire(import.meta.url);
const { lua, lauxlib, lualib, to_luastring, to_jsstring } = require('fengari') as Fengari;

/** A value of JSON as Lua writes it down: lists count from 1, null is left out. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(written).join(',')}}`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([key, inner]) => `[${quoted(key)}]=${written(inner)}`)
      .join(',')}}`;
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** JSON's escapes are not all Lua's, so every byte beyond plain letters is written as a number. */
const quoted = (text: string): string =>
  `"${[...Buffer.from(text, 'utf8')]
    .map((byte) =>
      /\w/.test(String.fromCharCode(byte)) && byte < 128
        ? String.fromCharCode(byte)
        : `\\${String(byte).padStart(3, '0')}`,
    )
    .join('')}"`;

/** What a health check of Argo CD says of an object. */
export interface Health {
  readonly status: string;
  readonly message: string;
}

/** Runs a health check as Argo CD does: the object in `obj`, the answer returned as a table. */
export function health(script: string, object: unknown): Health {
  const state = lauxlib['luaL_newstate']!();
  lualib['luaL_openlibs']!(state);
  const program = `obj = ${written(object)}\nlocal function check()\n${script}\nend\nlocal h = check()\nreturn h.status .. "\\n" .. (h.message or "")`;
  const failed = lauxlib['luaL_dostring']!(state, to_luastring(program));
  const said = to_jsstring(lua['lua_tostring']!(state, -1) as Uint8Array);
  if (failed !== false && failed !== 0) throw new Error(said);
  const [status = '', ...message] = said.split('\n');
  return { status, message: message.join('\n') };
}
