import type { BackOffice, Checked, HandlerContext } from '../operations.ts';
import type { Codes } from './codes.ts';

/** Gives a back office that cannot send codes itself those of this service; one that can keeps its own. */
export function withCodes(backOffice: BackOffice, codes: Codes): BackOffice {
  if (backOffice.abilities.has('identity.sendCode')) return backOffice;
  return {
    ...backOffice,
    abilities: new Set([...backOffice.abilities, 'identity.sendCode', 'identity.checkCode']),
    perform: ((name: string, input: unknown, context: HandlerContext) => {
      if (name === 'identity.sendCode') return codes.send(input as Checked<'identity.sendCode'>, context);
      if (name === 'identity.checkCode') return codes.check(input as Checked<'identity.checkCode'>, context);
      return backOffice.perform(name as 'line.status', input as Checked<'line.status'>, context);
    }) as BackOffice['perform'],
  };
}
