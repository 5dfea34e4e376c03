import type { GatewayId } from './names';

/** A gateway that calls back: one of the keys of `CALLBACK_VARIANTS`. */
export type CallingGateway = GatewayId;
/** A callback shape for each gateway that calls back. Where pages contradict each other, each reading has a name. */
export type CallbackVariants = Partial<Record<CallingGateway, string>>;

/** `challenge` before a job is accepted (MiniMax), `progress` while it runs, `final` at its end. */
export type CallbackKind = 'challenge' | 'progress' | 'final';

/** A callback as it goes over the wire: a POST of this text to this address. */
export interface CallbackCall {
	gateway: GatewayId;
	jobId: string;
	kind: CallbackKind;
	url: string;
	headers: Record<string, string>;
	body: string;
}

/** A callback that was sent, with what came back. Can be sent again as it is. */
export interface RecordedCallback extends CallbackCall {
	/** Milliseconds since 1970. */
	at: number;
	/** 1, or more where the same was not taken before. */
	attempt: number;
	/** HTTP status answered; none while there is no answer, and where none came. */
	status?: number;
	/** The text answered. */
	answer?: string;
	answeredAt?: number;
	/** Why no answer came. */
	problem?: string;
}

/** What to change about a callback. */
export interface CallbackOptions {
	/** Default: the gateway's in `Simulator.callbackVariants`. */
	variant?: string;
	/** Default: the address that the submit named. */
	url?: string;
	/** Signs with this secret instead of the key's own (AIgateway). */
	secret?: string;
	/** Signs as of so many seconds ago (AIgateway, whose pages want over 300 s refused). */
	secondsOld?: number;
}
