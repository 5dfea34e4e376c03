import { listPrices } from '../../gateways/request/prices';
import type { PriceSource, VideoModel } from '../../gateways/gateway';

/** The models of one gateway, and where they are from. */
export interface Table {
	gateway: string;
	models: readonly VideoModel[];
	source: PriceSource;
}

/** A source, and what rests on it. */
export interface Rest {
	gateway: string;
	source: PriceSource | undefined;
	/** `limits` for what the models accept, `prices` for what they cost. */
	about: 'limits' | 'prices';
	models: string[];
}

/** What the check has found: lines about old sources, and lines about what must be put right. */
export interface Findings {
	old: string[];
	problems: string[];
}

const DAY = 24 * 60 * 60 * 1000;
const LISTED_AFTER_DAYS = 90;
const FAILS_AFTER_DAYS = 365;

const hasPrice = (model: VideoModel): boolean => listPrices(model).length > 0;

const sameSource = (left: PriceSource | undefined, right: PriceSource | undefined): boolean =>
	left?.page === right?.page && left?.read === right?.read;

/** Every source of the tables with the models that rest on it. A price without a page has the source undefined. */
export function restsOf(tables: readonly Table[]): Rest[] {
	return tables.flatMap(({ gateway, models, source }) => {
		const priced = models.filter(hasPrice).reduce<Rest[]>((rests, { id, pricedBy }) => {
			const rest = rests.find((one) => sameSource(one.source, pricedBy));
			if (rest) rest.models.push(id);
			else rests.push({ gateway, source: pricedBy, about: 'prices', models: [id] });
			return rests;
		}, []);
		const ids = models.map(({ id }) => id);
		return [{ gateway, source, about: 'limits' as const, models: ids }, ...priced];
	});
}

/** How many characters of a date in ISO form say the year, the month, the day. */
const precisions: Readonly<Partial<Record<number, 'FullYear' | 'Month' | 'Date'>>> = {
	4: 'FullYear',
	7: 'Month',
	10: 'Date',
};

/**
 * The first and the last moment that a date such as `2026`, `2026-08` or `2026-08-21` can mean, in milliseconds since
 * 1970; undefined for anything else.
 */
export function spanOf(read: string): { from: number; to: number } | undefined {
	const precision = precisions[read.length];
	const from = new Date(`${read}${'-01-01'.slice(read.length - 4)}T00:00:00Z`);
	// "2026-02-30" is read as a day in March.
	const isReal = !Number.isNaN(from.getTime()) && from.toISOString().startsWith(read);
	if (!precision || !isReal) return undefined;
	const next = new Date(from);
	next[`setUTC${precision}`](from[`getUTC${precision}`]() + 1);
	return { from: from.getTime(), to: next.getTime() - 1 };
}

/**
 * How old the tables are. A source is old once any day that its date can mean lies 90 days back, and a problem once
 * all of them lie a year back; no page, no date and a date to come are problems, too.
 *
 * @param now milliseconds since 1970
 */
export function findingsOf(tables: readonly Table[], now: number): Findings {
	const findings: Findings = { old: [], problems: [] };
	for (const { gateway, source, about, models } of restsOf(tables)) {
		const count = `${models.length} ${models.length === 1 ? 'model' : 'models'}`;
		const what = `${gateway}, ${about} of ${count}`;
		if (!source?.page) {
			findings.problems.push(`${what}: no source (${models.join(', ')})`);
			continue;
		}
		const words = `${what}: ${source.page}, read ${source.read}`;
		const span = spanOf(source.read);
		if (!span) findings.problems.push(`${words}: not a date such as 2026-08-21`);
		else if (span.from > now) findings.problems.push(`${words}: not yet`);
		else if (now - span.to > FAILS_AFTER_DAYS * DAY) {
			findings.problems.push(`${words}: over a year ago`);
		} else if (now - span.from > LISTED_AFTER_DAYS * DAY) {
			findings.old.push(`${words}: up to ${Math.floor((now - span.from) / DAY)} days ago`);
		}
	}
	return findings;
}
