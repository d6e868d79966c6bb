import { BackOfficeError } from './back-office-error.ts';
import {
  operationNames,
  type BackOffice,
  type Handlers,
  type HandlerContext,
  type OperationName,
} from './operations.ts';

/** A back office that can do exactly what it has handlers for. */
export function backOfficeOf(name: string, handlers: Handlers): BackOffice {
  return {
    name,
    abilities: new Set(operationNames.filter((operation) => handlers[operation] !== undefined)),
    keepsKeys: false,
    perform: ((operation: OperationName, input: never, context: HandlerContext) => {
      const handler = handlers[operation];
      if (handler !== undefined) return handler(input, context);
      throw new BackOfficeError('NOT_SUPPORTED', 'provider', `${name} cannot do ${operation}.`);
    }) as BackOffice['perform'],
  };
}
