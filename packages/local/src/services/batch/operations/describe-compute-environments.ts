import type {
  ComputeEnvironmentDetail,
  DescribeComputeEnvironmentsRequest,
  DescribeComputeEnvironmentsResponse,
} from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import { type BatchArns, nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import type { ComputeEnvironmentRecord } from '../compute-environment-record.ts';
import { uuidOf } from '../ids.ts';
import { page, refuseNamesWithMaxResults } from '../page.ts';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeComputeEnvironments.html */
export const describeComputeEnvironments = ({
  environments,
  arns,
}: BatchBooks): Operation<DescribeComputeEnvironmentsRequest, DescribeComputeEnvironmentsResponse> => ({
  authorize: () => ({ resources: ['*'] }),
  run: (request, { requestId }) => {
    refuseNamesWithMaxResults(
      'ComputeEnvironments',
      request.computeEnvironments,
      request.maxResults,
      requestId,
    );
    const named = request.computeEnvironments?.map(nameIn);
    const all = Array.from(environments.entries(), ([, environment]) => environment);
    const found = named === undefined ? all : all.filter(({ name }) => named.includes(name));
    const { items, nextToken } = page(found, request);
    return {
      computeEnvironments: items.map((environment) => detail(environment, arns)),
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  },
});

function detail(environment: ComputeEnvironmentRecord, arns: BatchArns): ComputeEnvironmentDetail {
  const { name, type, state, computeResources, unmanagedvCpus, serviceRole, tags } = environment;
  return {
    computeEnvironmentName: name,
    computeEnvironmentArn: arns.computeEnvironment(name),
    ...(unmanagedvCpus === undefined ? {} : { unmanagedvCpus }),
    ecsClusterArn: arns.cluster(name),
    tags: { ...tags },
    type,
    state,
    status: 'VALID',
    statusReason: 'ComputeEnvironment Healthy',
    ...(computeResources === undefined ? {} : { computeResources }),
    ...(serviceRole === undefined ? {} : { serviceRole }),
    containerOrchestrationType: 'ECS',
    uuid: uuidOf(name),
  };
}
