/** Whether only this machine can reach a server that listens there; also of the host a browser asked for. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}
