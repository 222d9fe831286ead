import type { Json } from '../json.ts';
import type { Variables } from '../variables.ts';

/** An event's type as AWS names it, and its own details under their key. */
export type Shown = [type: string, details?: [key: `${string}EventDetails`, details: object]];

/** A value as the history shows it: its JSON text, and that nothing was cut off. */
export const text = (name: 'input' | 'output', value: Json, asWritten?: string) => {
  const shown = asWritten ?? JSON.stringify(value);
  return name === 'input' ? { input: shown, inputDetails: WHOLE } : { output: shown, outputDetails: WHOLE };
};

/** Of a text that nothing was cut off. */
export const WHOLE = { truncated: false };

/** Assignments as JSON texts; a state that assigns nothing shows nothing. */
export function variables(assigned: Variables | undefined): object {
  if (assigned === undefined || Object.keys(assigned).length === 0) return {};
  return {
    assignedVariables: Object.fromEntries(
      Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    assignedVariablesDetails: { truncated: false },
  };
}

/** Error and cause, where there are any. */
export const errorOf = ({ error, cause }: { error?: string; cause?: string }) => ({
  ...(error === undefined ? {} : { error }),
  ...(cause === undefined ? {} : { cause }),
});

/** A task's times, where it has any. */
export const seconds = ({
  timeoutSeconds,
  heartbeatSeconds,
}: {
  timeoutSeconds?: number;
  heartbeatSeconds?: number;
}) => ({
  ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
  ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
});
