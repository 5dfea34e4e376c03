import type { IDataObject } from 'n8n-workflow';
import type { NodeSketch } from '../support/n8n/n8n';
import { videoNode, type Stage } from '../n8n/stage';
import type { Kind } from './trials';

/** Minutes until Wait For Video gives up where it has to, and where it must not. */
export const SHORT_LIMIT = 0.2;
export const LONG_LIMIT = 4;

/** Largest video that is downloaded. */
const MAX_SIZE_MB = 20;

/** How long ago most of the jobs were submitted. */
export const MINUTES_OLD = 5;

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
export function nodesFor(
	kind: Kind,
	stage: Pick<Stage, 'credentials'>,
	limit: number,
): NodeSketch[] {
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
