-- AlterTable
ALTER TABLE "series" ADD COLUMN "tracked" BOOLEAN NOT NULL DEFAULT true;
