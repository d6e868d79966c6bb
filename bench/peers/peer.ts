import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { projectDir } from '../../src/paths.ts';

/** Example texts of each language; the keys are BCP-47 tags. */
export type TextsByLanguage = Readonly<Record<string, readonly string[]>>;

/** What a peer learns from. */
export interface PeerKnowledge {
  readonly entries: readonly { readonly id: string; readonly phrases: TextsByLanguage }[];
  /** Texts that belong to no entry; a peer without use for them ignores them. */
  readonly none: TextsByLanguage;
}

/** An entry a peer proposes. */
export interface Candidate {
  readonly id: string;
  /** From 0 to 1, larger is surer; a probability only where the peer says so. */
  readonly confidence: number;
}

/** A peer's answer to one question. */
export interface PeerAnswer {
  /** What the peer would answer by its own rules; null where it declines. */
  readonly id: string | null;
  /** Confidence of the first candidate, 0 without any. */
  readonly confidence: number;
  /** Best first, also where it declines. */
  readonly top: readonly Candidate[];
}

/** Answers one question. `lang` is absent where the task hides the language. */
export type Ask = (text: string, lang: string | undefined) => PeerAnswer | Promise<PeerAnswer>;

/** One system under comparison. */
export interface Peer {
  /** Name in the tables. */
  readonly name: string;
  /** How it is set up, in a few words, for the page of results. */
  readonly setting: string;
  readonly version: string;
  /** True where `confidence` is meant as a probability, so that its calibration can be judged. */
  readonly isProbability: boolean;
  /** True where a question takes so long that it is asked a sample only. */
  readonly isSlow: boolean;
  readonly train: (knowledge: PeerKnowledge) => Ask | Promise<Ask>;
}

/** Candidates shown at most. */
export const shown = 5;

/** The answer of a peer that never declines while it has a candidate. */
export function answerOf(candidates: readonly Candidate[]): PeerAnswer {
  const top = candidates.slice(0, shown);
  return { id: top[0]?.id ?? null, confidence: top[0]?.confidence ?? 0, top };
}

const requirePeer = createRequire(join(projectDir, 'bench', 'package.json'));

/**
 * Loads a package of `bench/package.json`. The caller says what of it is used, since the project as a whole is built and
 * checked without these packages.
 */
export function loadPackage<T>(name: string): T {
  return requirePeer(name) as T;
}

/** Version of an installed package of `bench/package.json`. */
export function versionOf(name: string): string {
  const path = join(projectDir, 'bench', 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
