import type { Delivery } from '../conversation/entry.ts';
import type { Incident } from '../conversation/incident.ts';
import type { Brain } from './brain.ts';
import type { Feed } from './feed.ts';
import { createIncidentProposals } from './incident-proposals.ts';
import { createIncidentTelling } from './incident-telling.ts';
import { createIncidents, type Incidents } from './incidents.ts';
import type { InOrder } from './lanes.ts';
import type { Store } from './store.ts';

export interface IncidentRoomDeps {
  readonly store: Store;
  readonly inOrder: InOrder;
  readonly feed: Feed;
  readonly brain: () => Brain;
  readonly now: () => number;
  /** Random letters and digits, for ids. */
  readonly newId: () => string;
  readonly deliveryOn: (channel: string) => Delivery;
  readonly onError: (error: unknown) => void;
}

/** Everything about incidents, put together: what agents do, what customers are told, and what is proposed. */
export interface IncidentRoom {
  readonly incidents: Incidents;
  /** Hears of every change; returns how to stop. */
  subscribe(listener: (incident: Incident) => void): () => void;
  /** Takes up what was left when the process ended. */
  start(): Promise<void>;
  /** To be called about once a minute: tells who should have been told, and forgets what is long over. */
  sweep(): Promise<void>;
  /** Resolves when what was heard so far is considered. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export function createIncidentRoom(deps: IncidentRoomDeps): IncidentRoom {
  const { onError } = deps;
  const listeners = new Set<(incident: Incident) => void>();

  function onChange(incident: Incident): void {
    // Customers are told beside whatever the agent does next.
    void telling.changed(incident).catch(onError);
    for (const listener of [...listeners]) listener(incident);
  }

  const telling = createIncidentTelling(deps);
  const proposals = createIncidentProposals({ ...deps, onChange });

  return {
    incidents: createIncidents({ ...deps, onChange }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      await proposals.start();
      await telling.sweep();
    },
    async sweep() {
      proposals.sweep();
      await telling.sweep();
    },
    settled: () => proposals.settled(),
    async stop() {
      await proposals.stop();
      await telling.stop();
    },
  };
}
