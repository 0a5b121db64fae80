using System.Globalization;

namespace Tests.Support;

/// <summary>
/// A small disk in memory, mounted over a folder for those programs only that enter its mount namespace. It ends with
/// the test, whatever happens. Needs root.
/// </summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly ChildProcess holder;
    private readonly string folder;

    private SmallDisk(ChildProcess holder, string folder) => (this.holder, this.folder) = (holder, folder);

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? WhyNot =>
        Environment.UserName != "root" ? "only root may mount a small disk"
        : !ChildProcess.Exists("unshare") || !ChildProcess.Exists("nsenter") ? "unshare and nsenter are not installed"
        : null;

    /// <summary>Put before a command, it runs where the disk is.</summary>
    public string[] Entry => ["nsenter", "--target", Text(holder.Id), "--mount"];

    /// <summary>Mounts a disk, with what the folder holds on it.</summary>
    public static async Task<SmallDisk> MountAsync(string folder, long bytes, CancellationToken cancellation)
    {
        const string script =
            "cp -a \"$0\" \"$0.outside\" && mount -t tmpfs -o size=\"$1\" none \"$0\" && " +
            "cp -a \"$0.outside/.\" \"$0\" && echo ready && exec sleep infinity";
        var holder = await ChildProcess.StartAsync(
            "unshare", NoEnvironment, "--mount", "sh", "-c", script, folder, Text(bytes));
        await holder.Output.First<string>(0, line => line == "ready", cancellation);
        return new SmallDisk(holder, folder);
    }

    /// <summary>A path on the disk, as it is seen from outside.</summary>
    public string Seen(string path) => $"/proc/{Text(holder.Id)}/root{path}";

    /// <summary>Takes the room that is left.</summary>
    /// <param name="leaving">But for so many bytes.</param>
    public void Fill(int leaving = 0)
    {
        using var file = File.Create(Seen(Path.Combine(folder, "fill")));
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
        file.SetLength(file.Length - leaving);
    }

    /// <summary>Gives it back.</summary>
    public void MakeRoom() => File.Delete(Seen(Path.Combine(folder, "fill")));

    /// <param name="how"><c>ro</c> or <c>rw</c>.</param>
    /// <param name="cancellation">The test's own.</param>
    public async Task RemountAsync(string how, CancellationToken cancellation)
    {
        await using var mount = await ChildProcess.StartAsync(
            Entry[0], NoEnvironment, [.. Entry[1..], "mount", "-o", $"remount,{how}", folder]);
        if (await mount.End(cancellation) is not 0 and var code)
            throw new IOException($"mount ended with {code}: {string.Join(' ', mount.Errors.Seen)}");
    }

    public ValueTask DisposeAsync() => holder.DisposeAsync();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
