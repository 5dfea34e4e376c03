import type { IDataObject } from 'n8n-workflow';
import { itemsOf, rows, type Stage } from '../n8n/stage';
import { isOf, type Trial } from './trials';
import { type Running, bundleOf, credentialsVia, prepare, rowOf } from './bundles';
import { playCallbacks } from './playCallbacks';
import type { Played } from './seen';
import { LONG_LIMIT, SHORT_LIMIT, nodesFor } from './trialNodes';

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
