using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Property.CloudBridge.Ledger;

/// <summary>
/// What one terminal signed: a journal, a branch of it that a copy of the machine wrote, and a second epoch that says
/// some of the branch again. And how it reaches the ledger: in any order, repeated, with crashes between.
/// </summary>
/// <param name="Chain">Amounts of the journal's records: above zero a refill, below a sale.</param>
/// <param name="BranchesAt">So many of them are before the branch.</param>
/// <param name="Branch">Amounts of the branch's records.</param>
/// <param name="SaidAgain">So many of the branch's first records are said again in epoch 2.</param>
/// <param name="Order">
/// Which line comes next, of all, over and over; -1: the ledger crashes; below: a treasurer closes the first gap.
/// </param>
internal sealed record IngestStory(int[] Chain, int BranchesAt, int[] Branch, int SaidAgain, int[] Order)
{
    private const long Opening = 10_000;

    private static readonly CardToken Staff = Site.Card(Kiosks.Guest);

    /// <summary>Tells it to a ledger, and checks what the ledger makes of it.</summary>
    /// <returns>Lines that had to wait, and gaps that were closed.</returns>
    public (int Waited, int Closed) Check(Site site)
    {
        var ledger = new LedgerBench(site).With((Kiosks.Guest, $"TLF {Opening}"));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var (chain, branch, again) = Write(site);
        SignedObject[] all = [.. chain, .. branch, .. again];
        var (waited, closed) = (0, 0);
        foreach (var choice in Order)
        {
            if (choice == -1)
                ledger = Crash(ledger);
            else if (choice < 0)
                closed += CloseGap(ledger);
            else
                ledger.Take(all[choice % all.Length]);
            CheckAlways(ledger);
            waited = Math.Max(waited, Waiting(ledger));
        }
        ledger.Take(all);
        ledger.Take([.. all.Reverse()]);

        Expect(Waiting(ledger), 0, "lines that wait");
        Expect(
            ledger.Balance(Kiosks.Guest) + ledger.Suspense(Kiosks.Guest),
            Opening + Chain.Sum() + Branch.Sum(),
            "wallet and suspense");
        // Behind a gap that was closed the two may be mixed.
        if (closed == 0)
            Expect(ledger.Suspense(Kiosks.Guest), HeldBack(ledger, chain), "suspense");
        Expect(string.Join("; ", Crash(ledger).Problems), "", "problems");
        return (waited, closed);
    }

    public override string ToString() =>
        $"chain [{string.Join(", ", Chain)}], at {BranchesAt} a branch [{string.Join(", ", Branch)}], " +
        $"{SaidAgain} of it said again; in this order: [{string.Join(", ", Order)}]";

    /// <summary>
    /// Whichever branch came first is the chain; of the other, what it gives waits unless it was said again.
    /// </summary>
    private long HeldBack(LedgerBench ledger, SignedObject[] chain)
    {
        var rest = Chain[BranchesAt..];
        var isChain = rest.Length == 0 || Branch.Length == 0 || ledger.Store.Read(books =>
            books.Terminal(Site.Bar).Chain(1)!.HashOf(BranchesAt + 1)) == chain[BranchesAt].Hash();
        var beside = !isChain ? rest : rest.Length == 0 ? [] : Branch[SaidAgain..];
        return beside.Where(amount => amount > 0).Sum();
    }

    /// <returns>How many: 1, or 0 where there is none.</returns>
    private static int CloseGap(LedgerBench ledger)
    {
        if (ledger.Store.Read(books => books.Terminal(Site.Bar).Parked.FirstOf(1)) is not { } first)
            return 0;
        Expect(
            ledger.Treasury.CloseGap(Site.Bar, first.Position.Before(), "lost", hash: first.Previous),
            null,
            "why it was not closed");
        return 1;
    }

    private (SignedObject[] Chain, SignedObject[] Branch, SignedObject[] Again) Write(Site site)
    {
        var writer = new JournalWriter(site);
        SignedObject[] before = [.. Chain[..BranchesAt].Select(amount => writer.Next(FactOf(amount)))];
        var copy = writer.Branch();
        SignedObject[] after = [.. Chain[BranchesAt..].Select(amount => writer.Next(FactOf(amount)))];
        SignedObject[] branch = [.. Branch.Select(amount => copy.Next(FactOf(amount)))];
        var renewed = new JournalWriter(site, epoch: 2);
        SignedObject[] again =
        [
            .. Branch[..SaidAgain].Zip(branch, (amount, line) =>
                renewed.Again(FactOf(amount), JournalWriter.NameOf(line))),
        ];
        return ([.. before, .. after], branch, again);
    }

    private static Fact FactOf(int amount)
    {
        var payment = new Payment(
            Site.Card(Kiosks.Guest), Kiosks.WalletOf(Kiosks.Guest), [Records.Amount("TLF", Math.Abs(amount))]);
        return amount > 0
            ? new Fact.Refill(payment, Staff)
            : new Fact.Entry(Site.Card(Kiosks.Guest), 1, [payment], Records.Verdict);
    }

    private static LedgerBench Crash(LedgerBench ledger)
    {
        var again = ledger.Crash();
        Expect(again.State, ledger.State, "the books after a crash");
        return again;
    }

    private static void CheckAlways(LedgerBench ledger)
    {
        foreach (var asset in ledger.Store.Read(books => books.Balances.ToList()).GroupBy(row => row.Asset))
            Expect(asset.Sum(row => row.Amount), Money.Zero, "all accounts together");
        if (ledger.Listed(Kiosks.Guest) > ledger.Balance(Kiosks.Guest))
            throw new InvalidOperationException("a list says more than is booked");
    }

    private static int Waiting(LedgerBench ledger) => ledger.Store.Read(books => books.Terminal(Site.Bar).Waiting);

    private static void Expect<T>(T found, T expected, string what)
    {
        if (!Equals(found, expected))
            throw new InvalidOperationException($"{what}: {found}; expected {expected}");
    }
}
