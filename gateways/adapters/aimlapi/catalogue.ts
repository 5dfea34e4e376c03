import type { ListedModel, Price, VideoModel } from '../../gateway';
import { findModel } from '../../request/models';
import { models } from './models';
import { isForEndFrames } from './names';
import type { ListedEntry } from './wire';

/** The live catalogue, as models-catalogue.md describes it (api-docs 07330d40, read 2026-11). */

type Pricing = NonNullable<ListedEntry['pricing']>;
type Rate = Extract<Pricing, { kind: 'fixed' }>['units'][number];

type Condition = Pick<Price, 'when' | 'resolution' | 'durationSeconds'>;

/** The parameters that a rate may depend on, in the words of this package. One that depends on another one says nothing. */
const conditions: Readonly<Record<string, (value: unknown) => Condition | undefined>> = {
	resolution: (value) => (typeof value === 'string' ? { resolution: value } : undefined),
	duration: (value) => {
		const durationSeconds = Number.parseFloat(String(value));
		return Number.isFinite(durationSeconds) ? { durationSeconds } : undefined;
	},
	generate_audio: (value) =>
		typeof value === 'boolean' ? { when: { audio: value } } : undefined,
};

/** A rate as a price. Of the units that a video may have, the page prints `second` alone. */
const priceOf = ({ price, unit, per }: Rate): Price | undefined =>
	/^seconds?$/i.test(unit) ? { amount: price / per, currency: 'USD', per: 'second' } : undefined;

function variantPrice(variant: Rate & { when: Record<string, unknown> }): Price[] {
	const price = priceOf(variant);
	const told = Object.entries(variant.when).map(([name, value]) =>
		Object.hasOwn(conditions, name) ? conditions[name]!(value) : undefined,
	);
	return price === undefined || told.includes(undefined)
		? []
		: [Object.assign({}, price, ...told) as Price];
}

/** The prices of a model, where they are in a form that can be read: without them, those of the table count. */
function pricesOf(pricing: Pricing): Pick<VideoModel, 'price'> {
	// "The rate cannot be quoted ahead of the request."
	if (pricing.kind === 'variable') return { price: [] };
	if (pricing.kind === 'variants') {
		const price = pricing.variants.flatMap(variantPrice);
		return price.length > 0 ? { price } : {};
	}
	// Several rates add up, and how much of each a video needs isn't known.
	const [rate, ...others] = pricing.units;
	const price = rate && others.length === 0 ? priceOf(rate) : undefined;
	return price ? { price } : {};
}

/** Whether a model makes videos from a text, from an image, or both. */
function firstFrameOf(capabilities: readonly string[]): Pick<VideoModel, 'firstFrame'> {
	const fromText = capabilities.includes('text_to_video');
	if (capabilities.includes('image_to_video')) {
		return { firstFrame: fromText ? 'optional' : 'required' };
	}
	// Another word for making videos may include an image.
	const isTextOnly =
		fromText && capabilities.filter((one) => one.endsWith('_to_video')).length === 1;
	return isTextOnly ? { firstFrame: 'unsupported' } : {};
}

function listedModel({ id, info, pricing, capabilities }: ListedEntry): ListedModel {
	return {
		id,
		name: info?.name ?? id,
		...(pricing ? pricesOf(pricing) : {}),
		// The pages of the table's models say more than these words.
		...(capabilities && !findModel({ models }, id) ? firstFrameOf(capabilities) : {}),
	};
}

/**
 * The video models of the catalogue. The server filters them; if entries have a type, those of other types are
 * left out. "Match against id and aliases together": a model that is in the table under its aliases goes by those.
 */
export function videoModels(entries: readonly ListedEntry[]): ListedModel[] {
	const isVideo = ({ type }: ListedEntry) => /video/i.test(type ?? '');
	const videos = entries.some(isVideo) ? entries.filter(isVideo) : entries;
	const offered = videos.filter(({ id }) => !isForEndFrames(id));
	return offered.flatMap((entry) => {
		const inTable = [entry.id, ...(entry.aliases ?? [])].filter((name) =>
			findModel({ models }, name),
		);
		const ids = inTable.length > 0 ? inTable : [entry.id];
		return ids.map((id) =>
			listedModel({ ...entry, id, info: entry.info ?? { name: entry.id } }),
		);
	});
}
