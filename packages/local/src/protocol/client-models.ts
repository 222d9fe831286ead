import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import type { ServiceName } from '../service.ts';
import { isModelled, models } from './protocols.ts';
import { type ServiceModel, serviceModel } from './service-model.ts';

/** The services that come with a wire format of their own, as their SDK clients describe them. */
export const clientModels = {
  s3: serviceModel(s3),
  sns: serviceModel(sns, 'ValidationError'),
  sqs: serviceModel(sqs),
} as const;

/** The description of any service behind the front door. */
export const modelOf = (service: ServiceName): ServiceModel =>
  isModelled(service) ? models[service] : clientModels[service];
