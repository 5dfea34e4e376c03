import { findGateway } from '../../gateways';
import { FACTS } from '../facts';
import type { GatewayFacts } from '../facts/types';
import { callGateway } from '../unit/gateways/callGateway';
import { leastRequest, modelOf, usualModel } from '../unit/gateways/bench';
import { png } from '../unit/gateways/images';
import { ALL_CASES, SEED } from '../support/draw';
import {
	GATEWAY_IDS,
	isAbout,
	type EndpointName,
	type FaultRule,
	type RecordedRequest,
	type SimulatedJob,
	type Simulator,
} from '../support/simulator';
import { faults, type Fault, type Place } from './faults';
import { cells, type Cell } from './table';

/** What a cell is played on: those of a status, and of its second call, on two nodes. */
export type Kind =
	| 'submit'
	| 'wait'
	| 'check'
	| 'wait for the result'
	| 'check the result'
	| 'download'
	| 'upload'
	| 'callback';

/** One cell on one node. */
export interface Trial {
	/** Unlike that of any other trial; also the prompt of its job. */
	name: string;
	kind: Kind;
	cell: Cell;
	fault: Fault;
	/** The call that the fault is played at. */
	endpoint: EndpointName;
	/** The name under which its requests can be told apart before they are read. */
	via?: string;
	/** The image of an upload, whose content no other trial has. */
	image: Buffer;
}

function kindsOf({ column, fault }: Cell): Kind[] {
	if (column === 'status') return ['wait', 'check'];
	if (column !== 'result') return [column];
	// Some ten of what is too large to hold go on at a time.
	return faults[fault]?.isHeavy
		? ['wait for the result']
		: ['wait for the result', 'check the result'];
}

const ENDPOINTS: Readonly<Record<Cell['column'], EndpointName>> = {
	submit: 'submit',
	status: 'status',
	result: 'result',
	download: 'media',
	upload: 'upload',
	callback: 'status',
};

function trialOf(cell: Cell, kind: Kind): Trial {
	const name = `${kind} ${cell.gateway} ${cell.fault}`;
	const fault = faults[cell.fault];
	const { secondCall }: GatewayFacts = FACTS[cell.gateway];
	if (!fault) throw new Error(`Nothing is known of the fault "${cell.fault}"`);
	return {
		name,
		kind,
		cell,
		fault,
		endpoint: (cell.column === 'result' && secondCall?.endpoint) || ENDPOINTS[cell.column],
		...(fault.isUnread ? { via: kind.replaceAll(' ', '-') } : {}),
		image: Buffer.concat([png(1280, 720), Buffer.from(name)]),
	};
}

/**
 * What each trial's title has to hold: `FAULTS="pixazo,code 1002"` plays only the cells of that code at Pixazo. Empty
 * for all of the table.
 */
export const wantedWords: readonly string[] = (process.env.FAULTS ?? '')
	.split(',')
	.map((word) => word.trim())
	.filter((word) => word !== '');

/** `download, pixazo, code 1002: retried` */
export const titleOf = ({ kind, cell }: Pick<Trial, 'kind' | 'cell'>): string =>
	`${kind}, ${cell.gateway}, ${cell.fault}: ${cell.outcome}`;

const FAULTS = [...new Set(cells.map(({ fault }) => fault))];

/**
 * Whether a cell has its turn in a run that doesn't try all cases: of each fault every fifth gateway, and of the next
 * fault the next ones. Unit tests read what every gateway answers; here all kinds of faults meet n8n.
 */
const hasItsTurn = ({ fault, gateway }: Cell): boolean =>
	(FAULTS.indexOf(fault) + GATEWAY_IDS.indexOf(gateway) + SEED) % 5 === 0;

/** The table's cells, one after the other on all that they count for; only those that are wanted. */
export const trials: readonly Trial[] = cells
	.filter((cell) => ALL_CASES || wantedWords.length > 0 || hasItsTurn(cell))
	.flatMap((cell) => kindsOf(cell).map((kind) => trialOf(cell, kind)))
	.filter((trial) => wantedWords.every((word) => titleOf(trial).includes(word)));
if (trials.length === 0) {
	throw new Error(
		`FAULTS="${wantedWords.join(',')}" fits no cell. A title is such as "download, pixazo, 404: fails"`,
	);
}

/** How often the fault comes; see the table's words. */
function timesOf({ kind, cell: { outcome } }: Trial): number {
	if (outcome === 'accepted, 4th') return 3;
	if (kind.startsWith('wait') && outcome !== 'limit') return 2;
	if (outcome === 'retried' || outcome === 'goes on') return 2;
	return outcome === 'retried, 1' || outcome === 'renewed' ? 1 : Infinity;
}

/** Whether a request is a trial's own: its prompt, its image, or its job's id, wherever that stands. */
export function isOf(trial: Trial, job?: SimulatedJob): (request: RecordedRequest) => boolean {
	const { cell, endpoint, name, via, image } = trial;
	const { isUploadOf, secondCall }: GatewayFacts = FACTS[cell.gateway];
	const isSecond = (cell.column === 'result' && secondCall?.isSecond) || (() => true);
	const carries = (request: RecordedRequest): boolean => {
		if (endpoint === 'submit') return request.prompt === name;
		if (endpoint === 'upload')
			return isUploadOf!((request.body ?? {}) as Record<string, unknown>, image);
		const nameOf = (cell.column === 'result' && secondCall?.names) || ((id: string) => id);
		return job !== undefined && isAbout(request, nameOf(job.jobId));
	};
	return (request) =>
		request.gateway === cell.gateway &&
		request.endpoint === endpoint &&
		!isElsewhere(request) &&
		isSecond(request) &&
		((via !== undefined && request.headers.via === via) || carries(request));
}

/** The name by which redirects lead to this machine: another host than the address in the credentials. */
const OTHER_HOST = 'localhost';

/** Whether a request has followed a redirect. */
export const isElsewhere = ({ headers }: RecordedRequest): boolean =>
	headers.host?.startsWith(OTHER_HOST) === true;

/** Where redirects lead: to the same file, or to an address that nobody has. */
function elsewhere({ origin }: Simulator, { cell, kind, name }: Trial, job?: SimulatedJob): string {
	const url = new URL(origin);
	url.hostname = OTHER_HOST;
	url.pathname = `/elsewhere/${encodeURIComponent(name)}`;
	if (kind === 'download' && job) {
		url.pathname = `/media/${cell.gateway}/${encodeURIComponent(job.jobId)}.mp4`;
		url.search = new URL(job.videoUrl!).search;
	}
	return url.href;
}

const callOf = (column: Cell['column']): Place['call'] =>
	column === 'result' || column === 'callback' ? 'status' : column;

/** Makes the simulator play a trial's fault, and returns what ends it. */
export function install(simulator: Simulator, trial: Trial, job?: SimulatedJob): () => void {
	const { gateway, outcome } = trial.cell;
	const played = trial.fault.play({
		gateway,
		call: callOf(trial.cell.column),
		apiKey: simulator.credentials[gateway].apiKey,
		elsewhere: elsewhere(simulator, trial, job),
	});
	const { respond } = played;
	// Where a job may exist after a submit, one does.
	const mayExist = outcome === 'unclear' || outcome === 'adopted';
	const worst: FaultRule['respond'] =
		mayExist && typeof respond === 'object' && 'status' in respond
			? { ...respond, accepted: true }
			: respond;
	return simulator.fault({
		...played,
		respond: worst,
		gateway,
		endpoint: trial.endpoint,
		times: timesOf(trial),
		when: isOf(trial, job),
	});
}

/** What a trial's job needs: the file that wants the key, or a status in two calls. */
function jobFor({ cell: { gateway, column } }: Trial): { model?: string; variant?: string } {
	const { privateVariants, secondCall }: GatewayFacts = FACTS[gateway];
	if (column === 'download' && privateVariants) return { variant: privateVariants[0] };
	return (column === 'result' && secondCall?.job) || {};
}

/** A job at the gateway that has its video, without n8n. */
export async function makeJob(simulator: Simulator, trial: Trial): Promise<SimulatedJob> {
	const { name, cell } = trial;
	const gateway = findGateway(cell.gateway)!;
	const { model = usualModel(gateway).id, variant } = jobFor(trial);
	const call = gateway.submit({
		...leastRequest(gateway, modelOf(gateway, model)),
		prompt: name,
	});
	const { plan } = simulator;
	simulator.plan = (submit) => ({ ...plan(submit), ...(variant ? { variant } : {}) });
	await callGateway(cell.gateway, simulator.credentials[cell.gateway], call);
	simulator.plan = plan;
	return simulator.jobs.findLast(({ prompt }) => prompt === name)!;
}
