"""The sheet of all (机构人员表): units, people and posts of the whole bureau in one workbook, out and in again."""
