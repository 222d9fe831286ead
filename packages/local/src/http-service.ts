import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpRequest } from './protocol/http-message.ts';
import type { Protocol } from './protocol/protocol.ts';
import type { Service } from './service.ts';

/** A service that reads requests and writes answers itself: the front door only asks IAM and hands them over. */
export interface HttpService extends Service {
  readonly writeError: Protocol['writeError'];
  /** True when the body streams into `forward`, so that `identify` sees none. */
  readonly streams: boolean;
  /** The operation and the members of its input that name resources. @throws `AwsError` */
  identify(request: HttpRequest): { readonly operation: string; readonly input: object };
  /** `body` is what the front door has read; absent when the service streams. */
  forward(request: IncomingMessage, response: ServerResponse, body: Buffer | undefined): Promise<void>;
}

export const isHttpService = (service: Service): service is HttpService => 'forward' in service;
