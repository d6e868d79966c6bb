import { transformSync } from 'esbuild';

/** A Jest transformer: strips types, keeps ES modules and line numbers. */
function process(source, file) {
  const { code, map } = transformSync(source, {
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    sourcefile: file,
    sourcemap: 'inline',
  });
  return { code, map };
}

export default {
  process,
  processAsync: async (source, file) => process(source, file),
};
