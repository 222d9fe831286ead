/** `{ [key]: value }`, or nothing where the value is undefined: an absent member stays absent in JSON. */
export const optional = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
