namespace Tests.Support;

/// <summary>The programs of tests/Verifiers: Node.js, the npm package jose, and nothing of ours.</summary>
public static class NodeVerifiers
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    /// <summary>Why they cannot be run here; null: they can.</summary>
    public static string? Missing =>
        !ChildProcess.Exists("node") ? "Node.js is not installed (./test and ./demo install it)."
        : !Directory.Exists(In("node_modules/jose")) || !Directory.Exists(In("node_modules/ajv"))
            ? "jose or ajv is not installed: npm ci --prefix tests/Verifiers"
        : null;

    /// <summary>Runs one of them to its end.</summary>
    /// <param name="program">Its file: <c>verify.mjs</c>.</param>
    /// <param name="arguments">As they are.</param>
    /// <param name="cancellation">The test's own.</param>
    public static async Task<(int Code, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        await using var child = await ChildProcess.StartAsync("node", NoEnvironment, [In(program), .. arguments]);
        var code = await child.End(cancellation);
        return (code, child.Output.Seen, child.Errors.Seen);
    }

    private static string In(string name) => Path.Combine(Checkout.Root, "tests", "Verifiers", name);
}
