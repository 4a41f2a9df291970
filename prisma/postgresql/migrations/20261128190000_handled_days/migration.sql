-- AlterTable
ALTER TABLE "piece" ADD COLUMN "handled" BOOLEAN NOT NULL DEFAULT false;
