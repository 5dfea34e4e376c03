import type { GatewayError, VideoJob } from '../../../../gateways/gateway';
import type { Pace } from '../../../../gateways/waiting/schedule';
import { afterCheck, startWatch, type Watch } from '../../../../gateways/waiting/watch';

/** The pace of most of the tests. */
export const pace: Pace = { minPollSeconds: 3, typicalSeconds: 120 };
/** When the watches begin. */
export const NOW = Date.UTC(2026, 9, 1, 12);
/** A new watch. */
export const begin = (timeoutSeconds = 1800) => startWatch({ now: NOW, timeoutSeconds }, pace);

/** The watch that goes on after a look; throws where it ended. */
export function goOn(watch: Watch, outcome: VideoJob | GatewayError, now = NOW, by = pace): Watch {
	const step = afterCheck(watch, outcome, now, by);
	if ('end' in step) throw new Error(`ended: ${JSON.stringify(step.end)}`);
	return step.watch;
}

/** Seconds until the next check. */
export const secondsToNext = (watch: Watch, now = NOW) => (watch.nextCheckAt - now) / 1000;
