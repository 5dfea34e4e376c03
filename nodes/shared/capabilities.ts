import { gateways } from '../../gateways';
import type { Gateway } from '../../gateways/gateway';
import type { Failure, Words } from './failure';

/** What some gateways can do and others document no way to do. */
export type Capability = 'cancel' | 'list' | 'balance' | 'queue';

/** The gateways that can do it, those included that the user's credential can turn it on for. */
export const gatewaysThat = (capability: Capability): Gateway[] =>
	gateways.filter(
		(gateway) =>
			gateway[capability] !== undefined ||
			(capability === 'cancel' && gateway.settings?.advice.cancel !== undefined),
	);

/** Their names, for a sentence. */
export const labelsOf = (some: ReadonlyArray<Pick<Gateway, 'label'>>): string =>
	some.map(({ label }) => label).join(', ');

/**
 * The names of those that can do it, for a sentence: with which jobs, if it's only some, and with the condition where the
 * user's credential decides.
 */
export const namesOfThose = (capability: Capability): string =>
	gatewaysThat(capability)
		.map((gateway) =>
			gateway[capability] === undefined
				? `${gateway.label} if its credential allows it`
				: (gateway.partly?.[capability] ?? gateway.label),
		)
		.join(', ');

/** What is said of a gateway that can't do it: that, and what to do instead. */
function wordsFor(
	{ label, cancel }: Pick<Gateway, 'label' | 'cancel'>,
	capability: Capability,
): Words {
	const able = namesOfThose(capability);
	switch (capability) {
		case 'cancel':
			return {
				title: `${label} can't cancel ${cancel ? 'this job' : 'jobs'}`,
				fix: 'The job continues and is billed. Run Wait For Video or Check Video Status with its Job ID to get the video.',
			};
		case 'list':
			return {
				title: `${label} doesn't list jobs`,
				fix: `Keep the jobId that Submit Video outputs. Gateways that list jobs: ${able}.`,
			};
		case 'balance':
			return {
				title: `${label} doesn't report the balance`,
				fix: `Check it on the gateway's own site. Gateways that report it: ${able}.`,
			};
		case 'queue':
			return {
				title: `${label} doesn't report its queue`,
				fix: `When it's busy, it rejects a submit with 429, and Submit Video tries again. Gateways that report it: ${able}.`,
			};
	}
}

/** The failure of an item that asks a gateway for what it can't do. */
export const lacking = (
	gateway: Pick<Gateway, 'id' | 'label' | 'settings' | 'cancel'>,
	capability: Capability,
): Failure => {
	const { id, settings } = gateway;
	const words = wordsFor(gateway, capability);
	const advice = capability === 'cancel' ? settings?.advice.cancel : undefined;
	return {
		code: 'unsupported',
		gateway: id,
		field: 'operation',
		...words,
		...(advice === undefined ? {} : { fix: `${advice} ${words.fix}` }),
	};
};
