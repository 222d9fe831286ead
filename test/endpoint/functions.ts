import type { CreateFunctionCommandInput, Lambda } from '@aws-sdk/client-lambda';
import { zipOf } from '../../scripts/zip.ts';
import { ROLE } from './clients.ts';

/** A function of one line or more: the body of `handler(event, context)`; gives its ARN. */
export async function createFunction(
  lambda: Lambda,
  name: string,
  body: string,
  more: Partial<CreateFunctionCommandInput> = {},
): Promise<string> {
  const source = `export const handler = async (event, context) => { ${body} };`;
  const { FunctionArn = '' } = await lambda.createFunction({
    FunctionName: name,
    Role: ROLE,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: zipOf('index.mjs', Buffer.from(source)) },
    ...more,
  });
  return FunctionArn;
}
