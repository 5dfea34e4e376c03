import type { Item } from './item';

/** The path of Wait For Video's own webhook, after the path that resumes an execution. */
export const WAKE_UP_PATH = 'video';

/**
 * The address at which a gateway wakes a Wait For Video of this execution. `$execution.resumeUrl` itself resumes
 * whichever node is waiting at the moment, even an approval by a person; this one gets a 404 there (n8n 2.41).
 */
export function readWakeUpAddress({ context, index }: Item): string {
	const url = new URL(String(context.evaluateExpression('{{ $execution.resumeUrl }}', index)));
	url.pathname = `${url.pathname.replace(/\/+$/, '')}/${WAKE_UP_PATH}`;
	return url.href;
}
