import type { ServerResponse } from 'node:http';
import { basename } from 'node:path';
import express, { type Express, type Router } from 'express';
import helmet from 'helmet';
import type { Logger } from '../log.ts';
import { AppError } from '../errors.ts';
import { createErrorHandler } from './error-response.ts';

export interface AppDeps {
  readonly logger: Logger;
  /** Facts for `GET /health`; asked at every call. */
  readonly health: () => Readonly<Record<string, unknown>>;
  readonly consoleApi: Router;
  /** `/api/incidents`, for the provider's monitoring. */
  readonly incidentsApi: Router;
  readonly widgetApi: Router;
  /** Routers of the channels. */
  readonly channels: readonly Router[];
  /** Folder of the built pages and scripts. */
  readonly webDir: string;
  /** True behind a proxy that tells the client's address. */
  readonly trustProxy: boolean;
}

/** The HTTP application: health, channels, widget, console and pages. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', deps.trustProxy ? 1 : false);
  app.get('/health', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store').json({ status: 'ok', ...deps.health() });
  });
  for (const router of deps.channels) app.use(router);
  app.use('/widget', deps.widgetApi);
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          connectSrc: ["'self'", 'ws:', 'wss:'],
          upgradeInsecureRequests: null,
        },
      },
      // The widget's script is meant for the pages of other sites.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      strictTransportSecurity: false,
    }),
  );
  app.use('/console/api', deps.consoleApi);
  app.use('/api/incidents', deps.incidentsApi);
  app.use(
    express.static(deps.webDir, { extensions: ['html'], maxAge: '5m', index: 'index.html', setHeaders: shareModules }),
  );
  app.use((request) => {
    throw new AppError('notFound', `There is nothing at ${request.method} ${request.path}.`);
  });
  app.use(createErrorHandler(deps.logger));
  return app;
}

/** Parts that the widget loads as modules must say that pages of other sites may have them. */
function shareModules(response: ServerResponse, path: string): void {
  if (basename(path).startsWith('widget-')) response.setHeader('Access-Control-Allow-Origin', '*');
}
