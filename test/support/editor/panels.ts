import type { INodeParameters } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import type { Gateway } from '../../../gateways/gateway';
import type { Operation } from '../../../nodes/CheckVideoStatus/fields';
import type { Stage } from '../../n8n/stage';
import type { NodeSketch } from '../n8n/n8n';
import type { Editor } from './editor';
import { byTestId } from './locators';
import { shoot } from './pictures';

/** A node whose panel is photographed, and the name of its picture. */
interface Panel {
	picture: string;
	node: NodeSketch;
}

/** High enough for the longest panel without scrolling. */
export const HIGH = { width: 1280, height: 1700 };

const PROMPT = 'A cat surfs at sunset';

/**
 * A node with the credential of one gateway, and what isn't given as the node opens. Named as its picture: nodes of a
 * workflow need names of their own.
 */
function panelOf(
	stage: Pick<Stage, 'credentials'>,
	picture: string,
	type: string,
	{ id, credentialType }: Gateway,
	parameters: INodeParameters,
): Panel {
	const credentials = { [credentialType]: stage.credentials[credentialType]! };
	const node = { name: picture, type, parameters: { gateway: id, ...parameters }, credentials };
	return { picture, node };
}

/** A model that can't do without an image, which is still missing; else the default, with one. */
function withImage({ models }: Gateway): INodeParameters {
	const model = models.find(({ firstFrame }) => firstFrame === 'required');
	return model
		? { model: { __rl: true, mode: 'list', value: model.id, cachedResultName: model.name } }
		: { imageSource: 'url' };
}

/** What Check Video Status can do; each needs something of a gateway. */
const OPERATIONS: ReadonlyArray<[operation: Operation, able: (gateway: Gateway) => boolean]> = [
	['check', () => true],
	['cancel', ({ cancel }) => cancel !== undefined],
	['getMany', ({ list }) => list !== undefined],
	['getBalance', ({ balance }) => balance !== undefined],
	['getQueue', ({ queue }) => queue !== undefined],
];

/** The panel of every node at every gateway as it opens, and in the modes that change it. */
export function allPanels(stage: Pick<Stage, 'credentials'>): Panel[] {
	const of = panelOf.bind(undefined, stage);
	const first = gateways[0]!;
	return [
		...gateways.flatMap((gateway) => [
			of(`submit-${gateway.id}`, 'submitVideo', gateway, { prompt: PROMPT }),
			of(`submit-${gateway.id}-image`, 'submitVideo', gateway, withImage(gateway)),
			of(`wait-${gateway.id}`, 'waitForVideo', gateway, {}),
		]),
		of('submit-waits', 'submitVideo', first, { waitForCompletion: true }),
		of('wait-from-item', 'waitForVideo', first, { gateway: 'fromItem' }),
		of('wait-suspend', 'waitForVideo', first, { gateway: 'fromItem', waitMode: 'suspend' }),
		...OPERATIONS.flatMap(([operation, able]) =>
			gateways
				.filter(able)
				.slice(0, 1)
				.map((gateway) =>
					of(`check-${operation.toLowerCase()}`, 'checkVideoStatus', gateway, {
						operation,
					}),
				),
		),
		...gateways
			.filter(({ callbacks }) => callbacks !== undefined)
			.map((gateway) => of(`trigger-${gateway.id}`, 'videoTrigger', gateway, {})),
	];
}

/** Photographs the parameters of the node that is open, from the tabs above them to the last. */
export async function shootPanel({ page, parameters }: Editor, name: string): Promise<void> {
	// Else the parameter under the mouse shows its buttons.
	await page.mouse.move(0, 0);
	const column = (await parameters.boundingBox())!;
	const items = await byTestId(parameters, 'parameter-item')
		.or(byTestId(parameters, 'collection-parameter-add'))
		.filter({ visible: true })
		.all();
	const boxes = await Promise.all(items.map(async (item) => (await item.boundingBox())!));
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
	const y = column.y - 50;
	const [x, width, height] = [column.x - 20, column.width + 40, bottom + 30 - y];
	await shoot(page, name, { x, y, width, height });
}
