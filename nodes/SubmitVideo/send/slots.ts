import { isGatewayError, type Gateway, type VideoRequest } from '../../../gateways/gateway';
import type { Item } from '../../shared/item';
import { pauseUntil } from '../../shared/pause';
import { createSemaphore } from '../../shared/semaphore';
import { send, type Sent } from '../../shared/transport/send';

/** Seconds between two checks for a free slot (useapi.net, POST videos/create, 429: "10..30 seconds"). */
const BETWEEN_CHECKS = 10;

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

	async function hasRoom(item: Item, gateway: Gateway, request: VideoRequest) {
		if (!gateway.slots) return true;
		const { outcome } = await send(item, gateway, gateway.slots(request));
		return isGatewayError(outcome) || outcome.hasRoom;
	}

	return {
		feed: async (submit, { item, gateway, request, minutes }) => {
			if (!(minutes > 0) || !gateway.slots) return await submit();
			const deadline = Date.now() + minutes * 60_000;
			return await line.take(item.stop, async () => {
				for (;;) {
					const sent = await submit();
					const isTurnedAway =
						isGatewayError(sent.outcome) && sent.outcome.code === 'rateLimited';
					if (!isTurnedAway) return sent;
					do {
						const next = Date.now() + BETWEEN_CHECKS * 1000;
						if (next > deadline) return sent;
						await pauseUntil(next, item.stop);
					} while (!(await hasRoom(item, gateway, request)));
				}
			});
		},
	};
}
