import type { AwsError } from '../errors.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';

/** A request as a protocol understands it. */
export interface OperationRequest {
  readonly operation: OperationModel;
  readonly input: unknown;
}

/** One of AWS's wire formats, for one service. The only place where errors and answers become bytes. */
export interface Protocol {
  /** @throws `UnknownOperationException` and `SerializationException` as `AwsError` */
  read(request: HttpRequest): OperationRequest;
  write(operation: OperationModel, output: unknown, requestId: string): HttpAnswer;
  writeError(error: AwsError, requestId: string): HttpAnswer;
}

/** Makes the protocol of a service from its model. */
export type ProtocolOf = (model: ServiceModel) => Protocol;
