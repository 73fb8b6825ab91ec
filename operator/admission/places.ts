import { MAX_TEXT, PATH, PORT, QUERY } from '../judge/tables/patterns.ts';
import type { EndpointField } from '../products/endpoint.ts';
import { all, present, text } from './cel.ts';
import type { Variable } from './inside.ts';

/** Kinds of texts that CEL can judge in a field of their own. */
type Kind = 'url' | 'host' | 'list';

/** A URL of one form that all readers understand alike: the host without brackets is what `url()` says of it. */
const URL_FORM = `^[Hh][Tt][Tt][Pp][Ss]?://([[][0-9A-Fa-f:]+[]]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?[.]?)(:${PORT})?${PATH}${QUERY}$`;
/** Digits and dots with a dot at the end: an address dressed up as a name. */
const DRESSED = '^[^/]*//[0-9.]+[.](:|/|[?]|$)';

/** Whether a text is a URL of that form. `u` is the name of a variable of CEL. */
const isUrl = (u: string): string =>
  all(
    `${u}.size() <= ${MAX_TEXT}`,
    `${u}.matches(${text(URL_FORM)})`,
    `!${u}.matches(${text(DRESSED)})`,
    `isURL(${u})`,
    `(url(${u}).getPort() == '' || int(url(${u}).getPort()) <= 65535)`,
  );

/** Lower case, and without the one dot that says that a name is complete. */
const canonical = (host: string): string => {
  const lower = `${host}.lowerAscii()`;
  return `(${lower}.endsWith('.') && !${lower}.matches('^[0-9.]+$') ? ${lower}.substring(0, ${lower}.size() - 1) : ${lower})`;
};

/** Texts of the fields of one kind, as a list of `{path, text}`. */
function placesOf(kind: Kind, fields: readonly EndpointField[]): string {
  const lists = fields
    .filter((field) => field.kind === kind && field.key === undefined)
    .map(({ path }) => {
      const isList = path.endsWith('[]');
      const place = `object.${isList ? path.slice(0, -'[]'.length) : path}`;
      const entries = isList
        ? `${place}.map(t, {'path': ${text(path)}, 'text': string(t)})`
        : `[{'path': ${text(path)}, 'text': string(${place})}]`;
      return `(${present(place)} ? ${entries} : [])`;
    });
  return lists.length === 0 ? '[]' : lists.join(' + ');
}

/** Everything of a spec that CEL can judge, taken apart. */
export const placeVariables = (fields: readonly EndpointField[]): readonly Variable[] => [
  { name: 'urls', expression: placesOf('url', fields) },
  { name: 'names', expression: placesOf('host', fields) },
  { name: 'ranges', expression: placesOf('list', fields) },
  { name: 'unreadable', expression: `variables.urls.filter(u, !${isUrl('u.text')})` },
  {
    name: 'places',
    expression: [
      `variables.urls.filter(u, ${isUrl('u.text')}).map(u, {'path': u.path, 'host': ${canonical('url(u.text).getHostname()')}})`,
      `variables.names.map(n, {'path': n.path, 'host': ${canonical('n.text')}})`,
    ].join(' + '),
  },
];
