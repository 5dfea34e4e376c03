import type { GatewayRequest } from '../../../gateways/gateway';

/** What a request has in its body, as JSON or as a form, so that a test can ask for it without knowing which. */

type Fields = Record<string, unknown>;

/** The fields of a body. */
export const bodyOf = ({ body, multipart }: GatewayRequest): Fields =>
	multipart ? { ...multipart.fields } : ((body ?? {}) as Fields);

/** These fields as the request's body has them: in a form, all is text, and what is null isn't there. */
export function asSent({ multipart }: GatewayRequest, fields: Readonly<Fields>): Fields {
	if (!multipart) return fields;
	const set = Object.entries(fields).filter(([, value]) => value !== null);
	return Object.fromEntries(
		set.map(([name, value]) => [
			name,
			typeof value === 'string' ? value : JSON.stringify(value),
		]),
	);
}
