using System.Collections.Concurrent;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using Xunit.Sdk;

namespace Tests.RealParts.PowerCuts;

/// <summary>
/// The power goes at any byte and any sync of a long script on real files: what is left is opened with the real code,
/// on real files again. docs/durability.md. It takes all processors.
/// </summary>
[Collection(nameof(Alone))]
public sealed class CutPointTests(ScriptFixture fixture, ITestOutputHelper output) : IClassFixture<ScriptFixture>
{
    private const int Chosen = 10_000;
    private const int Seed = 20261121;
    private const int Workers = 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wherever_the_power_goes_all_that_was_answered_is_there_and_the_next_day_begins()
    {
        Assert.SkipWhen(DiskRecording.WhyNot is not null, DiskRecording.WhyNot ?? "");
        var run = fixture.Run;
        var all = CutPoint.All(run.Steps).ToList();
        var cuts = LongRuns.AreWanted ? all : CutPoint.Choose(all, run.Steps, Chosen, Seed);
        Assert.True(cuts.Count >= Chosen, $"{cuts.Count} cut points; {Chosen} are wanted");

        // A run counts only if old records went while the power did.
        Assert.Contains(run.Records, record => record.Fact is Fact.RecordsRetired);

        Assert.Equal(
            run.Records.Count(record => record.Fact is Fact.Sale),
            run.Steps.Aggregate(new Told(), (told, step) => told.After(step)).Approved);

        var opened = await CheckAsync(run, [.. run.Steps], cuts);

        output.WriteLine(
            $"{cuts.Count} of {all.Count} cut points, {run.Steps.Count} steps, {run.Records.Count} records; opened: " +
            string.Join(", ", opened.Select(part => $"{part.Key} {part.Value} times")) + ".");
        // What was listed and never opened proves nothing.
        Assert.True(opened["journal"] >= 3_000, $"the journal was opened {opened["journal"]} times");
        Assert.True(opened["ledger"] >= 2_000, $"the ledger was opened {opened["ledger"]} times");
        Assert.True(opened["cards"] >= 1_000, $"the list was opened {opened["cards"]} times");
    }

    [Theory]
    [InlineData("journal/journal-", "was answered; the last is")]
    [InlineData("journal/acked.jws", "were acknowledged; the receipt says")]
    [InlineData("journal/torn-", "bytes were torn; 0 are kept")]
    [InlineData("ledger/ledger.log", "entries were answered;")]
    [InlineData("cards/", "the list is damaged")]
    public async Task A_script_whose_files_were_never_synced_is_caught(string files, string words)
    {
        Assert.SkipWhen(DiskRecording.WhyNot is not null, DiskRecording.WhyNot ?? "");
        var run = fixture.Run;

        var caught = await Assert.ThrowsAsync<PowerCutException>(() => CheckMarksAsync(run, WithoutSyncOf(run, files)));

        Assert.Contains(words, caught.Message, StringComparison.Ordinal);
    }

    /// <summary>How far lines were checked is a hint: without it all are checked again.</summary>
    [Fact]
    public async Task A_hint_that_was_never_synced_is_missed_by_nobody()
    {
        Assert.SkipWhen(DiskRecording.WhyNot is not null, DiskRecording.WhyNot ?? "");
        var run = fixture.Run;

        Assert.NotEmpty(await CheckMarksAsync(run, WithoutSyncOf(run, "journal/verified")));
    }

    [Theory]
    [InlineData("journal", "was answered; the last is")]
    [InlineData("ledger", "entries were answered;")]
    [InlineData("cards", "was saved;")]
    public async Task A_folder_that_was_never_synced_is_caught(string folder, string words)
    {
        Assert.SkipWhen(DiskRecording.WhyNot is not null, DiskRecording.WhyNot ?? "");
        var run = fixture.Run;
        List<DiskStep> steps =
            [.. run.Steps.Where(step => step is not DiskStep.FolderSynced || step.Path != folder)];

        var caught = await Assert.ThrowsAsync<PowerCutException>(
            () => CheckAsync(run, steps, [new CutPoint(steps.Count, Remains.Nothing)]));

        Assert.Contains(words, caught.Message, StringComparison.Ordinal);
    }

    /// <summary>As if the terminal said yes first: each yes stands before the line that it is about.</summary>
    [Fact]
    public async Task A_script_that_shows_before_it_appends_is_caught()
    {
        Assert.SkipWhen(DiskRecording.WhyNot is not null, DiskRecording.WhyNot ?? "");
        var run = fixture.Run;
        var steps = new List<DiskStep>();
        var told = new Told();
        foreach (var step in run.Steps)
        {
            var isYes = told.After(step).Approved > told.Approved;
            told = told.After(step);
            steps.Insert(isYes ? steps.FindLastIndex(IsLine) : steps.Count, step);
        }

        var caught = await Assert.ThrowsAsync<PowerCutException>(() => CheckMarksAsync(run, steps));

        Assert.Matches("[0-9]+ guests were told yes; [0-9]+ sales are there", caught.Message);

        static bool IsLine(DiskStep step) =>
            step is DiskStep.Written && step.Path.StartsWith("journal/journal-", StringComparison.Ordinal);
    }

    private static List<DiskStep> WithoutSyncOf(ScriptRun run, string files) =>
    [
        .. run.Steps.Where(step =>
            step is not DiskStep.Synced || !step.Path.StartsWith(files, StringComparison.Ordinal)),
    ];

    /// <summary>The power goes just when something was promised, and nothing is left but what was synced.</summary>
    private static Task<IReadOnlyDictionary<string, int>> CheckMarksAsync(ScriptRun run, List<DiskStep> steps) =>
        CheckAsync(run, steps,
        [
            .. Enumerable.Range(1, steps.Count).Where(done => Told.IsMark(steps[done - 1]))
                .Select(done => new CutPoint(done, Remains.Nothing)),
        ]);

    /// <returns>How often each part of the site was opened.</returns>
    private static async Task<IReadOnlyDictionary<string, int>> CheckAsync(
        ScriptRun run, List<DiskStep> steps, List<CutPoint> cuts)
    {
        var failures = new ConcurrentQueue<PowerCutException>();
        var opened = new ConcurrentDictionary<string, int>();
        var next = -1;
        // Neighbours differ by little: each worker takes a run of them.
        var runs = cuts.Chunk(Math.Max(1, cuts.Count / (8 * Workers))).ToList();
        await Parallel.ForAsync(
            0,
            Workers,
            new ParallelOptions { CancellationToken = Cancellation, MaxDegreeOfParallelism = Workers },
            (_, _) =>
            {
                using var folder = new MemoryFolder();
                while (Interlocked.Increment(ref next) is var index && index < runs.Count && failures.IsEmpty)
                    try
                    {
                        foreach (var (part, times) in Check(run, steps, runs[index], folder.Path))
                            opened.AddOrUpdate(part, times, (_, before) => before + times);
                    }
                    catch (PowerCutException failure)
                    {
                        failures.Enqueue(failure);
                    }
                return ValueTask.CompletedTask;
            });
        return failures.TryDequeue(out var first) ? throw first : opened;
    }

    private static IReadOnlyDictionary<string, int> Check(
        ScriptRun run, List<DiskStep> steps, CutPoint[] cuts, string folder)
    {
        var disk = new CutDisk(DiskImage.Nothing);
        var after = new SiteAfterCut(run, folder);
        var told = new Told();
        var done = 0;
        foreach (var cut in cuts)
        {
            for (; done < cut.Steps; done++)
            {
                told = told.After(steps[done]);
                if (!Told.IsMark(steps[done]))
                    disk.Take(steps[done]);
            }
            try
            {
                after.Check(disk.Left(cut.Remains), told);
            }
            // What the checks and the product say; whatever else is wrong is no finding.
            catch (Exception error) when (
                error is XunitException or InvalidDataException or LedgerStoreException)
            {
                throw new PowerCutException($"{cut}, after {steps[cut.Steps - 1].GetType().Name} of " +
                    $"{steps[cut.Steps - 1].Path}, told {told}: {error.Message}", error);
            }
        }
        return after.Opened;
    }
}
