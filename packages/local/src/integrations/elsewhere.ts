import type { Resource } from '@batch-workflows/asl';
import { TaskError } from './task-error.ts';

type Service = Extract<Resource, { kind: 'service' }>;

/**
 * Step Functions' optimized integrations that have no service here. A definition may name them, as on AWS.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
const ACTIONS: Readonly<Record<string, string>> = {
  apigateway: 'invoke',
  athena: 'startQueryExecution stopQueryExecution getQueryExecution getQueryResults',
  bedrock: 'invokeModel createModelCustomizationJob',
  codebuild:
    'startBuild stopBuild batchDeleteBuilds batchGetReports startBuildBatch stopBuildBatch retryBuildBatch deleteBuildBatch',
  databrew: 'startJobRun',
  dynamodb: 'getItem putItem updateItem deleteItem',
  ecs: 'runTask',
  eks: 'createCluster deleteCluster createNodegroup deleteNodegroup createFargateProfile deleteFargateProfile runJob call',
  elasticmapreduce:
    'createCluster setClusterTerminationProtection terminateCluster addStep cancelStep modifyInstanceFleetByName modifyInstanceGroupByName',
  'emr-containers': 'createVirtualCluster deleteVirtualCluster startJobRun',
  'emr-serverless':
    'createApplication startApplication stopApplication deleteApplication startJobRun cancelJobRun',
  events: 'putEvents',
  glue: 'startJobRun',
  http: 'invoke',
  mediaconvert: 'createJob',
  sagemaker:
    'createEndpoint createEndpointConfig createHyperParameterTuningJob createLabelingJob createModel createProcessingJob createTrainingJob createTransformJob updateEndpoint',
};

/** Whether AWS would call something that is not here; of `aws-sdk:` any service, for nobody here knows them all. */
export function isElsewhere({ resourceType, resource, pattern }: Service): boolean {
  const [action = ''] = resource.split('.');
  if (resourceType.startsWith('aws-sdk:')) return pattern !== 'sync' && /^[a-z]/u.test(action);
  return ACTIONS[resourceType]?.split(' ').includes(action) === true;
}

/** What a task comes to whose service is not here. AWS says the first words where it cannot reach a service. */
export function notHere({ resourceType }: Service): TaskError {
  const name = resourceType.replace('aws-sdk:', '');
  return new TaskError(
    `${name.charAt(0).toUpperCase()}${name.slice(1)}.SdkClientException`,
    `Unable to execute HTTP request: the local run has no ${name}. Give the task an answer in a mock configuration (--mock-config), or run the state machine on AWS.`,
  );
}
