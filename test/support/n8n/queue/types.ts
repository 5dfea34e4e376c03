import type { Log } from '../install';
import type { N8n } from '../n8n';
import type { PostgresServer } from './postgres';
import type { Server } from './server';
import type { Period, SlotUse } from '../../../queue/slots';

/** A process that takes executions from the queue. */
export interface Worker {
	pid: number;
	/** Everything it has written so far, one JSON object for each line. */
	log(): string;
	/** False after its end, whatever ended it. */
	isRunning(): boolean;
	/** Its slots so far; see `slotUses` for what is measured. */
	slotUses(): SlotUse[];
	/** Resident memory, in bytes. */
	rssBytes(): Promise<number>;
	/** The largest `rssBytes` since the start or the last `resetPeakRss`. Linux only. */
	peakRssBytes(): Promise<number>;
	/** Makes `peakRssBytes` count from now. Linux only. */
	resetPeakRss(): Promise<void>;
	/** Ends it without warning (SIGKILL), and its task runners with it. */
	kill(): Promise<void>;
	/** Ends it as a deployment does: it takes nothing new, and has some seconds for what it runs. */
	stop(): Promise<void>;
}

/**
 * n8n in queue mode. What `N8n` offers goes to the main process, which runs no execution itself,
 * not even those started by "Execute workflow". `kill` ends the main process only.
 */
export interface Queue extends N8n {
	/** All that were ever started, in that order; those that have ended stay in the list. */
	workers: readonly Worker[];
	redis: Server;
	postgres: PostgresServer;
	/** Starts one more worker; it is ready when this returns. */
	addWorker(): Promise<Worker>;
	/** Ends the main process and starts it again at the same address; the workers go on meanwhile. */
	restartMain(how: 'stop' | 'kill'): Promise<void>;
	/** Starts one more process that only answers webhooks (`n8n webhook`), and gives its address. */
	addWebhookProcess(): Promise<string>;
	/** Seconds for which slots were busy, over all workers. */
	slotSeconds(period?: Period): number;
	/**
	 * Calls a production webhook, as the outside does: `webhookWorkflow` makes workflows that wait
	 * for it. A webhook answers only a moment after its workflow was activated, so this tries again
	 * until it does.
	 *
	 * @returns the id of the execution that was started
	 */
	callWebhook(path: string, body?: object): Promise<string>;
	/** Ends workers, main process and servers, and deletes all but a `userFolder` that was given. */
	stop(): Promise<void>;
}

/** How to start n8n in queue mode. */
export interface QueueOptions {
	/** How many workers to start with. */
	workers: number;
	/** How many executions each worker runs at a time. */
	concurrency: number;
	/** For all processes; wins over the settings made here. */
	env?: Record<string, string>;
	/**
	 * The main process keeps its data in `<userFolder>/.n8n`, and all take the community packages
	 * from there. By default a fresh temporary folder.
	 */
	userFolder?: string;
	/** Takes the progress of installations on first use; by default stderr. */
	log?: Log;
}
