import type { HttpService } from '../../http-service.ts';
import type { FauxqsApp } from './fauxqs-app.ts';

/** Gives fauxqs a request whose body was read already. */
export const injectInto =
  (app: FauxqsApp): HttpService['forward'] =>
  async (request, response, body) => {
    const answer = await app.inject({
      method: 'POST',
      url: request.url ?? '/',
      headers: request.headers,
      ...(body === undefined ? {} : { payload: body }),
    });
    response.writeHead(answer.statusCode, answer.headers).end(answer.rawPayload);
  };

/** Gives fauxqs the request itself: bodies stream in and out. */
export const routeInto =
  (app: FauxqsApp): HttpService['forward'] =>
  (request, response) =>
    new Promise((resolve) => {
      response.once('close', resolve);
      app.routing(request, response);
    });
