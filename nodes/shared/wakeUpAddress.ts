import type { Item } from './item';

/** The path of Wait For Video's own webhook, after the path that resumes an execution. */
export const WAKE_UP_PATH = 'video';

/** The address that resumes this execution, whichever node is waiting. */
const readResumeUrl = ({ context, index }: Item): string =>
	String(context.evaluateExpression('{{ $execution.resumeUrl }}', index));

/** The last two parts of the path of an address: a proxy may have another host, and add to the path. */
const endOfPath = (address: string): string | undefined =>
	URL.canParse(address)
		? new URL(address).pathname.split('/').filter(Boolean).slice(-2).join('/')
		: undefined;

/** Whether an address resumes this execution, whichever node is waiting. */
export function isResumeUrl(item: Item, address: string | undefined): boolean {
	return address !== undefined && endOfPath(address) === endOfPath(readResumeUrl(item));
}

/**
 * The address at which a gateway wakes a Wait For Video of this execution. `$execution.resumeUrl` itself resumes
 * whichever node is waiting at the moment, even an approval by a person; this one gets a 404 there (n8n 2.41).
 */
export function readWakeUpAddress(item: Item): string {
	const url = new URL(readResumeUrl(item));
	url.pathname = `${url.pathname.replace(/\/+$/, '')}/${WAKE_UP_PATH}`;
	return url.href;
}
