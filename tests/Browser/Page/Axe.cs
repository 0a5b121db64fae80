using Microsoft.Playwright;
using Tests.Support;

namespace Tests.Browser;

/// <summary>axe-core, run in a page.</summary>
internal static class Axe
{
    private const string Judge =
        """
        async () => {
          const found = await axe.run(document, { runOnly: {
            type: 'tag',
            values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          } });
          const told = rules => rules.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`));
          return [told(found.violations), told(found.passes)];
        }
        """;

    /// <returns>What breaks a rule, and what keeps one.</returns>
    public static async Task<string[][]> JudgeAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(
            Path.Combine(Checkout.Root, "tests/BenchPage/node_modules/axe-core/axe.min.js"),
            TestContext.Current.CancellationToken));
        return await page.EvaluateAsync<string[][]>(Judge);
    }
}
