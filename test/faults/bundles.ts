import { findGateway, gateways } from '../../gateways';
import type { Stage } from '../n8n/stage';
import type { GatewayId, SimulatedJob } from '../support/simulator';
import { usualModel } from '../unit/gateways/bench';
import { install, makeJob, type Trial } from './trials';
import { MINUTES_OLD } from './trialNodes';

/** The input item of a trial. */
export function rowOf({ name, cell, fault, kind, image }: Trial, given?: SimulatedJob): object {
	const { gateway } = cell;
	if (given === undefined) {
		const model = usualModel(findGateway(gateway)!);
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
export function bundleOf({ kind, cell, fault, via }: Trial): string {
	if (via !== undefined) return `${kind}, unread`;
	if (cell.outcome === 'limit' && kind.startsWith('wait')) return `${kind}, limit`;
	if (fault.isFresh) return `${kind}, fresh`;
	const hasLanes = kind === 'submit' || kind === 'upload' || kind.startsWith('check');
	return `${kind} ${cell.gateway}${fault.isSlow && hasLanes ? ', slow' : ''}`;
}

/** Credentials with which the requests of one kind can be told apart before they are read. */
export async function credentialsVia(stage: Stage, via: string): Promise<Stage['credentials']> {
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
export interface Running {
	trial: Trial;
	given?: SimulatedJob;
	end: () => void;
}

/** Makes what a trial needs, and its fault. */
export async function prepare(stage: Stage, trial: Trial): Promise<Running> {
	const { simulator } = stage;
	const isGiven = trial.kind !== 'submit' && trial.kind !== 'upload';
	const given = isGiven ? await makeJob(simulator, trial) : undefined;
	return {
		trial,
		...(given ? { given } : {}),
		end: install(simulator, trial, given),
	};
}
