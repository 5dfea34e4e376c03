import { readJsonTemplate, readObjectCode, unescaped } from './objectCode';
import { fromParameter, fromParts, literal, splitTemplate, type Part, type Value } from './values';
import { kindOf, namedParameters, parameter, textParameter, type WorkflowNode } from './workflow';

/** What an HTTP Request node sends. */
export interface HttpCall {
	method: string;
	/** Without spaces around it, and with `{}` for each expression. */
	url: string;
	/** The expressions of the URL, in order. */
	codes: readonly string[];
	node: WorkflowNode;
}

/** Since this version, the node has the parameters that are read here. */
const FIRST_VERSION = 3;

/** What a node sends; undefined if it isn't an HTTP Request of a version that can be read. */
export function httpCall(node: WorkflowNode): HttpCall | undefined {
	if (kindOf(node) !== 'httpRequest' || Number(node.typeVersion ?? 1) < FIRST_VERSION) {
		return undefined;
	}
	const stored = textParameter(node, 'url');
	const parts: Part[] = stored.startsWith('=') ? splitTemplate(stored.slice(1)) : [stored];
	return {
		method: (textParameter(node, 'method') || 'GET').toUpperCase(),
		url: parts
			.map((part) => (typeof part === 'string' ? part : '{}'))
			.join('')
			.trim(),
		codes: parts.flatMap((part) => (typeof part === 'string' ? [] : [part.code])),
		node,
	};
}

/** Whether a node is of a version of HTTP Request that is too old to be read. */
export const isOldHttp = (node: WorkflowNode): boolean =>
	kindOf(node) === 'httpRequest' && Number(node.typeVersion ?? 1) < FIRST_VERSION;

/** JSON text of a value, spliced into JSON: the value itself. */
function withoutStringify(code: string, isQuoted: boolean): string {
	const call = isQuoted
		? /^JSON\.stringify\(([\s\S]*)\)\.slice\(1, ?-1\)$/
		: /^JSON\.stringify\(([\s\S]*)\)$/;
	const method = isQuoted
		? /^([\s\S]*)\.toJsonString\(\)\.slice\(1, ?-1\)$/
		: /^([\s\S]*)\.toJsonString\(\)$/;
	return (call.exec(code)?.[1] ?? method.exec(code)?.[1] ?? code).trim();
}

function leafOf(source: string, isQuoted: boolean): Value | undefined {
	const parts = splitTemplate(source).map((part) =>
		typeof part === 'string'
			? unescaped(part)
			: { code: withoutStringify(part.code, isQuoted) },
	);
	const value = fromParts(parts);
	return isQuoted || value.kind === 'code' ? value : undefined;
}

function fromJsonText(stored: string): Value | undefined {
	if (!stored.startsWith('=')) return readJsonTemplate(stored, leafOf);
	const text = stored.slice(1).trim();
	const isOne = text.startsWith('{{') && text.endsWith('}}') && text.indexOf('{{', 2) < 0;
	return isOne ? readObjectCode(text.slice(2, -2)) : readJsonTemplate(text, leafOf);
}

function fromPairs(node: WorkflowNode): Value {
	return {
		kind: 'object',
		entries: namedParameters(node, 'bodyParameters.parameters').map((row) => [
			String(row.name ?? ''),
			row.parameterType === 'formBinaryData'
				? { kind: 'file', field: String(row.inputDataFieldName ?? 'data') }
				: fromParameter(row.value ?? ''),
		]),
	};
}

/** The body of a request as a tree of values; undefined if it can't be read. */
export function bodyOf(node: WorkflowNode): Value | undefined {
	if (parameter(node, 'sendBody') !== true) return { kind: 'object', entries: [] };
	const type = textParameter(node, 'contentType') || 'json';
	if (type === 'raw') return fromJsonText(textParameter(node, 'body'));
	if (type !== 'json' && type !== 'multipart-form-data' && type !== 'form-urlencoded') {
		return undefined;
	}
	return type === 'json' && textParameter(node, 'specifyBody') === 'json'
		? fromJsonText(textParameter(node, 'jsonBody'))
		: fromPairs(node);
}

/** Names of the headers that a node sends. */
export const headersOf = (node: WorkflowNode): string[] =>
	parameter(node, 'sendHeaders') === true
		? namedParameters(node, 'headerParameters.parameters').map(({ name }) => String(name ?? ''))
		: [];

/** The binary field that a node puts a downloaded file into; undefined if it answers with JSON. */
export function fileField(node: WorkflowNode): string | undefined {
	const format = textParameter(node, 'options.response.response.responseFormat');
	// Without a format, n8n goes by the answer's type: a video is a file.
	if (format !== 'file' && format !== 'autodetect' && format !== '') return undefined;
	return textParameter(node, 'options.response.response.outputPropertyName') || 'data';
}

/** Whether n8n saves the answer as a file whatever it is. */
export const isFileRequest = (node: WorkflowNode): boolean =>
	textParameter(node, 'options.response.response.responseFormat') === 'file';

/** The query of a request, that of the URL and that of the parameters. */
export function queryOf({ url, node }: HttpCall): ReadonlyMap<string, Value> {
	const inUrl = [...new URLSearchParams(url.split('?')[1] ?? '')].map(
		([name, text]) => [name, literal(text)] as const,
	);
	const sent =
		parameter(node, 'sendQuery') === true
			? namedParameters(node, 'queryParameters.parameters').map(
					(row) => [String(row.name), fromParameter(row.value)] as const,
				)
			: [];
	return new Map([...inUrl, ...sent]);
}
