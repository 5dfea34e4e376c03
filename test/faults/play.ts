import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { findGateway, gateways } from '../../gateways';
import { workflow, type Execution, type NodeSketch } from '../support/n8n/n8n';
import { errorText, itemsOf, rows, videoNode, type Stage } from '../n8n/stage';
import type { GatewayId, RecordedRequest, SimulatedJob } from '../support/simulator';
import { install, isOf, makeJob, type Kind, type Trial } from './trials';

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

/** Minutes until Wait For Video gives up where it has to, and where it must not. */
const SHORT_LIMIT = 0.2;
const LONG_LIMIT = 4;

/** Largest video that is downloaded. */
const MAX_SIZE_MB = 20;

/** How long ago most of the jobs were submitted. */
const MINUTES_OLD = 5;

const submitNode = (stage: Pick<Stage, 'credentials'>, more: IDataObject = {}): NodeSketch =>
	videoNode(
		stage,
		'submitVideo',
		{
			gateway: '={{ $("Rows").item.json.gateway }}',
			model: { __rl: true, mode: 'id', value: '={{ $("Rows").item.json.model }}' },
			prompt: '={{ $("Rows").item.json.prompt }}',
			...more,
		} as never,
		{ onError: 'continueErrorOutput' },
	);

const waitNode = (
	stage: Pick<Stage, 'credentials'>,
	timeoutMinutes: number,
	more: IDataObject = {},
): NodeSketch =>
	videoNode(stage, 'waitForVideo', { timeoutMinutes, ...more } as never, {
		onError: 'continueErrorOutput',
	});

/** The nodes that play trials of one kind, after the rows. */
function nodesFor(kind: Kind, stage: Pick<Stage, 'credentials'>, limit: number): NodeSketch[] {
	switch (kind) {
		case 'submit':
			return [submitNode(stage)];
		case 'upload':
			return [
				{
					name: 'Image',
					type: 'n8n-nodes-base.convertToFile',
					typeVersion: 1.1,
					parameters: {
						operation: 'toBinary',
						sourceProperty: 'image',
						options: { mimeType: 'image/png', fileName: 'image.png' },
					},
				},
				submitNode(stage, { imageSource: 'binary' }),
			];
		case 'check':
		case 'check the result':
			return [videoNode(stage, 'checkVideoStatus', {}, { onError: 'continueErrorOutput' })];
		case 'download':
			return [
				waitNode(stage, limit, {
					downloadVideo: true,
					options: { maxSizeMb: MAX_SIZE_MB },
				}),
			];
		default:
			return [waitNode(stage, limit)];
	}
}

function rowOf({ name, cell, fault, kind, image }: Trial, given?: SimulatedJob): object {
	const { gateway } = cell;
	if (given === undefined) {
		const { models, defaultModel } = findGateway(gateway)!;
		const model = models.find(({ id }) => id === defaultModel)!;
		const id = model.resolve?.(kind === 'upload' ? { firstFrame: picture } : {}) ?? model.id;
		return { gateway, model: id, prompt: name, image: image.toString('base64') };
	}
	// A submit from the future counts as one of now: the moment at which the wait begins.
	const age = (fault.isFresh ? -MINUTES_OLD : MINUTES_OLD) * 60_000;
	return {
		gateway,
		jobId: given.jobId,
		status: 'processing',
		submittedAt: new Date(Date.now() - age).toISOString(),
	};
}

const picture = { kind: 'url', url: 'https://example.com/a.png' } as const;

/** How trials share executions: what waits long does not hold up the rest, and what closes a gateway closes no other trial's. */
function bundleOf({ kind, cell, fault, via }: Trial): string {
	if (via !== undefined) return `${kind}, unread`;
	if (cell.outcome === 'limit' && kind.startsWith('wait')) return `${kind}, limit`;
	if (fault.isFresh) return `${kind}, fresh`;
	const hasLanes = kind === 'submit' || kind === 'upload' || kind.startsWith('check');
	return `${kind} ${cell.gateway}${fault.isSlow && hasLanes ? ', slow' : ''}`;
}

/** Credentials with which the requests of one kind can be told apart before they are read. */
async function credentialsVia(stage: Stage, via: string): Promise<Stage['credentials']> {
	const made = { ...stage.credentials };
	for (const { id, credentialType } of gateways) {
		const data = stage.simulator.credentials[id as GatewayId];
		const aside = (url: string) => url.replace(/^(http:\/\/[^/]+)/, `$1/via/${via}`);
		made[credentialType] = await stage.n8n.createCredential({
			name: `${id} via ${via}`,
			type: credentialType,
			data: {
				...data,
				baseUrl: aside(data.baseUrl),
				...(data.uploadUrl ? { uploadUrl: aside(data.uploadUrl) } : {}),
			},
		});
	}
	return made;
}

/** A trial on its way, with what ends its fault. */
interface Running {
	trial: Trial;
	given?: SimulatedJob;
	end: () => void;
}

/** Makes what a trial needs, and its fault. */
async function prepare(stage: Stage, trial: Trial): Promise<Running> {
	const { simulator } = stage;
	const isGiven = trial.kind !== 'submit' && trial.kind !== 'upload';
	const given = isGiven ? await makeJob(simulator, trial) : undefined;
	return {
		trial,
		...(given ? { given } : {}),
		end: install(simulator, trial, given),
	};
}

/** Plays trials of one kind in one execution, and gives what left the node for each. */
async function playBundle(
	stage: Stage,
	bundle: string,
	running: readonly Running[],
	played: Played,
): Promise<void> {
	const { kind, cell, via } = running[0]!.trial;
	const credentials = via === undefined ? stage.credentials : await credentialsVia(stage, via);
	const limit = cell.outcome === 'limit' ? SHORT_LIMIT : LONG_LIMIT;
	const nodes = nodesFor(kind, { credentials }, limit);
	const execution = await stage.run(
		[...rows(running.map(({ trial, given }) => rowOf(trial, given))), ...nodes],
		{ timeoutSeconds: 400 },
	);
	if (execution.error) throw new Error(`${bundle}: ${execution.error.message}`);
	const node = nodes.at(-1)!.name;
	played.executions.push(execution);
	played.seconds.set(bundle, (execution.nodes[node]?.runs[0]?.executionTime ?? 0) / 1000);
	for (const output of [0, 1]) {
		for (const item of itemsOf(execution, node, output)) {
			const { item: index } = item.pairedItem as { item: number };
			const seen = played.seen.get(running[index]!.trial)!;
			if (output === 1) {
				seen.error = String(item.json.error);
				seen.details = item.json.details as IDataObject;
			} else seen.item = item;
			if (item.binary?.data) seen.file = await stage.n8n.binaryFile(item.binary.data);
		}
	}
}

/** A published workflow that a gateway's callbacks start. */
interface Receiver {
	workflowId: string;
	url: string;
}

async function receiver(
	stage: Stage,
	gateway: GatewayId,
	credentials: Stage['credentials'],
): Promise<Receiver> {
	const webhookId = randomUUID();
	const trigger = videoNode({ credentials }, 'videoTrigger', { gateway }, { webhookId });
	const after: NodeSketch = { name: 'After', type: 'n8n-nodes-base.noOp' };
	const made = workflow(`Receive ${gateway}`, [trigger, after], [[trigger.name, after.name]]);
	const workflowId = await stage.n8n.createWorkflow(made);
	await stage.n8n.activate(workflowId);
	return { workflowId, url: `${stage.n8n.url}/webhook/${webhookId}/webhook` };
}

/** Callbacks on their way to one trigger at a time. */
const AT_A_TIME = 8;

/** Does something with every member, some at a time. */
async function forEach<Member>(
	members: readonly Member[],
	width: number,
	work: (member: Member) => Promise<void>,
): Promise<void> {
	const left = [...members];
	const lane = async () => {
		for (let member = left.shift(); member !== undefined; member = left.shift()) {
			await work(member);
		}
	};
	await Promise.all(Array.from({ length: width }, lane));
}

/**
 * n8n stores an execution shortly after it has answered: waits for those that are awaited, and then for any that should
 * not be. These have begun before the run that comes last, so once that has ended they are stored.
 */
async function untilStored(stage: Stage, workflowId: string, count: number): Promise<void> {
	const deadline = Date.now() + 15_000;
	while ((await stage.n8n.executionCount({ workflowId })) < count && Date.now() < deadline) {
		await sleep(200);
	}
	await stage.run([{ name: 'Last', type: 'n8n-nodes-base.noOp' }]);
}

/** Delivers each trial's callback with the fault, and once more after it. */
async function playCallbacks(
	stage: Stage,
	bundle: string,
	running: readonly Running[],
	played: Played,
): Promise<void> {
	const { n8n, simulator } = stage;
	const { via, cell } = running[0]!.trial;
	const credentials = via === undefined ? stage.credentials : await credentialsVia(stage, via);
	const startedAt = Date.now();
	const ids = [...new Set(running.map(({ trial }) => trial.cell.gateway))];
	for (const gateway of ids) {
		const own = running.filter(({ trial }) => trial.cell.gateway === gateway);
		const { workflowId, url } = await receiver(stage, gateway, credentials);
		const known = new Set<string>();
		const items: IDataObject[] = [];
		const errors: string[] = [];
		for (const round of [1, 2]) {
			if (round === 2) for (const { end } of own) end();
			await forEach(own, AT_A_TIME, async ({ trial, given }) => {
				const call = simulator.callback(given!, { url });
				const { status } = await fetch(call.url, {
					method: 'POST',
					headers: call.headers,
					body: call.body,
				});
				played.seen.get(trial)!.deliveries.push({ status, started: [] });
			});
			// Each starts an execution, but for those whose job has started the workflow before.
			const isStarted = ({ given }: Running) =>
				items.some(({ jobId, status }) => jobId === given!.jobId && status === 'completed');
			const expected = own.filter((one) => !isStarted(one)).length;
			await untilStored(stage, workflowId, known.size + expected);
			for (const { id } of await n8n.executionRows({ workflowId })) {
				if (known.has(id)) continue;
				known.add(id);
				// One that is said to be finished and is not is checked for a minute.
				const execution = await n8n.waitForExecution(id, { timeoutSeconds: 120 });
				played.executions.push(execution);
				items.push(...itemsOf(execution, 'Video Callback Trigger').map(({ json }) => json));
				if (execution.error) errors.push(errorText(execution));
			}
			for (const { trial, given } of own) {
				const delivery = played.seen.get(trial)!.deliveries.at(-1)!;
				const { jobId } = given!;
				delivery.started = items.filter((item) => item.jobId === jobId);
				delivery.error = errors.find((message) => message.includes(jobId));
			}
		}
		await n8n.deactivate(workflowId);
	}
	played.seconds.set(`${bundle} (${cell.gateway})`, (Date.now() - startedAt) / 1000);
}

/** Plays trials side by side on a stage. */
export async function play(stage: Stage, trials: readonly Trial[]): Promise<Played> {
	const played: Played = { seen: new Map(), executions: [], seconds: new Map() };
	const bundles = new Map<string, Running[]>();
	for (const trial of trials) {
		const running = await prepare(stage, trial);
		const { given } = running;
		played.seen.set(trial, {
			sends: [],
			jobs: [],
			looks: [],
			deliveries: [],
			...(given ? { given } : {}),
		});
		const bundle = bundleOf(trial);
		bundles.set(bundle, [...(bundles.get(bundle) ?? []), running]);
	}
	await Promise.all(
		[...bundles].map(async ([bundle, running]) =>
			bundle.startsWith('callback')
				? await playCallbacks(stage, bundle, running, played)
				: await playBundle(stage, bundle, running, played),
		),
	);
	for (const [trial, seen] of played.seen) {
		const { requests, jobs } = stage.simulator;
		seen.sends = requests.filter(isOf(trial, seen.given));
		seen.looks = seen.given
			? requests.filter(isOf({ ...trial, endpoint: 'status' }, seen.given))
			: [];
		seen.jobs = jobs.filter((job) => job.prompt === trial.name && job !== seen.given);
	}
	return played;
}
