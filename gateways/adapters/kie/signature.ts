import { createHmac } from 'crypto';
import { z } from 'zod';

import type { CallbackRequest } from '../../gateway';
import { isRecent, isSameText } from '../../protocols/signing';

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
	if (taskId === undefined || !isRecent(timestamp, receivedAt)) return false;
	const expected = createHmac('sha256', secret).update(`${taskId}.${timestamp}`).digest('base64');
	// As text: base64 can be written in several ways, and only one of them is the signature.
	return isSameText(headers['x-webhook-signature'] ?? '', expected);
}
