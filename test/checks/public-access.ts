import { objectsIn, ofType, type Property, referencesIn, type Template } from '../packaged-template.ts';
import type { Check } from './check.ts';
import { resourcePolicies, type Statement, statementsOf } from './policies.ts';

const TARGETS = ['AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::SNS::Topic'];
const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

/** Buckets, queues and topics are open to nobody unnamed, and to nobody without TLS. */
export const publicAccess: Check = {
  name: 'public access',
  findings: (template) => [...openPolicies(template), ...withoutTls(template), ...openBuckets(template)],
};

const openPolicies = (template: Template) =>
  resourcePolicies(template).flatMap(([id, { Properties }]) =>
    statementsOf(Properties['PolicyDocument'])
      .filter(({ Effect, Principal }) => Effect === 'Allow' && isEverybody(Principal))
      .map(({ Sid }) => `${id}.${Sid}: allows everybody`),
  );

const isEverybody = (principal: Property | undefined) =>
  principal === '*' || [...objectsIn(principal)].some(([, { AWS }]) => AWS === '*');

/** The deployment bucket has its policy from the tool, in another form. */
function withoutTls(template: Template): string[] {
  const guarded = resourcePolicies(template).flatMap(([, { Properties }, target]) =>
    statementsOf(Properties['PolicyDocument']).some(deniesWithoutTls)
      ? referencesIn(Properties[target] ?? null)
      : [],
  );
  return TARGETS.flatMap((type) => ofType(template, type))
    .filter(([id]) => !guarded.includes(id))
    .map(([id]) => `${id}: can be used without TLS`);
}

function deniesWithoutTls({ Effect, Principal, Condition }: Statement): boolean {
  const { Bool = {} } = (Condition ?? {}) as { Bool?: Statement };
  return Effect === 'Deny' && Principal === '*' && String(Bool['aws:SecureTransport']) === 'false';
}

const openBuckets = (template: Template) =>
  ofType(template, 'AWS::S3::Bucket').flatMap(([id, { Properties }]) => {
    const block = (Properties['PublicAccessBlockConfiguration'] ?? {}) as Statement;
    return BLOCKS.filter((name) => block[name] !== true).map((name) => `${id}: lacks ${name}`);
  });
