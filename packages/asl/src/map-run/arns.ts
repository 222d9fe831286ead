/** The ARN of a run of a distributed Map: `arn:…:mapRun:<state machine>/<label>:<run>`. */
export const mapRunArn = (stateMachineArn: string, label: string, run: string) =>
  `${stateMachineArn.replace(':stateMachine:', ':mapRun:')}/${label}:${run}`;

/** The ARN of a child workflow of a map run: `arn:…:execution:<state machine>/<label>:<name>`. */
export const childExecutionArn = (mapRun: string, name: string) =>
  `${withoutRun(mapRun).replace(':mapRun:', ':execution:')}:${name}`;

/** What a map run's child workflows call their state machine: `arn:…:stateMachine:<state machine>/<label>`. */
export const childStateMachineArn = (mapRun: string) =>
  withoutRun(mapRun).replace(':mapRun:', ':stateMachine:');

/** The name in an ARN: what follows its last colon. */
export const nameIn = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);

const withoutRun = (mapRun: string) => mapRun.slice(0, mapRun.lastIndexOf(':'));
