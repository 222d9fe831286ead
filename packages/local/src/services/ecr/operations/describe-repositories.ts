import type { DescribeRepositoriesRequest, DescribeRepositoriesResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../../service.ts';
import type { Repositories } from '../repositories.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html */
export const describeRepositories = (
  repositories: Repositories,
): Operation<DescribeRepositoriesRequest, DescribeRepositoriesResponse> => ({
  authorize: ({ repositoryNames = ['*'] }) => ({
    resources: repositoryNames.map((name) => repositories.arn(name)),
  }),
  run: ({ repositoryNames }) => {
    const found = repositoryNames?.map((name) => repositories.get(name)) ?? repositories.all();
    return { repositories: found.map((each) => repositories.shown(each)) };
  },
});
