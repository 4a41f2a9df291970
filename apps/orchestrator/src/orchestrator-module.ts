import { Module, type DynamicModule } from '@nestjs/common';
import { DeskCommandsController } from './modes/desk-commands.controller.js';
import { DeskRun } from './desk/desk-run.js';
import { DeskMetrics } from './facts/metrics.js';

@Module({})
export class OrchestratorModule {
  static of(run: DeskRun, metrics: DeskMetrics): DynamicModule {
    return {
      module: OrchestratorModule,
      controllers: [DeskCommandsController],
      providers: [
        { provide: DeskRun, useValue: run },
        { provide: DeskMetrics, useValue: metrics },
      ],
    };
  }
}
