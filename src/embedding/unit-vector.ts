import { AppError } from '../errors.ts';

/** The vector scaled to unit length. Throws `embeddingFailed` for one without a direction, or with values that are no numbers. */
export function toUnitVector(values: ArrayLike<number>): Float32Array {
  let squares = 0;
  for (let at = 0; at < values.length; at += 1) squares += values[at]! ** 2;
  if (!(squares > 0 && squares < Infinity)) {
    throw new AppError(
      'embeddingFailed',
      'The model gave a vector that is zero or no number. Check which model it is.',
      {
        facts: { kind: 'format' },
      },
    );
  }
  const length = Math.sqrt(squares);
  return Float32Array.from(values, (value) => value / length);
}
