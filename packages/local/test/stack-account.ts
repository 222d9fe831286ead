import { Roles } from '../src/iam/roles.ts';
import type { Json, JsonObject } from '../src/stack/json.ts';
import { loadStack, type Stack } from '../src/stack/load-stack.ts';
import type { MadeResource } from '../src/stack/resource.ts';
import { noteLine } from '../src/stack/resource-note.ts';
import { parseTemplate } from '../src/stack/template.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { FakeAws } from './stack-fake-aws.ts';

/** An account in which templates are loaded one after another: what is made stays, calls and log are each load's own. */
export class Account {
  aws = new FakeAws();
  store = openMemoryStore();
  readonly roles = new Roles(this.store);
  log: string[] = [];
  zip = 'zip 1';

  load(Resources: JsonObject, sections: JsonObject = {}): Promise<Stack> {
    this.aws.calls.length = 0;
    this.log = [];
    return loadStack({
      stackName: 'app',
      template: parseTemplate({ Resources, ...sections }, 'test'),
      artifacts: async () => Buffer.from(this.zip),
      config: { accountId: '123456789012', region: 'us-east-1' },
      call: this.aws.call,
      roles: this.roles,
      previous: this.store.records<MadeResource>('stack'),
      note: (note) => this.log.push(noteLine(note)),
    });
  }
}

export const resource = (Type: string, Properties: JsonObject): JsonObject => ({ Type, Properties });
export const queue = (Properties: JsonObject = {}): JsonObject =>
  resource('AWS::SQS::Queue', { QueueName: 'work', ...Properties });
export const lambda = (Properties: JsonObject = {}): JsonObject =>
  resource('AWS::Lambda::Function', {
    FunctionName: 'plan',
    Code: { S3Bucket: 'b', S3Key: 'k' },
    Handler: 'index.handler',
    Role: 'arn:role',
    ...Properties,
  });
export const role = (Policies: Json = []): JsonObject =>
  resource('AWS::IAM::Role', { RoleName: 'runner', AssumeRolePolicyDocument: { Statement: [] }, Policies });
export const policy = (Action: string): JsonObject => ({
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
export const roleArn = 'arn:aws:iam::123456789012:role/runner';
