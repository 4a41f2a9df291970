import { askedCommand } from '@fullcarry/platform/bus/commands/asked-command';
import { explained } from '@fullcarry/platform/bus/commands/explained';
import { seriesInMarket } from '@fullcarry/domain/series';
import {
  boundedSyncReply,
  DataSyncCommandV1,
  type SyncReply,
} from '@fullcarry/contracts/commands/data-sync-command-v1';
import {
  boundedVerifyReply,
  DataVerifyCommandV1,
  type VerifyReply,
} from '@fullcarry/contracts/commands/data-verify-command-v1';
import { DomainError } from '@fullcarry/domain/errors';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import { verifyCertificates } from '@fullcarry/history/proof/verify-certificates';
import { MESSAGE_BOUND_BYTES } from '@fullcarry/platform/bus/message-bound';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { FetcherRun } from './fetcher-run.js';

/** What other services may command from a fetcher; one of them answers. */
@Controller()
export class DataCommandsController {
  constructor(private readonly run: FetcherRun) {}

  @MessagePattern(DataSyncCommandV1.subject)
  sync(@Payload() payload: unknown): Promise<SyncReply> {
    const keeper = this.run.keepers.get(
      this.exchangeOf(askedCommand(DataSyncCommandV1.ask, payload)),
    );
    if (!keeper)
      throw new RpcException('The data feature is switched off (HISTORICAL_ENABLED=false)');
    return this.run.carryOut(async () =>
      boundedSyncReply(await explained(keeper.sync(), DomainError), MESSAGE_BOUND_BYTES),
    );
  }

  @MessagePattern(DataVerifyCommandV1.subject)
  verify(@Payload() payload: unknown): Promise<VerifyReply> {
    const exchange = this.exchangeOf(askedCommand(DataVerifyCommandV1.ask, payload));
    return this.run.carryOut(async () =>
      boundedVerifyReply(await this.recompute(exchange), MESSAGE_BOUND_BYTES),
    );
  }

  private exchangeOf({ exchange }: { readonly exchange?: string | undefined }): string {
    const { exchanges } = this.run;
    const meant = exchange ?? exchanges[0] ?? '';
    if (exchanges.includes(meant)) return meant;
    throw new RpcException(`${meant} is not fetched here, but ${exchanges.join(', ')}`);
  }

  private async recompute(exchange: string): Promise<VerifyReply> {
    const { database, stopping } = this.run;
    const differences: VerifyReply['differences'] = [];
    let seriesChecked = 0;
    for await (const one of verifyCertificates(database, exchange)) {
      if (stopping.aborted) throw new RpcException('The fetcher was stopped');
      seriesChecked += 1;
      if (one.agrees) continue;
      differences.push({
        symbol: one.series.market.symbol,
        series: seriesInMarket(one.series.key),
        stored: one.stored.sha256,
        recomputed: one.recomputed.sha256,
      });
    }
    const dataset = await new CertificateStore(database).dataset(exchange);
    return {
      v: 1,
      verifiedAtMs: Date.now(),
      seriesChecked,
      datasetSha256: dataset?.sha256 ?? null,
      differences,
    };
  }
}
