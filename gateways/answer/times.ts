/** Times in answers: in seconds, in milliseconds, as dates, and in signed links. */

/** Services whose signatures have `X-…-Date` and `X-…-Expires`: AWS and Cloudflare R2, Google, Volcengine (AI/ML API's Seedance). */
const signers = ['Amz', 'Goog', 'Tos'];

/**
 * When a signed link expires, as ISO 8601: `Expires` in Unix seconds (Alibaba OSS, CloudFront, Google) or
 * `X-Amz-Date` with `X-Amz-Expires` in seconds (AWS signature 4 and similar). Undefined for other links.
 */
export function endOfSignedUrl(url: string | undefined): string | undefined {
	if (url === undefined || !URL.canParse(url)) return undefined;
	const query = new URL(url).searchParams;
	const expires = query.get('Expires');
	if (expires !== null && /^\d{9,11}$/.test(expires)) return isoFromSeconds(Number(expires));
	const signer = signers.find((name) => query.has(`X-${name}-Date`)) ?? '';
	const date = query.get(`X-${signer}-Date`) ?? '';
	const signed = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
	const lifetime = Number(query.get(`X-${signer}-Expires`) ?? Number.NaN);
	if (signed === null || !Number.isFinite(lifetime)) return undefined;
	const [year, month, day, hour, minute, second] = signed.slice(1).map(Number) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	return isoFromSeconds(Date.UTC(year, month - 1, day, hour, minute, second) / 1000 + lifetime);
}

/** Seconds since 1970 as ISO 8601; undefined if they aren't a valid date. */
export function isoFromSeconds(seconds: number | null | undefined): string | undefined {
	if (seconds === undefined || seconds === null) return undefined;
	const date = new Date(seconds * 1000);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** From this number on, a time since 1970 is in milliseconds: in seconds it would be the year 5138. */
const EPOCH_MILLISECONDS = 1e11;

/** A time since 1970 in an unstated unit, in seconds. */
export const secondsOf = (time: number): number =>
	time >= EPOCH_MILLISECONDS ? time / 1000 : time;

/** A time since 1970 in an unstated unit, or a date as text, as ISO 8601; undefined if it isn't a valid date. */
export function isoFromTime(time: number | string | null | undefined): string | undefined {
	if (typeof time === 'string') return isoFromSeconds(Date.parse(time) / 1000);
	if (time === undefined || time === null) return undefined;
	return isoFromSeconds(secondsOf(time));
}
