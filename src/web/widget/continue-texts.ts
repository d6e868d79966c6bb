/** The words of continuing on another device. `{time}` is filled in. */
export interface ContinueTexts {
  readonly more: string;
  readonly continueElsewhere: string;
  readonly haveCode: string;
  readonly continueLead: string;
  readonly copyCode: string;
  readonly copyLink: string;
  readonly copied: string;
  readonly valid: string;
  readonly codeLead: string;
  readonly code: string;
  readonly go: string;
  readonly codeWrong: string;
  readonly codeMany: string;
  readonly unreachable: string;
  readonly nothingYet: string;
  readonly backToChat: string;
  readonly tryAgain: string;
  readonly resumed: string;
}
