using CloudBridge.Contract;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;

namespace Tests.Property.CloudBridge.Ledger.Model;

/// <summary>
/// What is held against what. Here, against dictionaries: holds, captures, releases, voids, refunds, deposits returned,
/// refills, several assets and their splits (stand-ins), a second card, merged wallets, re-issued cards, holds overdue,
/// gaps, restarts. <see cref="IngestProperties"/>: any order of lines, forks, what is said again, closed gaps.
/// <see cref="LimitProperties"/>: overflow, amounts below zero, unknown assets and cards. Of the wallet's side, with a
/// list and the terminal's own records: <see cref="EdgeTerminal.Core.Wallets.WalletProperties"/>.
/// </summary>
public sealed class MoneyProperties : IDisposable
{
    private static readonly Gen<MoneyStep> Step =
        from kind in Gen.Frequency(
            (8, Gen.Constant(MoneyStepKind.Sell)),
            (2, Gen.Constant(MoneyStepKind.SellToTwo)),
            (2, Gen.Constant(MoneyStepKind.Enter)),
            (4, Gen.Constant(MoneyStepKind.Void)),
            (2, Gen.Constant(MoneyStepKind.Abandon)),
            (1, Gen.Constant(MoneyStepKind.PassThrough)),
            (6, Gen.Constant(MoneyStepKind.Hold)),
            (5, Gen.Constant(MoneyStepKind.Capture)),
            (2, Gen.Constant(MoneyStepKind.Release)),
            (4, Gen.Constant(MoneyStepKind.Refill)),
            (2, Gen.Constant(MoneyStepKind.Refund)),
            (3, Gen.Constant(MoneyStepKind.ReturnDeposit)),
            (1, Gen.Constant(MoneyStepKind.Close)),
            (12, Gen.Constant(MoneyStepKind.Deliver)),
            (3, Gen.Constant(MoneyStepKind.Repeat)),
            (3, Gen.Constant(MoneyStepKind.LeaveGap)),
            (2, Gen.Constant(MoneyStepKind.Merge)),
            (2, Gen.Constant(MoneyStepKind.Reissue)),
            (2, Gen.Constant(MoneyStepKind.Restart)),
            (3, Gen.Constant(MoneyStepKind.Pass)))
        from terminal in Gen.Choose(0, 2)
        from card in Gen.Choose(0, 20)
        from wallet in Gen.Choose(0, 23)
        from parts in Gen.Choose(0, 29)
        from amount in Gen.Frequency(
            (60, Gen.Choose(1, 400).Select(cents => (long)cents)),
            (6, Gen.Constant(1_000L)),
            (2, Gen.Constant(MoneyModel.Limit / 2)),
            (2, Gen.Constant(MoneyModel.Limit)))
        select new MoneyStep(kind, terminal, card, wallet, parts, amount);

    private static readonly Gen<MoneyStep[]> Stories =
        from length in Gen.Choose(1, 90) from steps in Gen.ArrayOf(Step, length) select steps;

    private readonly Site site = new();
    private readonly Dictionary<string, Es256Signer> keys =
        MoneyStory.Terminals.ToDictionary(name => name, _ => Es256Signer.Create());

    public void Dispose()
    {
        site.Dispose();
        foreach (var key in keys.Values)
            key.Dispose();
    }

    [Fact]
    public void The_ledger_has_what_dictionaries_say_after_every_step()
    {
        var seen = new Dictionary<string, int>();
        Holds.For(Stories, Shrinking.Shorter, 300, steps =>
        {
            var story = new MoneyStory(site, keys);
            foreach (var step in steps)
                story.Tell(step);
            story.End();
            foreach (var (what, times) in story.Model.Seen)
                seen[what] = seen.GetValueOrDefault(what) + times;
        });

        // A run counts only if it did all of it; the rarest comes some forty times, and in clusters.
        string[] all =
        [
            "captured", "captured late", "captured nothing", "deposit returned", "held", "merged", "overdue", "paid",
            "passed", "re-issued", "refilled", "released", "released nothing", "returned", "returned without proof",
            "stood in",
            "too large", "unauthorised",
        ];
        Assert.All(all, what => Assert.InRange(seen.GetValueOrDefault(what), 2, int.MaxValue));
    }
}
