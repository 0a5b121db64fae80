namespace Tests.Browser;

/// <summary>Said by name, so that nobody takes silence for a pass.</summary>
public class WithoutPlaywrightTests
{
    [Fact]
    public void The_bench_in_a_browser() => Assert.Skip(
        "Microsoft.Playwright is not in this build: ./test asks for it, where the package registry has it");
}
