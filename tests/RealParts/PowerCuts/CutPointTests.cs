using System.Collections.Concurrent;
using CloudBridge.Contract;
using Tests.Support;

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

        var opened = await CheckAsync(run, [.. run.Steps], cuts);

        output.WriteLine(
            $"{cuts.Count} of {all.Count} cut points in {run.Steps.Count} steps, {run.Records.Count} records; " +
            $"{opened} times a part was opened.");
    }

    [Fact]
    public async Task A_script_whose_files_were_never_synced_is_caught()
    {
        Assert.SkipWhen(DiskRecording.WhyNot is not null, DiskRecording.WhyNot ?? "");
        var run = fixture.Run;
        foreach (var part in new[] { "journal/journal-", "ledger/ledger.log", "cards/" })
        {
            List<DiskStep> steps =
            [
                .. run.Steps.Where(step =>
                    step is not DiskStep.Synced || !step.Path.StartsWith(part, StringComparison.Ordinal)),
            ];
            var marks = Enumerable.Range(1, steps.Count).Where(done => Told.IsMark(steps[done - 1]));

            await Assert.ThrowsAsync<PowerCutException>(
                () => CheckAsync(run, steps, [.. marks.Select(done => new CutPoint(done, Remains.Nothing))]));
        }
    }

    [Fact]
    public async Task A_folder_that_was_never_synced_is_caught()
    {
        Assert.SkipWhen(DiskRecording.WhyNot is not null, DiskRecording.WhyNot ?? "");
        var run = fixture.Run;
        foreach (var part in new[] { "journal", "ledger", "cards" })
        {
            List<DiskStep> steps =
                [.. run.Steps.Where(step => step is not DiskStep.FolderSynced || step.Path != part)];

            await Assert.ThrowsAsync<PowerCutException>(
                () => CheckAsync(run, steps, [new CutPoint(steps.Count, Remains.Nothing)]));
        }
    }

    /// <returns>How often a part of the site was opened.</returns>
    private static async Task<int> CheckAsync(ScriptRun run, List<DiskStep> steps, List<CutPoint> cuts)
    {
        var failures = new ConcurrentQueue<PowerCutException>();
        var opened = 0;
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
                        Interlocked.Add(ref opened, Check(run, steps, runs[index], folder.Path));
                    }
                    catch (PowerCutException failure)
                    {
                        failures.Enqueue(failure);
                    }
                return ValueTask.CompletedTask;
            });
        return failures.TryDequeue(out var first) ? throw first : opened;
    }

    private static int Check(ScriptRun run, List<DiskStep> steps, CutPoint[] cuts, string folder)
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
            catch (Exception error)
            {
                throw new PowerCutException($"{cut}, after {steps[cut.Steps - 1].GetType().Name} of " +
                    $"{steps[cut.Steps - 1].Path}, told {told}: {error.Message}", error);
            }
        }
        return after.Opened;
    }
}
