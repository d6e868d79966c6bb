import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import { createFileLedger } from './backoffice/file-ledger.ts';
import { createKeptOutbox, sentMessagesSchema, shownMail, type KeptOutbox } from './backoffice/kept-outbox.ts';
import { loadRules } from './backoffice/load-rules.ts';
import { openBackOffice } from './backoffice/open-back-office.ts';
import { operationsDeclared } from './backoffice/own-operations.ts';
import type { OutboxMessage } from './backoffice/outbox.ts';
import { createDirectLine } from './channels/directline/directline.ts';
import type { Config } from './config.ts';
import { configuredMeaning } from './embedding-setup.ts';
import { AppError } from './errors.ts';
import { warnOfDrops } from './evaluation/gold-watch.ts';
import { agentsPath, catalogFolders } from './folders.ts';
import { readAgents, randomPassword, saveAgent } from './http/agents-file.ts';
import { createApp } from './http/app.ts';
import { createSessions } from './http/auth.ts';
import { createConsoleApi, type DemoMails } from './http/console-api.ts';
import { createIncidentsApi, createMonitoringApi, createMonitoringGuard } from './http/incidents-api.ts';
import { createModelApi } from './http/model-api.ts';
import { createResumeApi } from './http/resume-api.ts';
import { createWidgetApi } from './http/widget-api.ts';
import type { Logger } from './log.ts';
import { projectDir } from './paths.ts';
import { loadSecrets } from './secrets-file.ts';
import type { Brain } from './service/brain.ts';
import { createAsk } from './service/ask-back-office.ts';
import { createCalls } from './service/calls.ts';
import { builtProgram } from './service/built-program.ts';
import { loadBrainAtOnce, type LoadedBrain } from './service/brain-at-once.ts';
import { loadBrain } from './service/catalog.ts';
import { createCustomerView } from './service/customer-view.ts';
import { createDesk } from './service/desk.ts';
import { createFeed } from './service/feed.ts';
import { readGold } from './service/gold-files.ts';
import { withIncidents } from './service/incident-outages.ts';
import { createIncidentRoom } from './service/incident-room.ts';
import { createLanes } from './service/lanes.ts';
import { packetWords } from './service/packet-words.ts';
import { createLeftAlone } from './service/left-alone.ts';
import { createResume } from './service/resume.ts';
import { createResumeCodes, readCode } from './service/resume-codes.ts';
import { createTryLimit } from './service/try-limit.ts';
import { createTurns } from './service/turn.ts';
import { createSlices } from './service/slices.ts';
import { createLowdbStore } from './storage/lowdb/lowdb-store.ts';

/** A running service. */
export interface Service {
  /** Where it is reached, without a slash at the end. */
  readonly url: string;
  /** Log-in that was made at the first start; undefined later, and where an agents file is given. */
  readonly firstLogin?: { readonly id: string; readonly password: string };
  /** Ends connections, waits for writes under way, and lets go of everything. */
  stop(): Promise<void>;
}

/** A logger that writes JSON lines to standard output. */
export function createLogger(level: Config['LOG_LEVEL']): Logger {
  return pino({ level });
}

/**
 * Puts the service together and starts it. Everything that is made is made here. `onDemoMail` is told what the demo provider
 * would send to its made-up customers.
 */
export async function startService(
  config: Config,
  logger: Logger,
  onTraining?: (done: number) => void,
  onDemoMail?: (message: OutboxMessage) => void,
): Promise<Service> {
  const dataDir = resolve(config.DATA_DIR);
  const now = Date.now;
  const newId = () => randomBytes(16).toString('base64url');
  const secrets = await loadSecrets(dataDir);
  const keyFor = (purpose: string) => createHmac('sha256', secrets.sessionSecret).update(purpose).digest('base64url');
  const isFirstStart = await lacksAgents(config);
  const loaded = await loadBrainInSpite(config, logger, onTraining);
  let { brain } = loaded;
  if (brain.isByWordsAlone) logger.warn({}, byWordsAlone);
  const store = await createLowdbStore({ dir: dataDir, logger, now });
  const feed = createFeed((error) => logger.error({ err: error }, 'a listener failed'));
  const inOrder = createLanes();
  // All channels so far are read by their clients: nothing has to be sent.
  const deliveryOn = () => 'none' as const;
  const hourMs = 3_600_000;
  const resume = createResume({
    store,
    feed,
    codes: createResumeCodes(keyFor('codes and links')),
    brain: () => brain,
    now,
    newNonce: newId,
    deliveryOn,
    limit: createTryLimit({ most: 10, perMs: hourMs, now }),
    limitOfAll: createTryLimit({ most: 300, perMs: hourMs, now }),
  });
  const turns = createTurns({ store, inOrder, feed, brain: () => brain, now, deliveryOn, resume });
  const onError = (error: unknown) => logger.error({ err: error }, 'a conversation was not looked after');
  const leftAlone = createLeftAlone({ store, inOrder, feed, brain: () => brain, now, deliveryOn, onError });
  let ownUrl = '';
  const view = createCustomerView({
    store,
    turns,
    feed,
    resume,
    addressOf: (link) => `${config.RESUME_PAGE ?? new URL('/', config.PUBLIC_URL ?? ownUrl).href}#simpatico=${link}`,
    onError,
  });
  const outbox = createKeptOutbox({
    ledger: createFileLedger({ fs, path: join(dataDir, 'backoffice', 'outbox.json'), schema: sentMessagesSchema }),
    now,
    newId,
  });
  if (onDemoMail !== undefined) outbox.subscribe(onDemoMail);
  const caller = await openBackOffice({
    settings: config,
    rules: await loadRules(join(catalogFolders(config).dialogsDir, 'rules')),
    dir: join(dataDir, 'backoffice'),
    key: keyFor('one-time codes'),
    demoOutbox: outbox,
    ownOperations: operationsDeclared(brain.book.ownOperations),
    now,
    logger,
  });
  const calls = createCalls({
    store,
    turns,
    feed,
    ask: withIncidents(createAsk(caller, 'default'), { store, brain: () => brain, now }),
    onError: (error) => logger.error({ err: error }, 'an answer of the back office was not taken in'),
  });
  const room = createIncidentRoom({
    store,
    inOrder,
    feed,
    brain: () => brain,
    now,
    newId: randomName,
    deliveryOn,
    onError: (error) => logger.error({ err: error }, 'an incident was not told or proposed'),
  });
  const sessions = createSessions({
    secret: secrets.sessionSecret,
    accounts: async () => (await readAgents(agentsPath(config))) ?? [],
    now,
    secure: config.PUBLIC_URL?.startsWith('https:') ?? false,
  });
  const incidentsApi = createIncidentsApi({ incidents: room.incidents, now });
  const desk = createDesk({ store, inOrder, feed, say: () => brain.say, now, deliveryOn });

  const directLine = createDirectLine({
    secret: config.DIRECT_LINE_SECRET ?? secrets.directLineSecret,
    receive: (message) => view.receive(message),
    open: (key, customer, locale) => turns.open(key, customer, locale),
    exists: async (key) => (await store.load(key)).conversation !== undefined,
    entriesAfter: (key, after, limit) => view.entriesAfter(key, after, limit),
    subscribe: (key, listener) => view.subscribe(key, listener),
    now,
    newId,
    uploadDir: join(dataDir, 'uploads'),
    logger,
    publicUrl: config.PUBLIC_URL,
  });
  const app = createApp({
    logger,
    health: () => ({ knowledge: brain.version, languages: brain.languages, entries: brain.articles.length }),
    consoleApi: createConsoleApi({
      desk,
      sessions,
      incidentsApi,
      subscribeIncidents: (listener) => room.subscribe(listener),
      subscribeAll: (listener) => feed.subscribeAll(listener),
      ...(config.BACKOFFICE === 'demo' ? { mails: shownOutbox(outbox) } : {}),
      titleOf: (id) => brain.article(id)?.title,
      wordsOf: (packet, language) => packetWords(brain.book, packet, language),
      every,
    }),
    incidentsApi: createMonitoringApi(
      createMonitoringGuard({ secret: config.INCIDENTS_SECRET, sessions }),
      incidentsApi,
    ),
    widgetApi: createWidgetApi({
      issueToken: (user) => directLine.issueToken(user),
      resumeToken: (token) => directLine.resumeToken(token),
      newUserId: () => `dl_${randomUUID()}`,
      resumeApi: createResumeApi({
        resume,
        readCode,
        conversationOf: (token) => directLine.conversationOf(token),
        tokenFor: ({ key, customer }) => directLine.issueToken(customer, key.id),
        newId,
      }),
      modelApi: createModelApi(
        createSlices({
          modelDir: catalogFolders(config).modelDir,
          workerPath: builtProgram(projectDir, 'slice-worker'),
          brain: () => brain,
        }),
      ),
    }),
    channels: directLine.router === undefined ? [] : [directLine.router],
    webDir: join(projectDir, 'dist', 'web'),
    trustProxy: config.PUBLIC_URL !== undefined,
  });

  const server = createServer(app);
  server.on('upgrade', (request, socket, head) => {
    if (!directLine.handleUpgrade(request, socket, head)) socket.destroy();
  });
  const stopSweep = every(10 * 60_000, () => {
    directLine.sweepUploads().catch((error: unknown) => logger.warn({ err: error }, 'old uploads were not removed'));
  });
  const stopIncidents = every(60_000, () => {
    room.sweep().catch((error: unknown) => logger.error({ err: error }, 'the end of incidents was not told'));
  });
  let looking = Promise.resolve();
  const lookAfter = () => void (looking = leftAlone().catch(onError));
  const stopLooking = every(60_000, lookAfter);
  await directLine.start?.();
  const url = await listen(server, config);
  ownUrl = url;
  // Not before the start has succeeded: of one that fails nobody would be shown the password.
  const firstLogin = isFirstStart ? await makeFirstAgent(config) : undefined;
  logger.info({ url, knowledge: brain.version }, 'simpatico is ready');
  let stopGold = watchGold(config, brain, logger);
  let isStopping = false;
  loaded.newer?.then(
    (newer) => {
      if (isStopping) return;
      brain = newer;
      logger.info({ knowledge: brain.version }, 'the new version of the knowledge base answers from now on');
      const stopBefore = stopGold;
      const stopNow = watchGold(config, brain, logger);
      stopGold = async () => void (await Promise.all([stopBefore(), stopNow()]));
    },
    (error: unknown) =>
      logger.error({ err: error }, 'the new version could not be made: the one before goes on answering'),
  );
  lookAfter();
  // What was asked before the last end of the process, and not answered. The service need not wait for it.
  void room.start().catch((error: unknown) => logger.error({ err: error }, 'the end of incidents was not told'));
  void calls.sweep().catch((error: unknown) => logger.error({ err: error }, 'open calls were not made'));

  return {
    url,
    ...(firstLogin === undefined ? {} : { firstLogin }),
    async stop() {
      isStopping = true;
      stopSweep();
      stopIncidents();
      stopLooking();
      await stopGold();
      await directLine.stop?.();
      await closeServer(server);
      await Promise.all([calls.stop(), looking]);
      await room.stop();
      await store.close();
      logger.info({}, 'simpatico has stopped');
    },
  };
}

const whileTraining =
  'the knowledge base has changed: the version before answers until the new one is trained, which takes a minute or less';

const byWordsAlone =
  'there are no sentence vectors: questions are matched by words alone, languages without phrases through the glossary; restore models/vectors.bin from the release';
/** What the demo provider would send, for the console. */
function shownOutbox(outbox: KeptOutbox): DemoMails {
  return {
    newestFirst: async () => (await outbox.messages()).map(shownMail).reverse(),
    subscribe: (listener) => outbox.subscribe((message) => listener(shownMail(message))),
  };
}

/** Checks the gold questions beside the service's work, whose start they never keep. Gives what ends the check. */
function watchGold(config: Config, brain: Brain, logger: Logger): () => Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const watched = readGold(catalogFolders(config).knowledgeDir)
    .then((gold) => warnOfDrops({ brain, gold, logger, pause: () => setImmediate(), signal }))
    .catch((error: unknown) => logger.warn({ err: error }, 'the gold questions were not checked'));
  return () => {
    ending.abort();
    return watched;
  };
}

/**
 * The brain, also where the embeddings server is down: then it matches by words alone until the next start. What does not
 * heal by itself, a wrong key or model, is thrown.
 */
async function loadBrainInSpite(
  config: Config,
  logger: Logger,
  onProgress?: (done: number) => void,
): Promise<LoadedBrain> {
  const meaning = await configuredMeaning(config, logger, onProgress);
  const folders = catalogFolders(config);
  if (meaning === undefined) {
    const loaded = await loadBrainAtOnce(folders, onProgress);
    if (loaded.newer !== undefined) logger.warn({ knowledge: loaded.brain.version }, whileTraining);
    return loaded;
  }
  logger.info({ embedder: meaning.embedder.id }, 'messages are embedded by this model');
  try {
    return { brain: await loadBrain(folders, onProgress, meaning) };
  } catch (error) {
    const kind = error instanceof AppError && error.code === 'embeddingFailed' ? error.facts.kind : undefined;
    if (kind === undefined || kind === 'refused' || kind === 'format') throw error;
    logger.warn({ kind }, 'the phrases could not be embedded: matching goes without the embedder until the next start');
    return { brain: await loadBrain(folders, onProgress) };
  }
}

/** Whether nobody can log in yet. Throws `configInvalid` where the configuration names a file that is not there. */
async function lacksAgents(config: Config): Promise<boolean> {
  const path = agentsPath(config);
  if ((await readAgents(path)) !== undefined) return false;
  if (config.AGENTS_FILE === undefined) return true;
  throw new AppError(
    'configInvalid',
    `AGENTS_FILE names ${path}, which does not exist. Make it with "simpatico agent add".`,
  );
}

/** Makes an account with a random password, which is shown once. */
async function makeFirstAgent(config: Config): Promise<Service['firstLogin']> {
  const login = { id: 'demo', password: randomPassword() };
  await saveAgent(agentsPath(config), { ...login, name: 'Alba' });
  return login;
}

function listen(server: Server, { HOST, PORT }: Config): Promise<string> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const remedy = error.code === 'EADDRINUSE' ? `Port ${PORT} is taken. Set PORT to another one.` : error.message;
      fail(new AppError('configInvalid', `Cannot listen on ${HOST}:${PORT}. ${remedy}`, { cause: error }));
    });
    server.listen(PORT, HOST, () => {
      const { port, family, address } = server.address() as AddressInfo;
      done(`http://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}

/** Eight letters and digits that are not mistaken for one another. */
function randomName(): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  return [...randomBytes(8)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

function every(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms);
  timer.unref();
  return () => clearInterval(timer);
}
