import { join } from 'node:path';

import { Converter } from 'opencc-js/cn2t';
import { parseDialogFiles, type DialogFiles } from '../../src/dialog/dialog-files.ts';
import { compileKnowledge } from '../../src/knowledge/compile.ts';
import type { Fault } from '../../src/knowledge/fault.ts';
import { readSources } from '../../src/knowledge/load.ts';
import { parseKnowledge } from '../../src/knowledge/parse.ts';
import { noCalibration } from '../../src/matching/calibration.ts';
import { createConceptSpotter } from '../../src/matching/concepts.ts';
import { trainModel, type Model } from '../../src/matching/train.ts';
import { projectDir } from '../../src/paths.ts';
import { createBrain, type Brain, type Published } from '../../src/service/brain.ts';
import { trainingTexts } from '../../src/service/catalog.ts';
import { smallKnowledgeFiles } from './small-knowledge.ts';

/** Simplified Chinese to Traditional, as the service does it. */
export const toTraditional: (text: string) => string = Converter({ from: 'cn', to: 'twp' });

/** The project's own cues, phrases and thresholds. */
export async function ownDialogs(faults: Fault[] = []): Promise<DialogFiles> {
  const { files } = await readSources(join(projectDir, 'dialogs'), 'dialogs', ['.yaml', '.json']);
  return parseDialogFiles(files, faults);
}

/** The small knowledge base, published with the project's own dialogs. */
export async function smallPublished(): Promise<Published> {
  const { cues, phrases, flows } = await ownDialogs();
  const written = parseKnowledge(smallKnowledgeFiles, []);
  return {
    knowledge: compileKnowledge(written, 'small-1', toTraditional),
    glossary: written.glossary,
    cues,
    phrases,
    thresholds: { default: { answer: 0.6, clarify: 0.35 } },
    calibration: noCalibration,
    flows,
  };
}

/** Trains on the small knowledge base; well under a second. */
export function smallModel(published: Published): Model {
  const ids = published.knowledge.articles.map(({ id }) => id);
  return trainModel(ids, trainingTexts(published), createConceptSpotter(published.glossary));
}

/** A real brain of the small knowledge base. */
export async function smallBrain(): Promise<Brain> {
  const published = await smallPublished();
  return createBrain(published, smallModel(published));
}
