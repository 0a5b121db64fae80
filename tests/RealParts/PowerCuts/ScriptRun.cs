using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using Tests.PowerCuts;
using Tests.Support;

namespace Tests.RealParts.PowerCuts;

/// <summary>The script, run once by a process of its own on a real folder, with every call that it made.</summary>
internal sealed class ScriptRun
{
    /// <summary>Of a whole start and all that follows, written down call by call, on a machine that is busy.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private ScriptRun(Site site, IReadOnlyList<DiskStep> steps, IReadOnlyList<LedgerEntry> entries)
    {
        (Site, Steps, Entries) = (site, steps, entries);
        Records = [.. RecordsIn(steps)];
        var state = TerminalState.Initial;
        var states = new List<Remembered> { state.Past };
        foreach (var record in Records)
            states.Add((state = Terminal.Evolve(state, record)).Past);
        States = states;
    }

    public static Terminal Terminal { get; } = new(Kiosks.Setup());

    public Site Site { get; }

    public IReadOnlyList<DiskStep> Steps { get; }

    /// <summary>All records that were ever appended, retired ones too.</summary>
    public IReadOnlyList<JournalRecord> Records { get; }

    /// <summary>What the first <c>n</c> of them come to, by a fold that never stopped.</summary>
    public IReadOnlyList<Remembered> States { get; }

    /// <summary>How many sales are among those up to this one.</summary>
    public int SalesUntil(RecordPosition tail) =>
        Records.Take((int)tail.Sequence).Count(record => record.Fact is Fact.Sale);

    /// <summary>All that the ledger ever stored.</summary>
    public IReadOnlyList<LedgerEntry> Entries { get; }

    public static async Task<ScriptRun> RunAsync(Site site, TemporaryFolder folder, CancellationToken cancellation)
    {
        SiteKeys.Write(site, folder.In("keys"));
        Directory.CreateDirectory(folder.In("site"));
        var recording = new DiskRecording(folder.In("site"), folder.In("recording"));
        await using var script = await ChildProcess.StartAsync(
            "dotnet",
            await recording.EnvironmentAsync(cancellation),
            Checkout.PowerCuts, "script", folder.In("site"), folder.In("keys"));
        Assert.True(
            await script.End(Longest, cancellation) == 0,
            string.Join('\n', script.Output.Seen.Concat(script.Errors.Seen)));
        using var store = new FileLedgerStore(
            new FolderStorage(folder.In("site/ledger")), () => throw new InvalidOperationException("Only read."));
        return new ScriptRun(site, recording.Read(), [.. store.Entries()]);
    }

    /// <summary>Whole lines, in the order in which they were appended.</summary>
    private static IEnumerable<JournalRecord> RecordsIn(IReadOnlyList<DiskStep> steps)
    {
        var appended = new HashSet<(string Path, long Offset)>();
        foreach (var written in steps.OfType<DiskStep.Written>())
            // A start writes again what it finds, in its place.
            if (SegmentName.TryParse(Path.GetFileName(written.Path), out _) && written.Bytes.Span[^1] == '\n' &&
                appended.Add((written.Path, written.Offset)))
                for (var rest = written.Bytes; !rest.IsEmpty; rest = rest[(rest.Span.IndexOf((byte)'\n') + 1)..])
                {
                    var line = rest[..rest.Span.IndexOf((byte)'\n')];
                    var signed = Jws.OpenUnverified(JwsType.Record, line).OrThrow();
                    yield return RecordLine.Read(signed, site: null).OrThrow();
                }
    }
}
