import { createHmac, timingSafeEqual } from 'crypto';
import { z } from 'zod';

import type { CallbackRequest } from '../../gateway';

/** No page sets a limit; five minutes is what most services allow. In seconds. */
const TOLERANCE_SECONDS = 300;

/** `taskId` in the bodies of the pages, `task_id` in the sample code of the verification page. */
const taskIds = z.object({
	data: z.object({ taskId: z.string().nullish(), task_id: z.string().nullish() }),
});

/** The task that a callback is about, undefined if it isn't one. */
export function taskIn(body: unknown): string | undefined {
	const read = taskIds.safeParse(body);
	return read.success ? read.data.data.taskId || read.data.data.task_id || undefined : undefined;
}

/**
 * Whether Kie.ai signed this task and time with `secret` within the last five minutes: base64 of HMAC-SHA256 over
 * `taskId.timestamp` (docs.kie.ai, common-api/webhook-verification, read 2026-11). The body isn't signed, so what it
 * says of the task is only a claim.
 */
export function isSigned({ headers, body, receivedAt }: CallbackRequest, secret: string): boolean {
	const timestamp = headers['x-webhook-timestamp'] ?? '';
	const taskId = taskIn(body);
	if (taskId === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
	if (Math.abs(receivedAt / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
	const expected = Buffer.from(
		createHmac('sha256', secret).update(`${taskId}.${timestamp}`).digest('base64'),
	);
	// As text: base64 can be written in several ways, and only one of them is the signature.
	const given = Buffer.from(headers['x-webhook-signature'] ?? '');
	return given.length === expected.length && timingSafeEqual(given, expected);
}
