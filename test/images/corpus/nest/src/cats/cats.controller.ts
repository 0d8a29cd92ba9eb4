import { Controller, Get } from "@nestjs/common";
import { CatsService } from "./cats.service";

@Controller()
export class CatsController {
  constructor(private readonly cats: CatsService) {}

  @Get("health")
  health(): string {
    return "ok";
  }

  @Get("cats")
  all(): string[] {
    return this.cats.all();
  }
}
