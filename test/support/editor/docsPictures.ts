import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { videoNode, type Stage } from '../../n8n/stage';
import { readExample, type CredentialsByType } from '../n8n/examples';
import { workflow, type ConnectionSketch, type NodeSketch } from '../n8n/n8n';
import type { Editor } from './editor';

/** Examples that docs/examples.md shows beside the same work by hand. */
const withoutLoops = ['prompt-to-image-to-video', 'sheet-to-veo'];
/** Further examples that docs/examples.md shows. */
const drawings = [
	'approve-before-posting',
	'best-of-three',
	'last-frame-to-next-clip',
	'one-video-three-networks',
	'retry-failed-rows',
	'scenes-to-film',
	'weekly-cost-report',
];

/** The pictures of README and docs, and what they are copies of. */
export const pictures: Readonly<Record<string, string>> = {
	'submit-video.png': 'docs-submit-light.png',
	'downloaded-video.png': 'docs-downloaded-light.png',
	'wait-suspend.png': 'docs-suspend-light.png',
	'canvas-suspend.png': 'docs-canvas-suspend-light.png',
	'canvas-suspend-dark.png': 'docs-canvas-suspend-dark.png',
	'video-trigger.png': 'docs-trigger-light.png',
	...Object.fromEntries(
		[...withoutLoops.flatMap((name) => [name, `${name}-by-hand`]), ...drawings].map((name) => [
			`${name}.png`,
			`docs-${name}-light.png`,
		]),
	),
};

/** A node as somebody has it who uses one gateway. */
function nodeOf(
	{ credentials }: Pick<Stage, 'credentials'>,
	type: Parameters<typeof videoNode>[1],
	parameters: INodeParameters,
	gateway: 'segmind' | 'useapi' = 'segmind',
): NodeSketch {
	const credentialType = `${gateway}Api`;
	const own = { [credentialType]: credentials[credentialType]! };
	return videoNode({ credentials: own }, type, parameters);
}

const submitted = { gateway: 'segmind', prompt: 'A cat surfs at sunset' };
/** Of the gateway that the items come from, and downloading: neither is what the node opens with everywhere. */
const waiting = { itemGateways: ['segmind'], downloadVideo: true };

/** Opens a workflow of these nodes behind Start. */
async function open(
	{ n8n }: Stage,
	editor: Editor,
	nodes: NodeSketch[],
	connections?: ConnectionSketch[],
): Promise<void> {
	await editor.openWorkflow(await n8n.createWorkflow(workflow('Videos', nodes, connections)));
}

async function execute(editor: Editor): Promise<void> {
	await editor.executeWorkflow();
	await editor.message('Workflow executed successfully').waitFor();
}

/** Shows the fields of the output, and waits for the one of the status. */
async function showFields(editor: Editor, status: string): Promise<void> {
	await editor.showOutputAs('schema');
	await editor.output.getByText(status, { exact: true }).waitFor();
}

/** Submit Video with its job, and Wait For Video with the file. */
async function shootKeepRunning(stage: Stage, editor: Editor): Promise<void> {
	await open(stage, editor, [
		nodeOf(stage, 'submitVideo', submitted),
		nodeOf(stage, 'waitForVideo', waiting),
	]);
	await execute(editor);
	await editor.openNode('Submit Video');
	await showFields(editor, 'queued');
	await editor.shoot('docs-submit');
	await editor.closeNode();
	await editor.openNode('Wait For Video');
	await editor.showOutputAs('binary');
	await editor.shoot('docs-downloaded');
	await editor.closeNode();
}

/** The loop on the canvas, and the panel of Wait For Video with what has left it. */
async function shootSuspend(stage: Stage, editor: Editor): Promise<void> {
	// Soon enough to be waited for without a suspension, which takes a minute.
	const soon = {
		waitMode: 'suspend',
		downloadVideo: false,
		options: { checkIntervalSeconds: 4 },
	};
	await open(
		stage,
		editor,
		[
			nodeOf(stage, 'submitVideo', submitted),
			nodeOf(stage, 'waitForVideo', { ...waiting, ...soon }),
			{ name: 'Use the Video', type: 'n8n-nodes-base.noOp' },
		],
		[
			['Start', 'Submit Video'],
			['Submit Video', 'Wait For Video'],
			['Wait For Video', 'Wait For Video'],
			['Wait For Video', 'Use the Video', 1],
		],
	);
	await execute(editor);
	await editor.shootCanvas('docs-canvas-suspend');
	await editor.openNode('Wait For Video');
	await showFields(editor, 'completed');
	await editor.shoot('docs-suspend');
	await editor.closeNode();
}

/** The trigger with its production URL. */
async function shootTrigger(stage: Stage, editor: Editor): Promise<void> {
	const trigger = nodeOf(stage, 'videoTrigger', { gateway: 'useapi' }, 'useapi');
	await open(stage, editor, [trigger], []);
	await editor.openNode(trigger.name);
	await editor.webhookUrl('Production URL');
	await editor.shoot('docs-trigger');
	await editor.closeNode();
}

/** Credentials of the other services that the examples use; a node without one has a mark on the canvas. */
async function foreignCredentials({ n8n }: Stage): Promise<CredentialsByType> {
	const oauth2 = {
		clientId: 'stand-in',
		clientSecret: 'stand-in',
		oauthTokenData: { access_token: 'stand-in', token_type: 'Bearer' },
	};
	const create = async (type: string, data: IDataObject) =>
		[type, await n8n.createCredential({ name: type, type, data })] as const;
	return Object.fromEntries([
		await create('openAiApi', { apiKey: 'sk-stand-in' }),
		await create('httpHeaderAuth', { name: 'Authorization', value: 'stand-in' }),
		await create('googleSheetsOAuth2Api', oauth2),
		await create('youTubeOAuth2Api', oauth2),
		await create('googlePalmApi', { host: 'https://example.com', apiKey: 'stand-in' }),
		await create('facebookGraphApi', { accessToken: 'stand-in' }),
		await create('smtp', { host: 'mail.example.com', user: 'stand-in', password: 'stand-in' }),
		await create('wordpressApi', {
			username: 'editor',
			password: 'stand-in',
			url: 'https://blog.example.com',
		}),
	]);
}

/** Examples on the canvas, without their notes, and the same work by hand where there is one. */
async function shootExamples(stage: Stage, editor: Editor): Promise<void> {
	const credentials = { ...stage.credentials, ...(await foreignCredentials(stage)) };
	const files = [
		...[...withoutLoops, ...drawings].map((name) => [name, name] as const),
		...withoutLoops.map((name) => [`${name}-by-hand`, `../test/n8n/handmade/${name}`] as const),
	];
	for (const [picture, file] of files) {
		const { nodes, ...rest } = await readExample(file, credentials);
		const working = nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
		const id = await stage.n8n.createWorkflow({ ...rest, nodes: working });
		await editor.openWorkflow(id);
		await editor.shootCanvas(`docs-${picture}`);
	}
}

/** Photographs what README and docs show. */
export async function shootDocs(stage: Stage, editor: Editor): Promise<void> {
	await shootKeepRunning(stage, editor);
	await shootSuspend(stage, editor);
	await shootTrigger(stage, editor);
	await shootExamples(stage, editor);
}
