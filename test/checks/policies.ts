import {
  listOf,
  objectsIn,
  ofType,
  type Property,
  type Resource,
  type Template,
} from '../packaged-template.ts';

export type Statement = { readonly [name: string]: Property };

/** The statements of what an identity may do; not of who may assume it. */
export const grantsOf = ({ Properties }: Resource): Statement[] =>
  [...objectsIn(Properties['Policies'])]
    .map(([, object]) => object)
    .filter(({ Effect }) => Effect !== undefined);

/** The statements of a policy document, be there one or a list. */
export const statementsOf = (document: Property | undefined): Statement[] =>
  listOf(((document ?? {}) as Statement)['Statement']) as Statement[];

export const textsOf = (value: Property | undefined): string[] => listOf(value).map(String);

/** Every policy of a resource of its own: of bucket, queue and topic, with the property that says whose it is. */
export const resourcePolicies = (template: Template): [string, Resource, string][] =>
  (
    [
      ['AWS::S3::BucketPolicy', 'Bucket'],
      ['AWS::SQS::QueuePolicy', 'Queues'],
      ['AWS::SNS::TopicPolicy', 'Topics'],
    ] as const
  ).flatMap(([type, target]) =>
    ofType(template, type).map(([id, policy]): [string, Resource, string] => [id, policy, target]),
  );
