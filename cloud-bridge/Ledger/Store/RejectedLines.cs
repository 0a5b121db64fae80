using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>
/// Keeps what is no line of a journal: of each terminal and kind at most 16 messages of 16 KiB for thirty days, of all
/// strangers together as many. More is only counted, so that nobody can push out what came first, fill the disk or have
/// it written again and again.
/// </summary>
/// <remarks>Failures of the disk are those of <see cref="IStorage"/>.</remarks>
/// <param name="storage">The ledger's folder.</param>
/// <param name="worker">Who keeps it, of several; null: one alone.</param>
internal sealed class RejectedLines(IStorage storage, string? worker = null)
{
    /// <summary>Of one terminal and kind.</summary>
    public const int MostLines = 16;

    /// <summary>Of one of them.</summary>
    public const int MostBytes = 16 * 1024;

    /// <summary>Thirty days.</summary>
    public const long KeptMilliseconds = 30L * 24 * 3600 * 1000;

    /// <summary>The kind of lines that are well signed and of an epoch that was not granted.</summary>
    public const string NotGranted = "NotGranted";

    /// <summary>What is said of such a line.</summary>
    public static string WhyNotGranted(RecordPosition position) =>
        $"record {position} is well signed, and its epoch was not granted: was this ledger restored from a backup? " +
        "Then run ledger grant-epoch until it is";

    private const int LongestDetail = 300;
    private const string Prefix = "rejected-";
    private const string Suffix = ".json";

    // No terminal has this name: names begin with a letter or digit.
    private const string Strangers = "_strangers";

    private readonly Dictionary<string, RejectedFile> files = new(StringComparer.Ordinal);
    private readonly HashSet<string> unsaved = new(StringComparer.Ordinal);
    private readonly HashSet<string> counted = new(StringComparer.Ordinal);

    /// <summary>
    /// Counts one, and keeps it while there is room; durable with <see cref="Save"/>, counts with
    /// <see cref="SaveAll"/>.
    /// </summary>
    public void Take(LedgerAction.KeepRejected rejected)
    {
        var whose = rejected.Terminal?.ToString() ?? Strangers;
        var name = $"{Prefix}{whose}{(worker is null ? "" : $"@{worker}")}{Suffix}";
        if (!files.TryGetValue(name, out var file))
            file = Read(name) ?? new RejectedFile(rejected.Terminal, [], []);
        var lines = file.Lines.Where(line => rejected.AtMilliseconds - line.AtMilliseconds < KeptMilliseconds).ToList();
        var hasRoom = lines.Count(line => line.Kind == rejected.Kind) < MostLines;
        if (hasRoom)
            lines.Add(LineOf(rejected));
        files[name] = file with { Counts = Counted(file.Counts, rejected.Kind), Lines = [.. lines] };
        (hasRoom ? unsaved : counted).Add(name);
    }

    /// <summary>Makes durable what was kept, with all counts so far of the same terminal.</summary>
    public void Save()
    {
        foreach (var name in unsaved)
            storage.Replace(name, JsonSerializer.SerializeToUtf8Bytes(files[name], LedgerJson.Default.RejectedFile));
        counted.ExceptWith(unsaved);
        unsaved.Clear();
    }

    /// <summary>Makes durable what was only counted, too: a whole file for one number, so rarely.</summary>
    public void SaveAll()
    {
        unsaved.UnionWith(counted);
        Save();
    }

    /// <summary>All that were kept, of each terminal.</summary>
    public IReadOnlyList<RejectedFile> All() =>
    [
        .. from name in storage.List()
           where name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
           let file = Read(name)
           where file is not null
           select file,
    ];

    private static RejectedLine LineOf(LedgerAction.KeepRejected rejected) => new(
        rejected.AtMilliseconds,
        rejected.Kind,
        rejected.Detail[..Math.Min(rejected.Detail.Length, LongestDetail)],
        Convert.ToBase64String(rejected.Bytes.Span[..Math.Min(rejected.Bytes.Length, MostBytes)]));

    private static ValueList<RejectedCount> Counted(ValueList<RejectedCount> counts, string kind) =>
        counts.Any(count => count.Kind == kind)
            ? [.. counts.Select(count => count.Kind == kind ? count with { Times = count.Times + 1 } : count)]
            : [.. counts, new RejectedCount(kind, 1)];

    /// <returns>Null when there is none, or it is not what it should be: a new one is begun.</returns>
    private RejectedFile? Read(string name) =>
        storage.Exists(name) &&
        StrictJson.Read(storage.Read(name), LedgerJson.Default.RejectedFile).Succeeded(out var file, out _)
            ? file
            : null;
}
