/** Of a refusal that ends by itself: too much was asked, or the address is shut out for a while. */
const TOO_MUCH =
  /too frequent|too many (requests|visits)|rate.?limit|frequency (protection|limit)|banned until|\bip\b[^.]{0,40}\bbanned\b/i;

/** What a firewall on the way writes, whoever's it is. */
const FIREWALL =
  /access denied|request blocked|request could not be satisfied|been blocked|attention required|captcha|security (check|service)|unusual traffic/i;

/** Of a refusal that stays: the exchange does not serve where the address is. */
const REGION =
  /\b(countries|jurisdictions?|(restricted|your|this|certain|the) (country|region|location|area))\b/i;

/** Whether a text asks everybody to send less, for a while. */
export function asksForLess(text: string): boolean {
  return TOO_MUCH.test(text);
}

/** Whether a page is of a firewall that shuts the address out. */
export function isOfFirewall(text: string): boolean {
  return FIREWALL.test(text);
}

/** Whether a text says that a region is shut out. A page alone says nothing: a ban comes as one too. */
export function namesRegion(text: string): boolean {
  return REGION.test(text) && !asksForLess(text);
}
