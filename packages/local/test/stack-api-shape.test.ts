// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of CloudFormation and ASL
import { RegisterJobDefinitionRequest$ } from '@aws-sdk/client-batch';
import { CreateEventSourceMappingRequest$ } from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import { apiShape } from '../src/stack/api-shape.ts';
import { definitionText } from '../src/stack/definition-text.ts';
import type { JsonObject } from '../src/stack/json.ts';
import { Properties } from '../src/stack/properties.ts';

describe("properties take the form of the API's input", () => {
  const job = (properties: JsonObject): unknown =>
    apiShape(RegisterJobDefinitionRequest$, properties, 'Job.Properties');

  it('with the first letter as the API writes it, at every depth', () => {
    expect(
      job({ ContainerProperties: { Image: 'i', ResourceRequirements: [{ Type: 'VCPU', Value: '1' }] } }),
    ).toEqual({ containerProperties: { image: 'i', resourceRequirements: [{ type: 'VCPU', value: '1' }] } });
  });

  it('while the keys of a map stay the user’s own', () => {
    expect(job({ Parameters: { Input: 'x', rowGroups: 'y' } })).toEqual({
      parameters: { Input: 'x', rowGroups: 'y' },
    });
  });

  it('with scalars converted as CloudFormation converts them', () => {
    expect(
      job({
        PropagateTags: 'true',
        RetryStrategy: { Attempts: '3' },
        Parameters: { n: 0, b: false },
        ContainerProperties: { ReadonlyRootFilesystem: false },
      }),
    ).toEqual({
      propagateTags: true,
      retryStrategy: { attempts: 3 },
      parameters: { n: '0', b: 'false' },
      containerProperties: { readonlyRootFilesystem: false },
    });
  });

  it('and keeps upper case where the API has it', () => {
    const shaped = apiShape(
      CreateEventSourceMappingRequest$,
      { ScalingConfig: { MaximumConcurrency: 5 } },
      'M',
    );
    expect(shaped).toEqual({ ScalingConfig: { MaximumConcurrency: 5 } });
  });

  it.each<[string, JsonObject, string]>([
    [
      'a member that the API does not have',
      { Timeout: { Seconds: 1 } },
      'Job.Properties.Timeout.Seconds: is not known',
    ],
    [
      'a text for a number',
      { RetryStrategy: { Attempts: 'two' } },
      'Attempts: must be a number, found "two"',
    ],
    ['a text for a boolean', { PropagateTags: 'yes' }, 'PropagateTags: must be true or false'],
    ['an object for a text', { Type: {} }, 'Job.Properties.Type: must be a text'],
    ['a scalar for a list', { PlatformCapabilities: 'FARGATE' }, 'PlatformCapabilities: must be a list'],
    ['a list for an object', { Timeout: [] }, 'Timeout: must be an object'],
  ])('refuses %s', (_, properties, message) => {
    expect(() => job(properties)).toThrow(message);
  });
});

describe("a state machine's definition", () => {
  const text = (properties: JsonObject): string => definitionText(new Properties(properties, 'M.Properties'));

  it('has its placeholders filled, as text and as an object', () => {
    const DefinitionSubstitutions = { QueueUrl: 'http://q', Seconds: 5 };
    expect(text({ DefinitionString: '{"q":"${QueueUrl}","s":${Seconds}}', DefinitionSubstitutions })).toBe(
      '{"q":"http://q","s":5}',
    );
    expect(text({ Definition: { q: '${QueueUrl}' }, DefinitionSubstitutions })).toBe('{"q":"http://q"}');
  });

  it('leaves what is not a placeholder, such as a JSONata group-by', () => {
    const DefinitionString = '{"x":"{% $${ a: b } %}"}';
    expect(text({ DefinitionString })).toBe(DefinitionString);
  });

  it('with a placeholder that nothing fills is an error naming it', () => {
    const properties = {
      DefinitionString: '${TopicArn} ${QueueUrl}',
      DefinitionSubstitutions: { QueueUrl: 'q' },
    };
    expect(() => text(properties)).toThrow('M.Properties.DefinitionString: nothing fills ${TopicArn}; add');
  });

  it('is required, once', () => {
    expect(() => text({})).toThrow('needs either DefinitionString or Definition');
    expect(() => text({ DefinitionString: '', Definition: {} })).toThrow('needs either');
  });
});
