import { gateways } from '../../gateways';
import type { Gateway } from '../../gateways/gateway';

/** What some gateways can do and others document no way to do. */
export type Capability = 'cancel' | 'list' | 'balance' | 'queue';

/** The gateways that can do it. */
export const gatewaysThat = (capability: Capability): Gateway[] =>
	gateways.filter((gateway) => gateway[capability] !== undefined);

/** Their names, for a sentence. */
export const labelsOf = (some: ReadonlyArray<Pick<Gateway, 'label'>>): string =>
	some.map(({ label }) => label).join(', ');

/** A message that the gateway can't do it. */
export function lacking(gateway: Pick<Gateway, 'label'>, capability: Capability): string {
	const { label } = gateway;
	switch (capability) {
		case 'cancel':
			return `${label} documents no way to cancel a job. It goes on and is billed; run Wait For Video or Check Video Status with its Job ID to get the video.`;
		case 'list':
			return `${label} documents no list of jobs. Keep the jobId that Submit Video puts out. Gateways that list jobs: ${labelsOf(gatewaysThat(capability))}.`;
		case 'balance':
			return `${label} documents no way to read the balance. Look it up on its own site. Gateways that tell it: ${labelsOf(gatewaysThat(capability))}.`;
		case 'queue':
			return `${label} documents no way to read its queue. It answers a submit with 429 where it is busy, and Submit Video tries that again. Gateways that tell it: ${labelsOf(gatewaysThat(capability))}.`;
	}
}
