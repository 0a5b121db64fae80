using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Tests.Support;

/// <summary>
/// What a real program did to the files of a folder, written down by disk-recorder.c, which its process has loaded.
/// </summary>
/// <param name="folder">Whose files.</param>
/// <param name="file">Where it is written down; outside of the folder.</param>
public sealed class DiskRecording(string folder, string file)
{
    /// <summary>Why it cannot be done here; null when it can.</summary>
    public static string? WhyNot => NativeLayer.WhyNot;

    /// <summary>Variables that a program is started with to be recorded.</summary>
    public async Task<ImmutableDictionary<string, string>> EnvironmentAsync(CancellationToken cancellation) =>
        ImmutableDictionary<string, string>.Empty
            .Add("LD_PRELOAD", await NativeLayer.BuildAsync("disk-recorder", cancellation))
            .Add("ET_RECORD_FOLDER", folder)
            .Add("ET_RECORD_FILE", file);

    /// <summary>All steps until now, in order.</summary>
    /// <exception cref="NotSupportedException">The program did something that nobody foresaw.</exception>
    public List<DiskStep> Read()
    {
        var steps = new List<DiskStep>();
        ReadOnlyMemory<byte> rest = File.Exists(file) ? File.ReadAllBytes(file) : [];
        while (rest.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var words = Encoding.UTF8.GetString(rest.Span[..end]).Split(' ', 4);
            var length = int.Parse(words[1], CultureInfo.InvariantCulture);
            if (rest.Length < end + 1 + length)
                break;
            var bytes = rest.Slice(end + 1, length);
            steps.Add(Step(words[0], long.Parse(words[2], CultureInfo.InvariantCulture), words[3], bytes));
            rest = rest[(end + 1 + length)..];
        }
        // The last entry of a program that was killed while it was being written: nobody was told of what it did.
        return steps;
    }

    /// <summary>Nothing was done yet.</summary>
    public void Clear() => File.Delete(file);

    private static DiskStep Step(string kind, long offset, string path, ReadOnlyMemory<byte> bytes) => kind switch
    {
        "create" => new DiskStep.Created(path),
        "make-folder" => new DiskStep.FolderMade(path),
        "write" => new DiskStep.Written(path, offset, bytes),
        "truncate" => new DiskStep.Truncated(path, offset),
        "sync" => new DiskStep.Synced(path),
        "sync-folder" => new DiskStep.FolderSynced(path),
        "rename" => new DiskStep.Renamed(path, Encoding.UTF8.GetString(bytes.Span)),
        "remove" => new DiskStep.Removed(path),
        _ => throw new NotSupportedException($"'{kind}' of {path}: what a power cut makes of it was not thought of."),
    };
}
