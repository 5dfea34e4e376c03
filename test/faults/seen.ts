import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Execution } from '../support/n8n/n8n';
import type { RecordedRequest, SimulatedJob } from '../support/simulator';
import type { Trial } from './trials';

/** What came of a trial. */
export interface Seen {
	/** Requests of this trial at the call that had the fault. */
	sends: RecordedRequest[];
	/** Jobs at the gateway that this trial has submitted by n8n. */
	jobs: SimulatedJob[];
	/** The job that the trial was given. */
	given?: SimulatedJob;
	/** Looks at that job, also those that the fault was not for. */
	looks: RecordedRequest[];
	item?: INodeExecutionData;
	/** The file in the item. */
	file?: Buffer;
	error?: string;
	/** What an If node sees of the failed item. */
	details?: IDataObject;
	/** A callback's: what each delivery was answered, the items that had started the workflow after it, and why it failed. */
	deliveries: Array<{ status: number; started: IDataObject[]; error?: string | undefined }>;
}

/** All trials that were played, and the executions that played them. */
export interface Played {
	seen: Map<Trial, Seen>;
	executions: Execution[];
	/** Seconds of each execution's node, by what it played. */
	seconds: Map<string, number>;
}
