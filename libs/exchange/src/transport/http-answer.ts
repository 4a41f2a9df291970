/** A whole HTTP answer: every byte of the body has arrived. */
export interface HttpAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}
