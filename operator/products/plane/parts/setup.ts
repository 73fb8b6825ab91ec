import { config } from '../../shared/objects.ts';
import { tcpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { inside, outside } from '../environment/urls.ts';
import { isOpen } from '../model.ts';
import type { PlaneModel } from '../model.ts';
import { NGINX_SCRATCH } from '../nginx.ts';
import { stateless } from '../workload.ts';

/** Port of the door, in the pod, in its Service and on the administrator's own machine. */
export const SETUP_PORT = 8080;

const FOLDER = '/etc/plane/setup';

/**
 * The way to God Mode while the domain is not served. God Mode calls the API under its own origin, so a port-forward
 * to one Service of the product does not do: this door has both behind it. There only until `setup: Open`.
 */
export const setup: PlanePart = (context) => {
  const { model } = context;
  if (isOpen(model)) return undefined;
  const door = config(model, 'setup', { 'nginx.conf': routes(model) });
  const part = stateless(context, {
    name: 'setup',
    // nginx is in the image of the administration; its own configuration is not used.
    image: 'admin',
    command: ['nginx', '-c', `${FOLDER}/nginx.conf`, '-g', 'daemon off;'],
    after: ['api', 'admin'],
    // One administrator comes in by it, once.
    settings: { replicas: 1 },
    port: SETUP_PORT,
    probes: tcpProbes('http'),
    mounts: {
      ...NGINX_SCRATCH,
      setup: {
        path: FOLDER,
        readOnly: true,
        volume: { configMap: { name: door.metadata.name } },
      },
    },
  });
  return { ...part, objects: [door, ...part.objects] };
};

/**
 * Nothing but God Mode and what it calls. After each step the API leads to the domain, which is closed, and its
 * cookies are for HTTPS alone where the domain has a certificate: both are put right for a browser on localhost.
 */
const routes = (model: PlaneModel): string => `\
pid /run/nginx.pid;
error_log /dev/stderr warn;
events {}
http {
  access_log off;
  client_max_body_size 20m;
  client_body_temp_path /var/cache/nginx/client;
  proxy_temp_path /var/cache/nginx/proxy;
  fastcgi_temp_path /var/cache/nginx/fastcgi;
  uwsgi_temp_path /var/cache/nginx/uwsgi;
  scgi_temp_path /var/cache/nginx/scgi;
  proxy_http_version 1.1;
  proxy_set_header Host $http_host;
  proxy_set_header Connection "";
  proxy_buffer_size 16k;
  proxy_buffers 8 16k;
  proxy_redirect ${outside(model)}/ /;
  proxy_cookie_flags ~ nosecure;
  absolute_redirect off;
  server {
    listen ${SETUP_PORT};
    location = / { return 302 /god-mode/; }
    location /god-mode/ { proxy_pass ${inside(model, 'admin')}; }
    location /api/ { proxy_pass ${inside(model, 'api')}; }
    location /auth/ { proxy_pass ${inside(model, 'api')}; }
    location / {
      default_type text/plain;
      return 404 "Only God Mode is served here; set spec.plane.setup to Open to serve the domain.\\n";
    }
  }
}
`;
