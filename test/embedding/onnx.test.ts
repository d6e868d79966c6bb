import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createOnnxEmbedder } from '../../src/embedding/onnx.ts';
import { cosine, embedderContract } from '../contract/embedder.ts';
import { writeTinyModel } from '../support/onnx-model.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const packageName: string = '@huggingface/transformers';
const cannotRun = await import(packageName).then(
  () => undefined,
  () => `${packageName}, an optional package of half a gigabyte, is not installed`,
);
const meanings = [
  ['refund', 'reembolso', '退款'],
  ['code', 'qr'],
];

function tinyModel(): string {
  const folder = join(newFolder(), 'tiny');
  writeTinyModel(folder, meanings);
  return folder;
}

const folder = tinyModel();
embedderContract('a local ONNX model', cannotRun === undefined ? () => createOnnxEmbedder({ folder }) : { cannotRun });

(cannotRun === undefined ? describe : describe.skip)(
  `a local ONNX model${cannotRun === undefined ? '' : ` (skipped: ${cannotRun})`}`,
  () => {
    it('knows what words mean', async () => {
      const [refund, reembolso, code] = await (
        await createOnnxEmbedder({ folder })
      ).embed(['refund', 'Reembolso', 'code']);
      expect(cosine(refund!, reembolso!)).toBeCloseTo(1, 5);
      expect(cosine(refund!, code!)).toBeLessThan(0.9);
    });

    it('pools as it is told: the first word is always the same one', async () => {
      const embedder = await createOnnxEmbedder({ folder, pooling: 'cls' });
      const [refund, code] = await embedder.embed(['refund', 'code']);
      expect(cosine(refund!, code!)).toBeCloseTo(1, 5);
    });

    it('puts the prefix before every text', async () => {
      const [prefixed] = await (await createOnnxEmbedder({ folder, prefix: 'code ' })).embed(['refund']);
      const [written] = await (await createOnnxEmbedder({ folder })).embed(['code refund']);
      expect(cosine(prefixed!, written!)).toBeCloseTo(1, 5);
    });

    it('has another id when pooling, prefix or files are others', async () => {
      const other = tinyModel();
      writeTinyModel(other, [...meanings, ['price']]);
      const embedders = await Promise.all([
        createOnnxEmbedder({ folder }),
        createOnnxEmbedder({ folder, pooling: 'cls' }),
        createOnnxEmbedder({ folder, prefix: 'query: ' }),
        createOnnxEmbedder({ folder: other }),
      ]);
      expect(new Set(embedders.map(({ id }) => id)).size).toBe(4);
    });

    it('says that a model cannot be run', async () => {
      const broken = tinyModel();
      writeFileSync(join(broken, 'onnx', 'model.onnx'), 'no model');
      await expect(createOnnxEmbedder({ folder: broken })).rejects.toMatchObject({
        code: 'configInvalid',
        message: expect.stringContaining('cannot be run'),
      });
    });
  },
);

describe('a folder that is not complete', () => {
  it('is refused with all that it lacks', async () => {
    const empty = newFolder();
    await expect(createOnnxEmbedder({ folder: empty })).rejects.toMatchObject({
      code: 'configInvalid',
      message: expect.stringContaining('lacks config.json, tokenizer.json, tokenizer_config.json, onnx/model.onnx'),
    });
    const part = tinyModel();
    rmSync(join(part, 'tokenizer.json'));
    mkdirSync(join(part, 'extra'));
    await expect(createOnnxEmbedder({ folder: part })).rejects.toMatchObject({
      message: expect.stringContaining('lacks tokenizer.json.'),
    });
  });
});

describe('without the optional package', () => {
  it('says what to install', async () => {
    const load = () => import(String('@huggingface/not-installed'));
    await expect(createOnnxEmbedder({ folder, load })).rejects.toMatchObject({
      code: 'configInvalid',
      message: expect.stringContaining('npm install --no-save @huggingface/transformers'),
    });
  });
});
