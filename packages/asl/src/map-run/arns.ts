/** The ARN of a run of a distributed Map: `arn:…:mapRun:<state machine>/<label>:<run>`. */
export const mapRunArn = (stateMachineArn: string, label: string, run: string) =>
  `${stateMachineArn.replace(':stateMachine:', ':mapRun:')}/${label}:${run}`;

/** What a child workflow of a map run is known by; `expressId` only for an Express workflow. */
export interface ChildName {
  readonly name: string;
  readonly expressId: string | undefined;
}

/** The ARN of a child workflow: `arn:…:execution:<state machine>/<label>:<name>`, or `…:express:…:<name>:<id>`. */
export function childExecutionArn(mapRun: string, { name, expressId }: ChildName): string {
  const kind = expressId === undefined ? 'execution' : 'express';
  const arn = `${withoutRun(mapRun).replace(':mapRun:', `:${kind}:`)}:${name}`;
  return expressId === undefined ? arn : `${arn}:${expressId}`;
}

/** What a map run's child workflows call their state machine: `arn:…:stateMachine:<state machine>/<label>`. */
export const childStateMachineArn = (mapRun: string) =>
  withoutRun(mapRun).replace(':mapRun:', ':stateMachine:');

/** The name in an ARN: what follows its last colon. */
export const nameIn = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);

const withoutRun = (mapRun: string) => mapRun.slice(0, mapRun.lastIndexOf(':'));
