export default async function tearDownTests() {
  await globalThis.fullcarryPostgres?.close();
}
