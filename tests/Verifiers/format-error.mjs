/** Why something is not accepted: the kind has a row in docs/formats/vectors.md, the message is for people. */
export class FormatError extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}
