import { parseDocument } from 'yaml';
import type { Thresholds } from '../dialog/thresholds.ts';
import { AppError } from '../errors.ts';

/**
 * The text of `thresholds.yaml` with the lines of some languages replaced or added; comments, order and all other lines
 * stay. Throws `badRequest` where the text is not YAML.
 */
export function withThresholds(
  text: string,
  fitted: readonly { readonly name: string; readonly thresholds: Thresholds }[],
): string {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    throw new AppError('badRequest', 'thresholds.yaml is not YAML. Run `simpatico lint`, mend it, and tune again.');
  }
  for (const { name, thresholds } of fitted) {
    if (document.has(name)) {
      document.setIn([name, 'answer'], thresholds.answer);
      document.setIn([name, 'clarify'], thresholds.clarify);
    } else document.set(name, document.createNode(thresholds, { flow: true }));
  }
  return document.toString({ lineWidth: 0 });
}
