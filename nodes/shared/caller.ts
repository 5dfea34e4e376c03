import type { IExecuteFunctions, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/** Who a gateway is called for: an execution, a callback that came in, or a trigger that is set up or taken down. */
export type Caller = IExecuteFunctions | IWebhookFunctions | IHookFunctions;
