/** The output's bucket is missing, or the role may not write there. */
export class OutputNotWritable extends Error {
  override readonly name = 'OutputNotWritable';
}

/** S3 did not take the output, for now. */
export class OutputUnavailable extends Error {
  override readonly name = 'OutputUnavailable';
}
