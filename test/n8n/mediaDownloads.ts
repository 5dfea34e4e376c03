import type { IBinaryData, INodeParameters } from 'n8n-workflow';
import type { GatewayId } from '../support/simulator';
import type { CredentialsByType } from '../support/n8n/examples';
import type { Execution, NodeSketch } from '../support/n8n/n8n';
import { itemsOf, jsonOf, rows, videoNode } from './stage';
import { asked } from './mediaHosts';
import { nameAddresses, publicCredentials, stage } from './mediaStage';

export const errorOutput = { onError: 'continueErrorOutput' as const };

/** The messages that left by the error output, by the number of the input item. */
export function messages(execution: Execution, node: string): Map<number, string> {
	return new Map(
		itemsOf(execution, node, 1).map(({ json, pairedItem }) => [
			(pairedItem as { item: number }).item,
			String(json.error),
		]),
	);
}

/** What one row of a table asks for. */
export interface Wanted {
	name: string;
	address: string | readonly string[];
	gateway?: GatewayId;
}

/** The nodes that download. */
export const DOWNLOADERS = {
	waitForVideo: 'Wait For Video',
	checkVideoStatus: 'Check Video Status',
};

export const BOTH = ['waitForVideo', 'checkVideoStatus'] as const;

/** AIgateway last: it wants three seconds between two looks. One more gateway would show nothing new here. */
export const BY_TURNS: readonly GatewayId[] = [
	'pixazo',
	'useapi',
	'segmind',
	'aimlapi',
	'aigateway',
];

/** What became of the cases in one of those nodes. */
export interface Downloaded {
	/** As it is called in the workflow. */
	node: string;
	execution: Execution;
	/** In the order of the cases. */
	jobIds: string[];
	/** What left by the error output, by the number of the case. */
	failures: Map<number, string>;
}

interface DownloadSettings {
	options?: INodeParameters;
	credentials?: CredentialsByType;
}

/**
 * Submits a video for each case, whose gateway names the case's address, and downloads it by one of the nodes, which
 * has an error output.
 */
export async function download(
	by: keyof typeof DOWNLOADERS,
	cases: readonly Wanted[],
	{ options = {}, credentials = publicCredentials }: DownloadSettings = {},
): Promise<Downloaded> {
	asked.clear();
	stage.simulator.videoSeconds = 0;
	nameAddresses(new Map(cases.map(({ name, address }) => [name, address])));
	const node = DOWNLOADERS[by];
	const list = cases.map(({ name, gateway }, index) => ({
		prompt: name,
		gateway: gateway ?? BY_TURNS[index % BY_TURNS.length]!,
	}));
	const submit = { gateway: '={{ $json.gateway }}', prompt: '={{ $json.prompt }}' };
	const execution = await stage.run(
		[
			...rows(list),
			videoNode(stage, 'submitVideo', submit, { credentials }),
			videoNode(stage, by, { downloadVideo: true, options }, { credentials, ...errorOutput }),
		],
		{ timeoutSeconds: 120 },
	);
	expect(execution.error?.message).toBeUndefined();
	const jobIds = jsonOf(execution, 'Submit Video').map(({ jobId }) => String(jobId));
	expect(jobIds).toHaveLength(cases.length);
	return { node, execution, jobIds, failures: messages(execution, node) };
}

/** The file of each case that succeeded, by its name. */
export function filesOf(
	{ node, execution }: Downloaded,
	cases: readonly Wanted[],
): Map<string, IBinaryData> {
	return new Map(
		itemsOf(execution, node).map(({ binary, pairedItem }) => [
			cases[(pairedItem as { item: number }).item]!.name,
			binary!.data!,
		]),
	);
}

/** Every case has left by the error output, with its message, its job's id and what to do about it. */
export function expectFailures(
	{ node, execution, jobIds, failures }: Downloaded,
	cases: ReadonlyArray<Wanted & { message: RegExp }>,
): void {
	cases.forEach(({ name, message }, index) => {
		expect({ name, node, message: failures.get(index) }).toEqual({
			name,
			node,
			message: expect.stringMatching(message) as string,
		});
		expect(failures.get(index)).toContain(jobIds[index]);
		expect(failures.get(index)).toContain('Check Video Status with this Job ID');
	});
	expect(jsonOf(execution, node)).toEqual([]);
}

/** Every case has given its video, whole. */
export async function expectWhole(
	downloaded: Downloaded,
	cases: readonly Wanted[],
	expected: Buffer,
): Promise<void> {
	expect([...downloaded.failures]).toEqual([]);
	const files = filesOf(downloaded, cases);
	for (const { name } of cases) {
		const bytes = await stage.n8n.binaryFile(files.get(name)!);
		expect({ name, whole: bytes.equals(expected) }).toEqual({ name, whole: true });
	}
}

export const fetchFile = (url: string): NodeSketch => ({
	name: 'Fetch',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: { url, options: { response: { response: { responseFormat: 'file' } } } },
});
