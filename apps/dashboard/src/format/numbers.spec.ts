import { describe, expect, it } from '@jest/globals';
import {
  basisPointText,
  countText,
  decimalText,
  moneyText,
  ordinalText,
  percentText,
  priceText,
  rateText,
  shortMoneyText,
  signOf,
} from './numbers.js';

describe('numbers for people', () => {
  it('groups thousands and shows an unknown count as a dash, never as 0', () => {
    expect(countText(50_919)).toBe('50,919');
    expect(countText(null)).toBe('–');
    expect(countText(0)).toBe('0');
  });

  it('rounds exact money as text: twenty digits lose none of the cents', () => {
    expect(moneyText('12345678901234567890.129')).toBe('12,345,678,901,234,567,890.13');
    expect(moneyText('-0.005', 'always')).toBe('−0.01');
    expect(moneyText('3', 'always')).toBe('+3.00');
    expect(moneyText('0', 'always')).toBe('0.00');
  });

  it('shows what is no number as a dash', () => {
    expect(moneyText('12e3')).toBe('–');
    expect(moneyText('NaN')).toBe('–');
    expect(percentText(Number.NaN)).toBe('–');
    expect(basisPointText(Number.POSITIVE_INFINITY)).toBe('–');
  });

  it('keeps the sign of a funding rate, since it says who pays', () => {
    expect(rateText('0.0001')).toBe('+0.0100 %');
    expect(rateText('-0.00125')).toBe('−0.1250 %');
    expect(rateText('0')).toBe('0.0000 %');
    expect(rateText('-0.000000435')).toBe('−0.000044 %');
  });

  it('shows fractions as per cent and basis points', () => {
    expect(percentText(0.0525)).toBe('5.25 %');
    expect(percentText(1, 1)).toBe('100.0 %');
    expect(basisPointText(0.0012)).toBe('+12.0 bp');
  });

  it('gives a price the digits that it needs', () => {
    expect(priceText(97_123.4)).toBe('97,123.40');
    expect(priceText('0.0000123456')).toBe('0.000012346');
    expect(priceText('1.5')).toBe('1.50');
    expect(priceText(0)).toBe('0.00');
  });

  it('shortens large amounts', () => {
    expect(shortMoneyText('5230000000')).toBe('5.23B');
    expect(shortMoneyText('1100000')).toBe('1.10M');
    expect(decimalText(1234.56)).toBe('1,234.6');
  });

  it('knows which way a number points', () => {
    expect([signOf('-0.1'), signOf('0'), signOf(2), signOf(null)]).toEqual([-1, 0, 1, 0]);
  });

  it('names a place in an order, 11th to 13th included', () => {
    const places = [0, 1, 2, 3, 11, 12, 13, 22, 85, 100, 111];
    const texts = '0th 1st 2nd 3rd 11th 12th 13th 22nd 85th 100th 111th';
    expect(places.map(ordinalText).join(' ')).toBe(texts);
  });
});
