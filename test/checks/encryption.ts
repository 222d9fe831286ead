import { ofType, type Property, referencesIn, type Template } from '../packaged-template.ts';
import type { Check } from './check.ts';
import { type Statement, statementsOf, textsOf } from './policies.ts';

/** The property without which a resource lies unencrypted. */
const ENCRYPTED_BY: Readonly<Record<string, readonly string[]>> = {
  'AWS::S3::Bucket': ['BucketEncryption'],
  'AWS::SQS::Queue': ['SqsManagedSseEnabled', 'KmsMasterKeyId'],
  'AWS::SNS::Topic': ['KmsMasterKeyId'],
};
const USE = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** Everything is encrypted at rest, and what a service publishes to has a key that it may use. */
export const encryption: Check = {
  name: 'encryption',
  findings: (template) => [...unencrypted(template), ...lockedOut(template)],
};

const unencrypted = (template: Template) =>
  Object.entries(ENCRYPTED_BY).flatMap(([type, properties]) =>
    ofType(template, type)
      .filter(([, { Properties }]) => !properties.some((name) => (Properties[name] ?? false) !== false))
      .map(([id]) => `${id}: is not encrypted at rest`),
  );

/** Services that a topic's policy lets publish, and its key does not know. */
const lockedOut = (template: Template) =>
  ofType(template, 'AWS::SNS::TopicPolicy').flatMap(([, { Properties }]) => {
    const services = statementsOf(Properties['PolicyDocument'])
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Principal }) => textsOf((Principal as Statement)['Service']));
    return referencesIn(Properties['Topics'] ?? null).flatMap((topic) => {
      const key = template.Resources[topic]?.Properties['KmsMasterKeyId'];
      return services
        .filter((service) => !mayUse(service, key, template))
        .map((service) => `${topic}: ${service} may publish, but not use the key`);
    });
  });

function mayUse(service: string, key: Property | undefined, { Resources }: Template): boolean {
  const [id = ''] = referencesIn(key ?? null);
  return statementsOf(Resources[id]?.Properties['KeyPolicy']).some(
    ({ Effect, Principal, Action }) =>
      Effect === 'Allow' &&
      textsOf((Principal as Statement)['Service']).includes(service) &&
      USE.every((action) => textsOf(Action).includes(action)),
  );
}
