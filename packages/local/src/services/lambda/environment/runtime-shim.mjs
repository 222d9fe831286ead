// @ts-check
/**
 * Preloaded into every function's process, before `aws-lambda-ric`. Plain JavaScript, because stripping
 * types would cost each cold start 30 ms.
 *
 * - stands in for `rapid-client.node`, the native client of aws-lambda-ric 4.0.2: `next`, `done`, `error`;
 * - ends the process when the local Lambda that started it is gone;
 * - keeps packages that are not in the zip out of reach, as they are on AWS.
 */
import { realpathSync } from 'node:fs';
import http from 'node:http';
import Module, { registerHooks } from 'node:module';
import { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';

const LIFELINE_FD = 4;

new Socket({ fd: LIFELINE_FD, readable: true, writable: false })
  .on('error', () => {})
  .on('close', () => process.kill(-process.pid, 'SIGKILL'))
  .resume()
  .unref();

const [hostname, port] = String(process.env['AWS_LAMBDA_RUNTIME_API']).split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/**
 * @param {string} method
 * @param {string} path
 * @param {string} [body]
 * @returns {Promise<{bodyJson: string, headers: http.IncomingHttpHeaders}>}
 */
const request = (method, path, body) =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body ?? '') };
    const options = {
      hostname,
      port,
      path: `/2018-06-01/runtime/invocation/${path}`,
      method,
      agent,
      headers,
    };
    http
      .request(options, (response) => {
        let bodyJson = '';
        response
          .setEncoding('utf8')
          .on('data', (chunk) => {
            bodyJson += chunk;
          })
          .on('end', () => resolve({ bodyJson, headers: response.headers }))
          .on('error', reject);
      })
      .on('error', reject)
      .end(body);
  });

/** @type {Promise<unknown>} The native client posts synchronously; here the next request waits for the post. */
let posted = Promise.resolve();

/** @param {string} path @param {unknown} body */
const post = (path, body) => {
  if (typeof body !== 'string') throw new TypeError('Wrong arguments');
  posted = request('POST', path, body);
};

const client = {
  next: () => posted.then(() => request('GET', 'next')),
  /** @param {string} id @param {unknown} body */
  done: (id, body) => post(`${id}/response`, body),
  /** @param {string} id @param {unknown} body */
  error: (id, body) => post(`${id}/error`, body),
};

const loader = /** @type {{_load: (request: string, ...rest: unknown[]) => unknown}} */ (
  /** @type {unknown} */ (Module)
);
const load = loader._load;
loader._load = function (name, ...rest) {
  return name === './rapid-client.node' ? client : load.call(this, name, ...rest);
};

const root = `${pathToFileURL(realpathSync(String(process.env['LAMBDA_TASK_ROOT']))).href}/`;
/** @param {string} specifier */
const isPackage = (specifier) => /^[@a-zA-Z]/.test(specifier) && !/^(node|file|data|https?):/.test(specifier);
/** Packages that AWS's Node.js runtimes bring along. */
const PROVIDED = /^@(aws-sdk|smithy)\//;

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    if (context.parentURL?.startsWith(root) !== true || !isPackage(specifier))
      return nextResolve(specifier, context);
    /** @type {unknown} */
    let failure;
    try {
      const resolved = nextResolve(specifier, context);
      if (!resolved.url.startsWith('file:') || resolved.url.startsWith(root)) return resolved;
    } catch (error) {
      failure = error;
    }
    if (PROVIDED.test(specifier)) return nextResolve(specifier, { ...context, parentURL: import.meta.url });
    throw failure ?? notInZip(specifier, context);
  },
});

/** @param {string} specifier @param {{parentURL?: string, conditions: readonly string[]}} context */
function notInZip(specifier, { parentURL, conditions }) {
  const from = parentURL === undefined ? '' : new URL(parentURL).pathname;
  const required = conditions.includes('require');
  const text = required
    ? `Cannot find module '${specifier}'\nRequire stack:\n- ${from}`
    : `Cannot find package '${specifier}' imported from ${from}`;
  return Object.assign(new Error(text), { code: required ? 'MODULE_NOT_FOUND' : 'ERR_MODULE_NOT_FOUND' });
}
