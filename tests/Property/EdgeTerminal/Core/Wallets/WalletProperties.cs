using FsCheck;
using FsCheck.Fluent;

namespace Tests.Property.EdgeTerminal.Core.Wallets;

public class WalletProperties
{
    private static readonly Gen<WalletStep> Step =
        from kind in Gen.Frequency(
            (5, Gen.Constant(WalletStepKind.Sell)),
            (2, Gen.Constant(WalletStepKind.SellToTwo)),
            (3, Gen.Constant(WalletStepKind.Void)),
            (2, Gen.Constant(WalletStepKind.Enter)),
            (2, Gen.Constant(WalletStepKind.Abandon)),
            (6, Gen.Constant(WalletStepKind.Hold)),
            (5, Gen.Constant(WalletStepKind.Capture)),
            (2, Gen.Constant(WalletStepKind.Release)),
            (2, Gen.Constant(WalletStepKind.Refill)),
            (1, Gen.Constant(WalletStepKind.Refund)),
            (1, Gen.Constant(WalletStepKind.ReturnDeposit)),
            (2, Gen.Constant(WalletStepKind.SellElsewhere)),
            (1, Gen.Constant(WalletStepKind.RefillElsewhere)),
            (8, Gen.Constant(WalletStepKind.Ingest)),
            (5, Gen.Constant(WalletStepKind.PublishList)),
            (6, Gen.Constant(WalletStepKind.DeliverList)),
            (1, Gen.Constant(WalletStepKind.Merge)),
            (1, Gen.Constant(WalletStepKind.Reissue)),
            (1, Gen.Constant(WalletStepKind.Restart)),
            (1, Gen.Constant(WalletStepKind.LosePower)),
            (3, Gen.Constant(WalletStepKind.Pass)))
        from card in Gen.Choose(0, 14)
        from which in Gen.Choose(0, 14)
        from amount in Gen.Choose(1, 400)
        select new WalletStep(kind, card, which, amount);

    private static readonly Gen<WalletStep[]> Stories =
        from length in Gen.Choose(1, 90) from steps in Gen.ArrayOf(Step, length) select steps;

    [Fact]
    public void A_terminal_believes_what_its_list_would_say_with_all_of_its_journal()
    {
        var (exact, doubtful) = (0, 0);
        var seen = new Dictionary<string, int>();
        Holds.For(Stories, Shrinking.Shorter, 300, steps =>
        {
            var story = new WalletStory();
            foreach (var step in steps)
                story.Tell(step);
            story.End();
            (exact, doubtful) = (exact + story.Compared.Exact, doubtful + story.Compared.Doubtful);
            foreach (var (what, times) in story.Seen)
                seen[what] = seen.GetValueOrDefault(what) + times;
        });

        // A run counts only if it did all of it.
        Assert.True(exact > 50_000 && doubtful > 100, $"{exact} exact, {doubtful} in doubt");
        string[] all = ["captured", "captured late", "held", "merged", "overdue", "re-issued", "released", "returned"];
        Assert.All(all, what => Assert.InRange(seen.GetValueOrDefault(what), 10, int.MaxValue));
    }
}
