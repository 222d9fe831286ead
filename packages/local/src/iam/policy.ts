/** A policy as IAM, CloudFormation and the SDKs write it. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

type OneOrMany<T> = T | readonly T[];

/** Keys are IAM's own: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Principal?: PolicyPrincipal;
  readonly NotPrincipal?: PolicyPrincipal;
  /** Operator → condition key → values. */
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, OneOrMany<string | number | boolean>>>>
  >;
}

export type PolicyPrincipal = '*' | Readonly<Record<string, OneOrMany<string>>>;

/** The statements of a document, one or many. */
export const statementsOf = ({ Statement }: PolicyDocument): readonly PolicyStatement[] => many(Statement);

/** IAM writes a list of one as the one itself. */
export function many<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
