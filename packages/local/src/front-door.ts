import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallDependencies, Invoke } from './call.ts';
import { exchange } from './front-door/exchange.ts';
import type { Authorizer } from './iam/authorizer.ts';
import type { Credentials } from './iam/credentials.ts';
import type { Service, ServiceName } from './service.ts';

export interface FrontDoorOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly services: () => ReadonlyMap<ServiceName, Service>;
  readonly invoke: Invoke;
  readonly authorizer: Authorizer;
  /** What a call is refused with on purpose; for services that answer by themselves. */
  readonly fault: CallDependencies['fault'];
  readonly credentials: Credentials;
  /** Gets what went wrong inside, with the request's id and never its content. */
  readonly log: (message: string) => void;
  /** Takes a request that is not signed, such as the console's feed; false leaves it to the front door. */
  readonly unsigned?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface FrontDoor {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Stops listening and ends every connection, also those with a request under way. */
  close(): Promise<void>;
}

/** Longer than SDKs keep an idle connection, so that it is they who close it. */
const KEEP_ALIVE_MS = 120_000;

/**
 * The one HTTP endpoint of all services, on 127.0.0.1 only.
 * @throws an `Error` that says what to do when the port is taken
 */
export async function startFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, exchange(options));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, options.port)));
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listenError(error: Error, port: number): Error {
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error;
  return new Error(
    `port ${port} on 127.0.0.1 is in use, perhaps by another local AWS: end that one, or choose another port with --port`,
    { cause: error },
  );
}
