import * as batch from '@aws-sdk/client-batch';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ecr from '@aws-sdk/client-ecr';
import * as lambda from '@aws-sdk/client-lambda';
import * as states from '@aws-sdk/client-sfn';
import * as sts from '@aws-sdk/client-sts';
import type { ServiceName } from '../service.ts';
import { jsonRpc } from './json-rpc.ts';
import type { Protocol } from './protocol.ts';
import { query } from './query.ts';
import { restJson } from './rest-json.ts';
import { type ServiceModel, serviceModel } from './service-model.ts';

/** The services whose wire format is ours; SQS, SNS and S3 come with their own. */
export type ModelledService = Extract<
  ServiceName,
  'states' | 'batch' | 'cloudformation' | 'ecr' | 'lambda' | 'logs' | 'sts'
>;

/** Every modelled service's description. */
export const models: Readonly<Record<ModelledService, ServiceModel>> = {
  states: serviceModel(states),
  batch: serviceModel(batch),
  cloudformation: serviceModel(cloudformation),
  ecr: serviceModel(ecr),
  lambda: serviceModel(lambda),
  sts: serviceModel(sts),
  logs: serviceModel(logs, 'InvalidParameterException'),
};

/** Every modelled service's wire format. */
export const protocols: Readonly<Record<ModelledService, Protocol>> = {
  states: jsonRpc('1.0')(models.states),
  batch: restJson(models.batch),
  cloudformation: query('http://cloudformation.amazonaws.com/doc/2010-05-15/')(models.cloudformation),
  ecr: jsonRpc('1.1')(models.ecr),
  lambda: restJson(models.lambda),
  sts: query('https://sts.amazonaws.com/doc/2011-06-15/')(models.sts),
  logs: jsonRpc('1.1')(models.logs),
};

export const isModelled = (service: ServiceName): service is ModelledService =>
  Object.hasOwn(models, service);
