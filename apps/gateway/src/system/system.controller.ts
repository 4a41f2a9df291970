import { SystemRoute } from '@fullcarry/contracts/http/data/system-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { Controller } from '@nestjs/common';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';

/** What runs, and what is down: always answered, also while everything else is away. */
@Controller()
export class SystemController {
  constructor(private readonly run: GatewayRun) {}

  @Serves(SystemRoute)
  async system(_: Asked<typeof SystemRoute>): Promise<ReplyOf<typeof SystemRoute>> {
    return this.run.system.now();
  }
}
