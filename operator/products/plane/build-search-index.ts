/** EX_TEMPFAIL of sysexits.h: nothing is wrong with what was asked. */
const UNREACHABLE = 75;
const NAME = 'search-index';

/**
 * Makes the indices and has the workers fill them, by the commands that the vendor's manual gives.
 *
 * `index rebuild` empties what is there, so it must not run for every change of a setting. What was done is noted in
 * OpenSearch itself, beside the indices: whoever loses the one loses the other, and both are made again. The first
 * argument is what the indices are made for, the second what their documents are made with.
 */
const SCRIPT = `import base64, json, os, subprocess, sys, urllib.error, urllib.request

def variable(name):
    return os.environ['OPENSEARCH_' + name]

note = '_'.join(filter(None, [variable('INDEX_PREFIX'), 'airgapped']))
address = variable('URL').rstrip('/') + '/' + note + '/_doc/built'
login = base64.b64encode((variable('USERNAME') + ':' + variable('PASSWORD')).encode()).decode()

def ask(method, body=None):
    request = urllib.request.Request(address, None if body is None else json.dumps(body).encode(), method=method)
    request.add_header('Authorization', 'Basic ' + login)
    request.add_header('Content-Type', 'application/json')
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if method == 'GET' and error.code == 404:
            return {}
        sys.exit(f'OpenSearch answers {error.code} to {method} {note}: {error.read(500).decode(errors="replace")}')
    except OSError as error:
        print(f'OpenSearch does not answer: {error}', file=sys.stderr)
        sys.exit(${UNREACHABLE})

def manage(*words):
    subprocess.run([sys.executable, 'manage.py', 'manage_search_index', *words], check=True)

wanted = {'indices': sys.argv[1], 'documents': sys.argv[2]}
built = ask('GET').get('_source', {})
if built == wanted:
    print('The indices are as wanted')
    sys.exit(0)
if built.get('indices') != wanted['indices']:
    manage('index', 'rebuild', '--force')
vectors = ['--vectorize'] if wanted['documents'] else []
manage('--background', *vectors, 'document', 'index', '--force')
ask('PUT', wanted)
`;

/** What the indices are made for. */
export interface Indices {
  /** Length of the vectors that they have room for. */
  readonly dimension: string;
  /** Model that makes the vectors; empty where there are none. */
  readonly model: string;
}

/** The command, for the product's backend image. */
export const buildSearchIndex = ({ dimension, model }: Indices): readonly string[] => [
  'python3',
  '-c',
  SCRIPT,
  dimension,
  model,
];

/** How it fails: not by a pod that a node took away, nor by an OpenSearch that does not answer. */
export const SEARCH_INDEX_FAILURES = {
  rules: [
    { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    {
      action: 'Ignore',
      onExitCodes: { containerName: NAME, operator: 'In', values: [UNREACHABLE] },
    },
  ],
};
