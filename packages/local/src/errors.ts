/**
 * A refusal as AWS gives it: `code` is the exception's name on the wire, `message` its text.
 * Services throw it; only the protocol layer turns it into bytes.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the exception's shape, such as `resourceName`. */
  readonly fields: Record<string, unknown>;

  constructor(code: string, message: string, status = 400, fields: Record<string, unknown> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.fields = fields;
  }
}
