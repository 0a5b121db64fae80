using System.Collections.Concurrent;

namespace Tests.Support;

/// <summary>
/// Libraries in C that a program is started with (LD_PRELOAD, ld.so(8)); compiled when they are needed.
/// </summary>
public static class NativeLayer
{
    private const string Compiler = "cc";

    private static readonly TemporaryFolder Folder = new();
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Built = new();

    static NativeLayer() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? WhyNot =>
        ChildProcess.Exists(Compiler) ? null : "there is no C compiler: apt-get install gcc libc6-dev";

    /// <summary>The path of a library.</summary>
    /// <param name="name">Its source beside this file, without <c>.c</c>.</param>
    /// <param name="cancellation">The test's own.</param>
    public static Task<string> BuildAsync(string name, CancellationToken cancellation) =>
        Built.GetOrAdd(name, _ => new Lazy<Task<string>>(() => CompileAsync(name, cancellation))).Value;

    private static async Task<string> CompileAsync(string name, CancellationToken cancellation)
    {
        var library = Folder.In(name + ".so");
        await using var compiling = await ChildProcess.StartAsync(
            Compiler,
            new Dictionary<string, string>(),
            "-Wall", "-Wextra", "-Werror", "-O1", "-fPIC", "-shared", "-o", library, Source(name), "-ldl", "-lpthread");
        return await compiling.End(TimeSpan.FromMinutes(2), cancellation) == 0
            ? library
            : throw new InvalidOperationException(string.Join('\n', compiling.Errors.Seen));
    }

    private static string Source(string name) =>
        Path.Combine(Checkout.Root, "tests", "Support", "PowerCuts", name + ".c");
}
