import type { IExecuteFunctions } from 'n8n-workflow';

import { whyNoLoop } from '../../../nodes/shared/suspendLoop';

/** Which drawings around a suspending Wait For Video have a loop that n8n can resume, without billing anything again. */

/** Each link as `from:output>to`; the types of nodes are their names, and a name in brackets is deactivated. */
function drawing(links: string): IExecuteFunctions {
	const parsed = links.split(' ').map((link) => {
		const [, node = '', index = '', to = ''] = /^(.+):(\d)>(.+)$/.exec(link)!;
		return { node, index: Number(index), to };
	});
	const names = parsed.flatMap(({ node, to }) => [node, to]);
	const isOff = (name: string) => name.startsWith('(');
	return {
		workflow: {
			nodes: Object.fromEntries(
				names.map((name) => [
					name,
					{ type: `any.${name.replace(/[()]/g, '')}`, disabled: isOff(name) },
				]),
			),
		},
		getConnections: ({ name }: { name: string }) => [parsed.filter(({ to }) => to === name)],
	} as unknown as IExecuteFunctions;
}

const line = 'start:0>submitVideo submitVideo:0>Wait';
const loop = 'start:0>splitInBatches splitInBatches:1>submitVideo submitVideo:0>Wait';

test.each<[what: string, links: string, title: string | undefined]>([
	['the loop', `${line} Wait:0>Wait Wait:1>after`, undefined],
	['the loop through other nodes', `${line} Wait:0>pass pass:0>Wait Wait:1>after`, undefined],
	['Loop Over Items', `${loop} Wait:0>Wait Wait:1>splitInBatches`, undefined],
	[
		'a loop through a deactivated Submit Video',
		'a:0>Wait Wait:0>(submitVideo) (submitVideo):0>Wait',
		undefined,
	],
	[
		'a loop that passes a Submit Video only sometimes',
		`${line} Wait:0>if if:0>submitVideo if:1>Wait`,
		undefined,
	],
	[
		'that, with more nodes on the way back',
		`${line} Wait:0>if if:0>submitVideo if:1>pass pass:0>Wait`,
		undefined,
	],
	['no loop', `${line} Wait:1>after`, "'Still Running' isn't connected"],
	[
		'the outputs swapped',
		`${line} Wait:0>after Wait:1>Wait`,
		"'Still Running' isn't connected: Done leads back instead",
	],
	[
		'Loop Over Items without Still Running',
		`${loop} Wait:1>splitInBatches`,
		"'Still Running' isn't connected",
	],
	[
		'Still Running to Submit Video',
		`${line} Wait:0>submitVideo Wait:1>after`,
		"'Still Running' leads back through 'submitVideo'",
	],
	[
		'Still Running to the node before Submit Video',
		`${line} Wait:0>start Wait:1>after`,
		"'Still Running' leads back through 'submitVideo'",
	],
	[
		'Still Running to Submit Video, beside the loop',
		`${line} Wait:0>submitVideo Wait:0>Wait Wait:1>after`,
		"'Still Running' leads back through 'submitVideo'",
	],
	[
		'both outputs to Loop Over Items',
		`${loop} Wait:0>splitInBatches Wait:1>splitInBatches`,
		"'Still Running' leads back through 'splitInBatches'",
	],
])('%s', (_what, links, title) => {
	expect(whyNoLoop(drawing(links), 'Wait')?.title).toBe(title);
});

test('the fix says what a wrong loop would do', () => {
	expect(whyNoLoop(drawing(`${line} Wait:0>submitVideo`), 'Wait')?.fix).toBe(
		"Connect its 'Still Running' output back to its own input, and 'Done' to the node that receives the finished videos. Or set 'Wait Mode' to Keep Running. Remove the connection that leads to 'submitVideo', which would submit the unfinished videos again each time the execution resumes.",
	);
});

test('an n8n that tells no connections is trusted', () => {
	expect(whyNoLoop({} as IExecuteFunctions, 'Wait')).toBeUndefined();
});
