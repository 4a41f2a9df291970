import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';

/** One thing that must work for the service to be ready, and what it says of itself. */
export interface HealthCheck {
  readonly name: string;
  check(): { readonly up: boolean; readonly detail?: string };
}

/** What a service's readiness hangs on; grows while it starts. */
export class Health {
  private readonly checks: HealthCheck[] = [];

  add(name: string, check: HealthCheck['check']): void {
    this.checks.push({ name, check });
  }

  /** Ready when there is at least one check and all are up. */
  report() {
    const checks = this.checks.map((one) => ({ name: one.name, ...one.check() }));
    return { up: checks.length > 0 && checks.every((result) => result.up), checks };
  }
}

/** The part of an HTTP response that is used here, whatever server stands behind it. */
interface HttpResponse {
  status(code: number): HttpResponse;
  json(body: unknown): unknown;
}

/** `/health/live`: the process answers. `/health/ready`: 200 when all it needs is up, else 503 with what is down. */
@Controller('health')
export class HealthController {
  constructor(@Inject(Health) private readonly health: Health) {}

  @Get('live')
  live() {
    return { status: 'up' };
  }

  @Get('ready')
  ready(@Res() response: HttpResponse) {
    const { up, checks } = this.health.report();
    response
      .status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
      .json({ status: up ? 'up' : 'down', checks });
  }
}
