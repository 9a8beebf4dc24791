"""The pages of registers, made from their declarations alone: overview, lists, forms, rows, exports, data problems."""
