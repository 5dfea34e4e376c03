import type { INodeType } from 'n8n-workflow';

import { findGateway } from '../../../gateways';
import type { VideoJob } from '../../../gateways/gateway';
import { CheckVideoStatus } from '../../../nodes/CheckVideoStatus/CheckVideoStatus.node';
import { SubmitVideo } from '../../../nodes/SubmitVideo/SubmitVideo.node';
import { WaitForVideo } from '../../../nodes/WaitForVideo/WaitForVideo.node';
import { jobItem } from '../../../nodes/shared/jobItem';
import { schemaOf, schemas } from '../../../tools/outputSchemas/schemas';
import { FACTS } from '../../facts';
import { GATEWAY_IDS } from '../../support/simulator';
import { benchFor, jobIn } from '../gateways/bench';
import { defaultRequest, endedJob } from '../gateways/contract/jobs';

/** What n8n's editor shows of the nodes' output before the first run. */

/** Where n8n looks for the schemas of a node: one for each operation, or one for all that the node does. */
function pathsOf(node: INodeType): string[] {
	const { version, properties } = node.description;
	const operations = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options)
		.map((option) => ('value' in option ? `/${String(option.value)}` : ''));
	return [version].flat().flatMap((one) => {
		const [major = '0', minor = '0', patch = '0'] = String(one).split('.');
		const folder = `${node.constructor.name}/__schema__/v${major}.${minor}.${patch}`;
		return (operations.length > 0 ? operations : ['']).map((path) => `${folder}${path}.json`);
	});
}

test('there is a schema of each node and operation, and no other', () => {
	const nodes = [new SubmitVideo(), new CheckVideoStatus(), new WaitForVideo()];
	expect(nodes.flatMap(pathsOf).sort()).toEqual(Object.keys(schemas).sort());
	for (const { description } of nodes) {
		// n8n would ask for a folder of this name.
		expect(description.properties.map(({ name }) => name)).not.toContain('resource');
	}
});

test("a value that JSON doesn't know has no schema", () => {
	expect(() => schemaOf({ amount: undefined })).toThrow('undefined');
});

const jobSchema = schemas['WaitForVideo/__schema__/v1.0.0.json']!;

describe.each(GATEWAY_IDS)('%s', (id) => {
	const gateway = findGateway(id)!;
	const { finished, endings } = FACTS[id];
	const bench = benchFor(gateway);
	const expectKnown = (job: VideoJob) =>
		expect(jobSchema).toMatchObject(schemaOf(jobItem(job, 0).json));

	test('the fields of a submitted job are in the schema', async () => {
		expectKnown(await bench.submit(defaultRequest(gateway)));
	});

	test('the fields of a finished job are in the schema, in every shape of the answer', async () => {
		for (const variant of Object.keys(finished)) {
			expectKnown(jobIn(await endedJob(bench, gateway, { variant })));
		}
	});

	test('the fields of a job that failed are in the schema, however it ended', async () => {
		for (const { outcome, variant } of endings) {
			const plan = { outcome, ...(variant === undefined ? {} : { variant }) };
			expectKnown(jobIn(await endedJob(bench, gateway, plan)));
		}
	});
});
