// Hold OpenAPI documents against the rules that `redocly lint` recommends; a warning fails, too.
//
//     node lint.mjs DOCUMENT...
import { createConfig, formatProblems, getTotals, lint } from "@redocly/openapi-core";

const config = await createConfig({ extends: ["recommended-strict"] });
const problems = [];
for (const ref of process.argv.slice(2)) problems.push(...(await lint({ ref, config })));
const totals = getTotals(problems);
formatProblems(problems, { format: "codeframe", totals });
process.exitCode = totals.errors + totals.warnings > 0 ? 1 : 0;
