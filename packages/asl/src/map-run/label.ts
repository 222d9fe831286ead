import type { Fields } from '../definition/fields.ts';

const LONGEST = 40;
/** Blanks, wildcards, brackets, what ARNs and URLs give a meaning to, and control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\s?*<>{}[\]:;,/\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]/u;

/**
 * Label: the name of a distributed Map in the ARNs of its runs and child workflows.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function compileLabel(fields: Fields): string | undefined {
  const label = fields.optionalString('Label');
  if (label === undefined) return undefined;
  const refuse = (reason: string) =>
    fields.problem('Label', `Invalid Label name: Label '${label}' ${reason}`, 'INVALID_LABEL_NAME');
  if (label.length > LONGEST) refuse(`exceeds the ${LONGEST}-character limit allowed by the service`);
  if (label === '') refuse('is empty');
  const [forbidden] = FORBIDDEN.exec(label) ?? [];
  if (forbidden !== undefined) refuse(`cannot have ${JSON.stringify(forbidden)}`);
  return label;
}
