import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pass, type States, startStates, stopStates } from './states-fixture.ts';

let states: States;
let resourceArn: string;
beforeEach(async () => {
  states = await startStates();
  resourceArn = await states.create('m', pass(), {
    publish: true,
    tags: [
      { key: 'team', value: 'flights' },
      { key: 'stage', value: 'dev' },
    ],
  });
});
afterEach(stopStates);

const tagsOf = async (arn = resourceArn) =>
  (await states.sfn.listTagsForResource({ resourceArn: arn })).tags?.map(({ key, value }) => [key, value]);

describe('the tags of a state machine', () => {
  it('are those of its creation, as TagResource and UntagResource have changed them', async () => {
    expect(await tagsOf()).toEqual([
      ['team', 'flights'],
      ['stage', 'dev'],
    ]);
    await states.sfn.tagResource({
      resourceArn,
      tags: [
        { key: 'stage', value: 'prod' },
        { key: 'cost', value: '' },
      ],
    });
    await states.sfn.untagResource({ resourceArn, tagKeys: ['team', 'unknown'] });
    expect(await tagsOf()).toEqual([
      ['stage', 'prod'],
      ['cost', ''],
    ]);
  });

  it('do not change when it is created again', async () => {
    await states.create('m', pass(), { publish: true, tags: [{ key: 'team', value: 'other' }] });
    expect((await tagsOf())?.[0]).toEqual(['team', 'flights']);
  });

  it('are 50 at most', async () => {
    const tags = Array.from({ length: 49 }, (_, index) => ({ key: `k${index}`, value: 'v' }));
    expect(await states.refusal(states.sfn.tagResource({ resourceArn, tags }))).toMatchObject({
      name: 'TooManyTags',
    });
    expect(await tagsOf()).toHaveLength(2);
  });
});

describe('tagging', () => {
  it.each([
    ['a version', ':1'],
    ['a state machine that is not there', 'x'],
  ])('%s finds nothing', async (_what, end) => {
    const arn = `${resourceArn}${end}`;
    const refused = { name: 'ResourceNotFound', message: `Resource not found: '${arn}'` };
    const tags = [{ key: 'a', value: 'b' }];
    expect(await states.refusal(states.sfn.tagResource({ resourceArn: arn, tags }))).toEqual(refused);
    expect(await states.refusal(states.sfn.listTagsForResource({ resourceArn: arn }))).toEqual(refused);
  });

  it('with an empty key is refused', async () => {
    const request = states.sfn.tagResource({ resourceArn, tags: [{ key: '', value: 'b' }] });
    expect(await states.refusal(request)).toEqual({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
  });
});
