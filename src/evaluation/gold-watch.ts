import type { GoldSet } from '../knowledge/gold.ts';
import type { Logger } from '../log.ts';
import type { Brain } from '../service/brain.ts';
import { askGold, type GoldResult } from './gold-run.ts';

/** What watching a new version of the knowledge needs. */
export interface GoldWatch {
  readonly brain: Brain;
  readonly gold: GoldSet;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  /** Lets others work between two questions. */
  readonly pause: () => Promise<void>;
  /** Ends the watching early. */
  readonly signal: AbortSignal;
}

/**
 * Puts the gold questions to knowledge that has just been loaded, one by one beside the service's work, and logs a warning
 * if some no longer pass: with entries and places, never with their text.
 */
export async function warnOfDrops({ brain, gold, logger, pause, signal }: GoldWatch): Promise<void> {
  if (gold.questions.length === 0) return;
  const dropped: GoldResult[] = [];
  for (const question of gold.questions) {
    await pause();
    if (signal.aborted) return;
    const result = askGold(question, gold.accepted, brain);
    if (result.state === 'dropped') dropped.push(result);
  }
  const facts = { knowledge: brain.version, questions: gold.questions.length, dropped: dropped.length };
  if (dropped.length === 0) {
    logger.info(facts, 'no gold question has dropped');
    return;
  }
  const moved = dropped.map(({ gold: { entry, file, line }, got }) => ({
    entry,
    got: got ?? 'nothing',
    at: `${file}:${line}`,
  }));
  logger.warn({ ...facts, moved }, 'gold questions dropped with this knowledge: run "simpatico gold"');
}
