/** The data is not what the job was made for; the message says where and what to do. */
export class UnexpectedData extends Error {
  override readonly name = 'UnexpectedData';
}
