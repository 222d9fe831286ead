import type { Fault, FaultPlan } from './fault.ts';

type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'must be a text');
const count: Check = (value) =>
  Number.isInteger(value) && Number(value) >= 0 ? undefined : 'must be a whole number from 0';
const seconds: Check = (value) =>
  typeof value === 'number' && value >= 0 ? undefined : 'must be a number of seconds from 0';
const probability: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? undefined : 'must be a number from 0 to 1';
const operation: Check = (value) =>
  typeof value === 'string' && /^[^:]+:[^:]+$/u.test(value)
    ? undefined
    : 'must be <service>:<Operation>, for example batch:SubmitJob';

const selector: Members = {
  name: { check: text },
  queue: { check: text },
  definition: { check: text },
  arrayIndex: { check: count },
  attempt: { check: count },
};

interface Member {
  readonly check?: Check;
  readonly members?: Members;
  readonly required?: true;
}
type Members = Readonly<Record<string, Member>>;

const often: Members = { fault: {}, times: { check: count }, probability: { check: probability } };
const ofJob: Members = { ...often, job: { members: selector } };

/** Every fault there is, with its members. */
const FAULTS: Readonly<Record<Fault['fault'], Members>> = {
  'spot-reclaim': { ...ofJob, afterSeconds: { check: seconds } },
  'image-pull': ofJob,
  'out-of-memory': { ...ofJob, afterSeconds: { check: seconds } },
  'stuck-runnable': { ...ofJob, reason: { check: text } },
  'slow-start': { ...ofJob, seconds: { check: seconds, required: true } },
  'failing-call': {
    ...often,
    operation: { check: operation, required: true },
    code: { check: text, required: true },
    message: { check: text },
    status: { check: count },
  },
};

/**
 * A fault plan from its JSON text.
 * @throws an `Error` that says the place and what would be right
 */
export function readFaultPlan(json: string): FaultPlan {
  const plan = members(JSON.parse(json), 'the plan', {
    seed: { check: count },
    faults: { required: true },
  });
  if (!Array.isArray(plan['faults'])) throw wrong('faults', 'must be a list');
  plan['faults'].forEach((fault: unknown, index) => {
    const place = `faults[${index}]`;
    const known = knownMembers(fault);
    if (known === undefined)
      throw wrong(`${place}.fault`, `must be one of ${Object.keys(FAULTS).join(', ')}`);
    members(fault, place, known);
  });
  // The tables above are the check.
  return plan as unknown as FaultPlan;
}

function knownMembers(fault: unknown): Members | undefined {
  const name = isObject(fault) ? fault['fault'] : undefined;
  return Object.entries(FAULTS).find(([known]) => known === name)?.[1];
}

function members(value: unknown, place: string, known: Members): Record<string, unknown> {
  if (!isObject(value)) throw wrong(place, 'must be an object');
  for (const [name, { required }] of Object.entries(known)) {
    if (required && value[name] === undefined) throw wrong(`${place}.${name}`, 'is required');
  }
  for (const [name, found] of Object.entries(value)) {
    const member = known[name];
    if (member === undefined) {
      throw wrong(`${place}.${name}`, `is not known; known are ${Object.keys(known).join(', ')}`);
    }
    if (member.members !== undefined) members(found, `${place}.${name}`, member.members);
    const problem = member.check?.(found);
    if (problem !== undefined) throw wrong(`${place}.${name}`, problem);
  }
  return value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (place: string, problem: string) => new Error(`${place} ${problem}`);
