using System.Globalization;

namespace Tests.Support;

/// <summary>
/// A small disk, in memory or with a file system as an SD card has, mounted over a folder for those programs only that
/// enter its mount namespace. It ends with the test, whatever happens. Needs root.
/// </summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private const string MountCard =
        "mount -o loop,errors=remount-ro \"$0.card\" \"$0\" && findmnt -n -o SOURCE \"$0\"";

    private readonly ChildProcess holder;
    private readonly string folder;

    private readonly string? card;

    private SmallDisk(ChildProcess holder, string folder, string? card = null) =>
        (this.holder, this.folder, this.card) = (holder, folder, card);

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? WhyNot =>
        Environment.UserName != "root" ? "only root may mount a small disk"
        : !ChildProcess.Exists("unshare") || !ChildProcess.Exists("nsenter") ? "unshare and nsenter are not installed"
        : null;

    /// <summary>Why there can be no card here; null when there can.</summary>
    public static string? WhyNoCard =>
        WhyNot ??
        (!ChildProcess.Exists("mkfs.ext4") ? "mkfs.ext4 is not installed"
        : !File.Exists("/dev/loop-control") ? "there are no loop devices"
        : !Directory.Exists("/sys/fs/ext4") ? "the kernel knows no ext4"
        : null);

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

    /// <summary>Mounts an ext4 disk that the kernel makes read-only at its first error, as images of a Pi do.</summary>
    public static async Task<SmallDisk> MountCardAsync(string folder, long bytes, CancellationToken cancellation)
    {
        const string script =
            "cp -a \"$0\" \"$0.outside\" && truncate -s \"$1\" \"$0.card\" && mkfs.ext4 -q -F \"$0.card\" && " +
            MountCard + " && cp -a \"$0.outside/.\" \"$0\" && echo ready && exec sleep infinity";
        var holder = await ChildProcess.StartAsync(
            "unshare", NoEnvironment, "--mount", "sh", "-c", script, folder, Text(bytes));
        var device = await holder.Output.First<string>(
            0, line => line.StartsWith("/dev/", StringComparison.Ordinal), cancellation);
        await holder.Output.First<string>(0, line => line == "ready", cancellation);
        return new SmallDisk(holder, folder, Path.GetFileName(device));
    }

    /// <summary>The kernel finds an error on the card, and lets nobody write to it any more.</summary>
    public Task BreakAsync(CancellationToken cancellation) =>
        File.WriteAllTextAsync($"/sys/fs/ext4/{card}/trigger_fs_error", "planted by a test", cancellation);

    /// <summary>The card is taken out and put in again; nobody may use it meanwhile.</summary>
    public Task PutInAgainAsync(CancellationToken cancellation) =>
        RunAsync(["sh", "-c", "umount \"$0\" && " + MountCard, folder], cancellation);

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
    public Task RemountAsync(string how, CancellationToken cancellation) =>
        RunAsync(["mount", "-o", $"remount,{how}", folder], cancellation);

    public ValueTask DisposeAsync() => holder.DisposeAsync();

    private async Task RunAsync(string[] command, CancellationToken cancellation)
    {
        await using var run = await ChildProcess.StartAsync(Entry[0], NoEnvironment, [.. Entry[1..], .. command]);
        if (await run.End(cancellation) is not 0 and var code)
            throw new IOException($"{command[0]} ended with {code}: {string.Join(' ', run.Errors.Seen)}");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
