import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Router, type Request, type Response } from 'express';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../errors.ts';
import { fromLocale, type LanguageCode } from '../language/languages.ts';
import type { PackedSlice, Slices } from '../service/slices.ts';

/** Slices one address may download within an hour; asking whether one has changed does not count. */
const downloadsAnHour = 60;

/** A browser asks again after an hour, and meanwhile and for a week goes on with the one it has. */
const caching = 'public, max-age=3600, stale-while-revalidate=604800';

/**
 * `GET /model/<language>`: the slice of a language, for suggestions on the device, with an `ETag` by which browsers load it
 * once a version. 404 for a language without texts, naming those there are. To be mounted beside the widget's other calls.
 */
export function createModelApi(slices: Slices): Router {
  const router = Router();
  const limiter = new RateLimiterMemory({ points: downloadsAnHour, duration: 3600 });
  router.get('/model/:language', async (request, response) => {
    const language = languageOf(request.params.language, slices);
    const tag = `"${slices.tag(language)}"`;
    if (hasAlready(request, tag)) {
      response.status(304).set({ 'Cache-Control': caching, ETag: tag }).end();
      return;
    }
    await limiter.consume(request.ip ?? '').catch(({ msBeforeNext }: RateLimiterRes) => {
      throw tooMany(msBeforeNext);
    });
    const slice = await slices.get(language);
    if (slice === undefined) throw none('There is no model of this knowledge base that could be downloaded.');
    response.type('application/octet-stream');
    response.set({ 'Cache-Control': caching, ETag: tag, Vary: 'Accept-Encoding' });
    await send(slice, request, response);
  });
  return router;
}

function languageOf(tag: string, slices: Slices): LanguageCode {
  const language = fromLocale(tag);
  const known = slices.languages();
  if (language !== undefined && known.includes(language)) return language;
  throw none(`The knowledge base has no texts in this language. It has: ${known.join(', ')}.`);
}

function hasAlready(request: Request, tag: string): boolean {
  const names = request.get('If-None-Match')?.split(',') ?? [];
  return names.some((name) => name.trim().replace(/^W\//, '') === tag);
}

async function send(slice: PackedSlice, request: Request, response: Response): Promise<void> {
  if (request.acceptsEncodings('br') !== false) response.setHeader('Content-Encoding', 'br').end(slice.br);
  else if (request.acceptsEncodings('gzip') !== false) response.setHeader('Content-Encoding', 'gzip').end(slice.gzip);
  else response.end(await promisify(gunzip)(slice.gzip));
}

function none(message: string): AppError {
  return new AppError('notFound', message);
}

function tooMany(waitMs: number): AppError {
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
  return new AppError(
    'tooManyRequests',
    `Too many models were loaded from this address. Try again in ${retryAfterS} s.`,
    {
      facts: { retryAfterS },
    },
  );
}
