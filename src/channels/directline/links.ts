import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** Path below which all Direct Line calls live. */
export const basePath = '/v3/directline';

/**
 * Address of the service as the client reaches it, without a slash at the end: `publicUrl` where configured, else
 * what the request says of itself. A client that lies about its host misleads only itself.
 */
export function originOf(request: IncomingMessage, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '');
  const forwarded = String(request.headers['x-forwarded-proto'] ?? '')
    .split(',')[0]
    ?.trim();
  const isSecure = forwarded === 'https' || (request.socket as Partial<TLSSocket>).encrypted === true;
  return `${isSecure ? 'https' : 'http'}://${request.headers.host ?? 'localhost'}`;
}

/** Path of one conversation. */
function conversationPath(conversationId: string): string {
  return `${basePath}/conversations/${encodeURIComponent(conversationId)}`;
}

/** URL a client opens its stream at; `http` turns into `ws`. */
export function streamUrl(
  origin: string,
  conversationId: string,
  query: { readonly watermark: string; readonly t: string },
): string {
  const path = `${conversationPath(conversationId)}/stream?${new URLSearchParams(query).toString()}`;
  return origin.replace(/^http/, 'ws') + path;
}

/** URL of an uploaded file. Whoever knows it may read the file: its id cannot be guessed. */
export function attachmentUrl(origin: string, conversationId: string, attachmentId: string): string {
  return `${origin}${conversationPath(conversationId)}/attachments/${encodeURIComponent(attachmentId)}`;
}
