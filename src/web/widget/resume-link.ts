const name = 'simpatico';

/**
 * The text of a link to continue a conversation that the page was opened with, taken out of the address: it must neither stay
 * in the history nor be sent along. It stands in the fragment, which browsers send to no server.
 */
export function takeLink(): string | undefined {
  const link = new RegExp(`^#${name}=([\\w.-]+)$`).exec(location.hash)?.[1];
  if (link !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return link;
}

/** The address of this page that continues the conversation of a link's text. */
export function addressOf(link: string): string {
  return `${location.origin}${location.pathname}${location.search}#${name}=${link}`;
}
