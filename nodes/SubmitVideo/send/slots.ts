import {
	isGatewayError,
	type Call,
	type Gateway,
	type VideoRequest,
} from '../../../gateways/gateway';
import type { Item } from '../../shared/item';
import { pauseUntil } from '../../shared/pause';
import { createSemaphore } from '../../shared/semaphore';
import { send, type Sent } from '../../shared/transport/send';

/** Submits the videos of a run as the gateway has room for them. */
export interface Slots {
	/**
	 * Runs `submit`, and again each time the gateway has a free slot, until it's no longer rejected for lack of one.
	 * Gives up `minutes` after it started.
	 */
	feed: <Result>(
		submit: () => Promise<Sent<Result>>,
		at: { item: Item; gateway: Gateway; request: VideoRequest; minutes: number },
	) => Promise<Sent<Result>>;
}

/** The slots of one run: all waiting items share one queue. */
export function createSlots(): Slots {
	const line = createSemaphore(1);

	async function hasRoom(item: Item, gateway: Gateway, call: Call<{ hasRoom: boolean }>) {
		const { outcome } = await send(item, gateway, call);
		return isGatewayError(outcome) || outcome.hasRoom;
	}

	return {
		feed: async (submit, { item, gateway, request, minutes }) => {
			const { slots } = gateway;
			if (!(minutes > 0) || !slots) return await submit();
			const deadline = Date.now() + minutes * 60_000;
			return await line.take(item.stop, async () => {
				for (;;) {
					const sent = await submit();
					const isTurnedAway =
						isGatewayError(sent.outcome) && sent.outcome.code === 'rateLimited';
					if (!isTurnedAway) return sent;
					do {
						const next = Date.now() + slots.secondsBetween * 1000;
						if (next > deadline) return sent;
						await pauseUntil(next, item.stop);
					} while (!(await hasRoom(item, gateway, slots.hasRoom(request))));
				}
			});
		},
	};
}
