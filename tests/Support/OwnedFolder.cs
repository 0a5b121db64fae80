namespace Tests.Support;

/// <summary>Gives a folder with all in it away, as an operator does with chown(1).</summary>
public static class OwnedFolder
{
    /// <param name="path">The folder.</param>
    /// <param name="owner">USER:GROUP, or USER: for the user's own group.</param>
    /// <param name="cancellation">The test's own.</param>
    public static async Task GiveAsync(string path, string owner, CancellationToken cancellation)
    {
        using var giving = await LinkedProcess.StartAsync("chown", ["-R", owner, path]);
        var error = await giving.StandardError.ReadToEndAsync(cancellation);
        await giving.WaitForExitAsync(cancellation);
        if (giving.ExitCode != 0)
            throw new InvalidOperationException($"chown {owner} {path}: {error}");
    }
}
